package dev.syncprotocol.aoi.kpi;

import dev.syncprotocol.aoi.accounting.Edge;
import dev.syncprotocol.aoi.accounting.EdgeAccount;
import dev.syncprotocol.aoi.accounting.Origin;
import dev.syncprotocol.aoi.accounting.Tally;
import dev.syncprotocol.aoi.table.Labels;
import dev.syncprotocol.aoi.table.SampleColumns;
import dev.syncprotocol.aoi.table.SampleRow;
import dev.syncprotocol.aoi.table.SampleTable;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.util.List;

/** Edge E1: inference.csv holds every row of the table it was made from, in its order (specification §8.5, §11.8). */
public final class InferenceAccount {
    private InferenceAccount() {}

    /**
     * The account, label by label.
     *
     * @throws SyncException {@code silent_drop} when as many rows came out but a row is another one, or stands elsewhere
     */
    public static EdgeAccount of(SampleTable given, ScoredTable scored) {
        List<SampleRow> out = scored.rows().stream().map(scored::sample).toList();
        EdgeAccount account = EdgeAccount.of(Edge.E1, tally(given.rows()), tally(out));
        for (int i = 0; given.size() == out.size() && i < out.size(); i++) {
            refuseOther(i, given.rows().get(i), out.get(i));
        }
        return account;
    }

    private static void refuseOther(int place, SampleRow given, SampleRow found) {
        for (String column : SampleColumns.REQUIRED) {
            if (!given.cell(column).equals(found.cell(column))) {
                throw new SyncException(
                        ErrorCode.SILENT_DROP,
                        "E1: row " + (place + 1) + " of inference.csv has " + column + " \"" + found.cell(column)
                                + "\", the table it was made from has \"" + given.cell(column) + "\"");
            }
        }
    }

    private static Tally tally(List<SampleRow> rows) {
        return Tally.of(rows, row -> new Origin(Labels.canonical(row.label()), Origin.KPI));
    }
}
