package dev.syncprotocol.aoi.accounting;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.error.Violation;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One line of {@code accounting.csv}.
 *
 * @param edge which crossing
 * @param origin the label and provenance counted
 * @param in rows before it
 * @param out rows after it
 * @param reasons rows that stayed behind, by reason
 */
public record AccountRow(Edge edge, Origin origin, int in, int out, Map<Reason, Integer> reasons) {
    public AccountRow {
        Map<Reason, Integer> ordered = new EnumMap<>(Reason.class);
        ordered.putAll(reasons);
        reasons = Collections.unmodifiableMap(ordered);
    }

    /** Rows that stayed behind. */
    public int rejected() {
        return reasons.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Whether in = out + rejected, and every reason is good at this edge. */
    public boolean isBalanced() {
        return in == out + rejected() && edge.allowed().containsAll(reasons.keySet());
    }

    /** The hard stop for lines that do not balance. */
    static SyncException silentDrop(String where, List<AccountRow> wrong) {
        return new SyncException(
                ErrorCode.SILENT_DROP,
                where + wrong.get(0).words() + (wrong.size() > 1 ? " (and " + (wrong.size() - 1) + " more)" : ""),
                null,
                "rows went missing or appeared between two stages without a reason",
                wrong.stream().map(AccountRow::violation).toList(),
                List.of());
    }

    private Violation violation() {
        return new Violation(
                "", 0, 0, edge.name(), in + " rows " + place(), out + " and " + rejected() + " rejected " + reasons);
    }

    private String words() {
        return edge + ": " + in + " rows " + place() + " came in, " + out + " went on, " + rejected() + " stayed behind"
                + (reasons.isEmpty() ? "" : " " + reasons);
    }

    private String place() {
        return "of " + origin.label() + "/" + origin.provenance();
    }
}
