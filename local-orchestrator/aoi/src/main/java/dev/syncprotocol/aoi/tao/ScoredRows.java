package dev.syncprotocol.aoi.tao;

import dev.syncprotocol.aoi.table.SampleColumns;
import dev.syncprotocol.aoi.table.SampleRow;
import dev.syncprotocol.aoi.table.SampleTable;
import dev.syncprotocol.aoi.table.SampleTableFile;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a container scored, held against what it was asked: the same rows in the same order (accounting edge E1). */
final class ScoredRows {
    private static final String SCORE = "siamese_score";
    private static final List<String> KEY = List.of(
            SampleColumns.INPUT_PATH, SampleColumns.GOLDEN_PATH, SampleColumns.LABEL, SampleColumns.OBJECT_NAME);

    private ScoredRows() {}

    /**
     * Reads and compares.
     *
     * @throws SyncException {@code engine_failed} for a missing file or column; {@code silent_drop} for other rows than asked
     */
    static void require(SampleTable asked, Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw failed("the container ended with 0 and left no " + file);
        }
        SampleTable scored = SampleTableFile.read(file);
        if (!scored.columns().contains(SCORE)) {
            throw failed(file + " has no column " + SCORE);
        }
        if (scored.size() != asked.size()) {
            throw dropped(file + " has " + scored.size() + " rows, the table it scored has " + asked.size());
        }
        for (int i = 0; i < asked.size(); i++) {
            requireSame(asked.rows().get(i), scored.rows().get(i), file);
        }
    }

    private static void requireSame(SampleRow asked, SampleRow scored, Path file) {
        for (String column : KEY) {
            if (!asked.cell(column).equals(scored.cell(column))) {
                throw dropped(file + ":" + scored.line() + ": " + column + " is '" + scored.cell(column)
                        + "', the table it scored has '" + asked.cell(column) + "' there");
            }
        }
    }

    private static SyncException failed(String message) {
        return new SyncException(ErrorCode.ENGINE_FAILED, message);
    }

    private static SyncException dropped(String message) {
        return new SyncException(ErrorCode.SILENT_DROP, message);
    }
}
