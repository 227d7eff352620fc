package dev.syncprotocol.aoi.accounting;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The rows that came to an edge, crossed it, and stayed behind with a reason. It may be false: {@link #check()} says so.
 *
 * @param edge which crossing
 * @param in rows before it
 * @param out rows after it
 * @param rejected rows that stayed behind, by reason
 */
public record EdgeAccount(Edge edge, Tally in, Tally out, Map<Reason, Tally> rejected) {
    public EdgeAccount {
        Map<Reason, Tally> ordered = new EnumMap<>(Reason.class);
        ordered.putAll(rejected);
        rejected = Collections.unmodifiableMap(ordered);
    }

    /** An edge every row must cross. */
    public static EdgeAccount of(Edge edge, Tally in, Tally out) {
        return new EdgeAccount(edge, in, out, Map.of());
    }

    /** One row per label and provenance, as {@code accounting.csv} has them. */
    public List<AccountRow> rows() {
        TreeSet<Origin> origins = new TreeSet<>(in.counts().keySet());
        origins.addAll(out.counts().keySet());
        rejected.values().forEach(tally -> origins.addAll(tally.counts().keySet()));
        return origins.stream().map(this::row).toList();
    }

    /**
     * Demands in = out + rejected for every label and provenance, and only reasons that are good at this edge.
     *
     * @throws dev.syncprotocol.protocol.error.SyncException {@code silent_drop} naming the first difference; every difference is a violation
     */
    public void check() {
        check("");
    }

    /**
     * The same.
     *
     * @param where begins the message: the file whose rows are counted
     */
    public void check(String where) {
        List<AccountRow> wrong =
                rows().stream().filter(row -> !row.isBalanced()).toList();
        if (!wrong.isEmpty()) {
            throw AccountRow.silentDrop(where, wrong);
        }
    }

    private AccountRow row(Origin origin) {
        Map<Reason, Integer> reasons = new EnumMap<>(Reason.class);
        rejected.forEach((reason, tally) -> {
            if (tally.at(origin) > 0) {
                reasons.put(reason, tally.at(origin));
            }
        });
        return new AccountRow(edge, origin, in.at(origin), out.at(origin), reasons);
    }
}
