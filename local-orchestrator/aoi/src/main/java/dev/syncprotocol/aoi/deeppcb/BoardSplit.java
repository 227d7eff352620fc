package dev.syncprotocol.aoi.deeppcb;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The boards of each set. Groups are kept whole, but for validation where no group is left for it: it then holds the last tenth of the training groups' boards by id, a block and no
 * draw, since neighbours on a panel resemble each other most.
 *
 * @param groups board groups by set; none for a validation set that is held out
 * @param heldOut the boards held out of the training groups; empty where validation has groups
 */
record BoardSplit(Map<GroupRole, List<String>> groups, List<BoardPair> heldOut) {
    private static final int ONE_IN = 10;

    BoardSplit {
        groups = Map.copyOf(groups);
        heldOut = List.copyOf(heldOut);
    }

    /**
     * Deals the groups, then holds boards out where validation has none.
     *
     * @throws SyncException {@code usage} for groups that cannot be dealt, or a single training board that nothing can be held out of
     */
    static BoardSplit of(List<BoardPair> pairs, Map<GroupRole, List<String>> named) {
        BoardSplit whole = new BoardSplit(GroupSplit.of(pairs, named), List.of());
        return whole.groups(GroupRole.VALIDATION).isEmpty()
                ? new BoardSplit(whole.groups(), last(whole.boards(GroupRole.TRAIN, pairs)))
                : whole;
    }

    /** The pairs of a set, in their order. */
    List<BoardPair> boards(GroupRole role, List<BoardPair> pairs) {
        if (role == GroupRole.VALIDATION && !heldOut.isEmpty()) {
            return heldOut;
        }
        return pairs.stream()
                .filter(pair -> groups(role).contains(pair.group()) && !heldOut.contains(pair))
                .toList();
    }

    private List<String> groups(GroupRole role) {
        return groups.getOrDefault(role, List.of());
    }

    private static List<BoardPair> last(List<BoardPair> training) {
        if (training.size() == 1) {
            throw new SyncException(
                    ErrorCode.USAGE,
                    "no board is left for validation: the training groups have one board; name --val-groups");
        }
        List<BoardPair> boards = training.stream()
                .sorted(Comparator.comparing(BoardPair::id).thenComparing(BoardPair::group))
                .toList();
        return boards.subList(boards.size() - Math.max(1, boards.size() / ONE_IN), boards.size());
    }
}
