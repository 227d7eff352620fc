package dev.syncprotocol.aoi.loop;

import dev.syncprotocol.aoi.table.SampleColumns;
import dev.syncprotocol.aoi.table.SampleRow;
import dev.syncprotocol.aoi.table.SampleTable;
import dev.syncprotocol.aoi.table.SampleTableFile;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** That a scored table has every row of the table it was made from, in its order (specification §8.5). */
final class RowsKept {
    private RowsKept() {}

    /**
     * Compares row count and the four required columns.
     *
     * @throws SyncException {@code silent_drop} naming the first row that differs
     */
    static void demand(Path asked, Path scored) throws IOException {
        SampleTable in = SampleTableFile.read(asked);
        SampleTable out = SampleTableFile.read(scored);
        if (in.size() != out.size()) {
            throw dropped(scored, in.size() + " rows", out.size() + " rows");
        }
        for (int i = 0; i < in.size(); i++) {
            List<String> wanted = key(in.rows().get(i));
            List<String> found = key(out.rows().get(i));
            if (!wanted.equals(found)) {
                throw dropped(scored, "row " + (i + 1) + " " + wanted, found.toString());
            }
        }
    }

    private static List<String> key(SampleRow row) {
        return SampleColumns.REQUIRED.stream().map(row::cell).toList();
    }

    private static SyncException dropped(Path scored, String expected, String found) {
        return new SyncException(
                ErrorCode.SILENT_DROP, scored.getFileName() + ": expected " + expected + ", found " + found);
    }
}
