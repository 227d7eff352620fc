package dev.syncprotocol.aoi.deeppcb;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Deals board groups out to sets, never a picture at random: crops of one group can be near copies of each other. */
final class GroupSplit {
    private final SortedMap<String, Integer> sizes = new TreeMap<>();
    private final Map<GroupRole, List<String>> dealt = new EnumMap<>(GroupRole.class);

    private GroupSplit(List<BoardPair> pairs) {
        pairs.forEach(pair -> sizes.merge(pair.group(), 1, Integer::sum));
        for (GroupRole role : GroupRole.values()) {
            dealt.put(role, new ArrayList<>());
        }
    }

    /**
     * Named groups first; the rest by size, the largest first, each to the set that has the least of its share.
     *
     * @throws SyncException {@code usage} when a group is unknown or named twice, or a set stays empty
     */
    static Map<GroupRole, List<String>> of(List<BoardPair> pairs, Map<GroupRole, List<String>> named) {
        GroupSplit split = new GroupSplit(pairs);
        split.name(named);
        split.rest(named);
        split.refuseEmpty();
        return split.dealt;
    }

    private void name(Map<GroupRole, List<String>> named) {
        List<String> seen = new ArrayList<>();
        named.forEach((role, groups) -> groups.forEach(group -> {
            if (!sizes.containsKey(group)) {
                throw new SyncException(
                        ErrorCode.USAGE,
                        "no board group " + group + "; there are " + String.join(", ", sizes.keySet()));
            }
            if (seen.contains(group)) {
                throw new SyncException(ErrorCode.USAGE, "board group " + group + " is named for two sets");
            }
            seen.add(group);
            role(role).add(group);
        }));
    }

    private void rest(Map<GroupRole, List<String>> named) {
        List<String> left = sizes.keySet().stream()
                .filter(group -> dealt.values().stream().noneMatch(groups -> groups.contains(group)))
                .sorted(Comparator.comparing((String group) -> -size(group)).thenComparing(Comparator.naturalOrder()))
                .toList();
        List<GroupRole> open = List.of(GroupRole.values()).stream()
                .filter(role -> !named.containsKey(role))
                .toList();
        for (String group : left) {
            open.stream()
                    .min(Comparator.comparingDouble(role -> (double) pictures(role) / role.share()))
                    .ifPresent(role -> role(role).add(group));
        }
    }

    private void refuseEmpty() {
        for (GroupRole role : GroupRole.values()) {
            if (role.needsGroup() && role(role).isEmpty()) {
                throw new SyncException(
                        ErrorCode.USAGE,
                        "no board group is left for " + role.word() + ": train, kpi and pool need one each, found "
                                + String.join(", ", sizes.keySet()));
            }
        }
    }

    private int pictures(GroupRole role) {
        return role(role).stream().mapToInt(this::size).sum();
    }

    private int size(String group) {
        return sizes.getOrDefault(group, 0);
    }

    private List<String> role(GroupRole role) {
        return dealt.computeIfAbsent(role, r -> new ArrayList<>());
    }
}
