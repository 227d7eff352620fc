package dev.syncprotocol.gates.build;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.gates.JsonLines;
import dev.syncprotocol.gates.ReportFile;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A file of source items.
 *
 * @param file where it lies
 * @param sha256 of its bytes
 * @param items in the order of the file
 */
public record Sources(Path file, Sha256 sha256, List<SourceItem> items) {
    /** What the items are for. */
    public enum Part {
        TRAIN,
        EVAL;

        /** The file's name below the task's folder. */
        public String fileName() {
            return this == TRAIN ? "train.jsonl" : "eval.jsonl";
        }
    }

    public Sources {
        items = List.copyOf(items);
    }

    /**
     * Reads one part of a task.
     *
     * @param folder {@code data/sources}
     * @throws SyncException {@code preflight_failed} when it is missing, {@code data_invalid} for a row without input or
     *     output or with an id used before
     */
    public static Sources read(Path folder, String task, Part part) throws IOException {
        Path file = folder.resolve(task).resolve(part.fileName());
        if (!Files.isRegularFile(file)) {
            throw new SyncException(ErrorCode.PREFLIGHT_FAILED, "no source file " + file)
                    .withNext("sync preflight import-source --help", "sync preflight make-sources --help");
        }
        List<SourceItem> items = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (JsonLines.Line line : JsonLines.read(file)) {
            JsonNode row = line.tree(file);
            SourceItem item = SourceItem.of(row, line.number());
            if (item.input().isBlank() || item.output().isBlank() || !ids.add(item.id())) {
                throw new SyncException(
                        ErrorCode.DATA_INVALID,
                        file.getFileName() + ":" + line.number() + ": no input, no output or a second " + item.id());
            }
            items.add(item);
        }
        return new Sources(file, Sha256.ofFile(file), items);
    }

    /** Writes items as a source file. */
    public static void write(Path folder, String task, Part part, List<SourceItem> items) throws IOException {
        StringBuilder lines = new StringBuilder();
        items.forEach(item -> lines.append(SyncJson.compact(item.tree())).append('\n'));
        ReportFile.write(
                folder.resolve(task).resolve(part.fileName()), lines.toString().getBytes(StandardCharsets.UTF_8));
    }
}
