package dev.syncprotocol.gates.shadow;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.gates.SeededOrder;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The held-out sample (preflight.md section 7): strata by task, and by success where known, with largest remainder; inside
 * a stratum ascending {@code sha256(seed + id)}. Same seed, same bytes.
 *
 * @param seed of the order
 * @param strata name to the items drawn, sorted by name
 */
public record ShadowSet(long seed, Map<String, List<ShadowItem>> strata) {
    public ShadowSet {
        strata = new TreeMap<>(strata);
    }

    /**
     * Draws.
     *
     * @param n how many
     * @param stratify whether strata are kept; otherwise all items are one
     * @throws SyncException {@code preflight_failed} for fewer than n items
     */
    public static ShadowSet draw(Collection<ShadowItem> items, int n, long seed, Stratify stratify) {
        if (items.size() < n) {
            throw new SyncException(
                    ErrorCode.PREFLIGHT_FAILED,
                    "the shadow set wants " + n + " items, the sources have " + items.size());
        }
        Map<String, List<ShadowItem>> groups = items.stream()
                .collect(Collectors.groupingBy(
                        item -> stratify == Stratify.YES ? item.stratum() : "all", TreeMap::new, Collectors.toList()));
        Map<String, Integer> counts = counts(groups, items.size(), n);
        Map<String, List<ShadowItem>> drawn = new TreeMap<>();
        groups.forEach((name, members) -> drawn.put(
                name, new SeededOrder(seed).of(members, ShadowItem::id).subList(0, counts.get(name))));
        return new ShadowSet(seed, drawn);
    }

    /** Whether strata are kept. */
    public enum Stratify {
        YES,
        NO
    }

    /** In whole numbers: {@code n |g| / all}, the largest remainders first, ties by name. */
    private static Map<String, Integer> counts(Map<String, List<ShadowItem>> groups, int all, int n) {
        Map<String, Integer> counts = new TreeMap<>();
        groups.forEach((name, members) -> counts.put(name, (int) ((long) n * members.size() / all)));
        int left = n - counts.values().stream().mapToInt(Integer::intValue).sum();
        List<String> byRest = new ArrayList<>(groups.keySet());
        byRest.sort(Comparator.comparing(name -> -((long) n * groups.get(name).size() % all)));
        byRest.stream().limit(left).forEach(name -> counts.merge(name, 1, Integer::sum));
        return counts;
    }

    /** All items drawn, stratum after stratum. */
    public List<ShadowItem> items() {
        return strata.values().stream().flatMap(List::stream).toList();
    }

    /** The file {@code data/shadow_eval_245.jsonl}. */
    public byte[] bytes() {
        return items().stream()
                .map(item -> SyncJson.compact(item.tree()) + "\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Ids and strata for {@code sample_manifest.json}. */
    public ObjectNode manifest() {
        ObjectNode node = SyncJson.object().put("seed", seed).put("n", items().size());
        ObjectNode counts = node.putObject("strata");
        strata.forEach((name, members) -> counts.put(name, members.size()));
        ArrayNode ids = node.putArray("ids");
        items().forEach(item -> ids.add(item.task() + "/" + item.id()));
        return node;
    }
}
