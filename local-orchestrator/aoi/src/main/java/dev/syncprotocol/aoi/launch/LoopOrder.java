package dev.syncprotocol.aoi.launch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What the command line asks the loop's process to do, {@code order.json}.
 *
 * @param task go on with a run, or compute its derived files again and compare
 * @param run the run's directory, absolute
 */
public record LoopOrder(Task task, Path run) {
    private static final String FILE = "order.json";

    /** What is to be done. */
    public enum Task {
        /** Go on with the run until it is over. */
        GO_ON,
        /** Recompute and compare; writes nothing in the run. */
        REPLAY
    }

    /** Puts the order into a folder. */
    public void writeTo(Path folder) throws IOException {
        ObjectNode tree = SyncJson.object()
                .put("schema", "sync.aoi-order/1")
                .put("task", task.name().toLowerCase(Locale.ROOT))
                .put("run", run.toString());
        Files.writeString(folder.resolve(FILE), SyncJson.compact(tree));
    }

    /** The order of a folder. */
    static LoopOrder read(Path folder) throws IOException {
        JsonNode tree = SyncJson.read(Files.readString(folder.resolve(FILE)));
        return new LoopOrder(
                Task.valueOf(tree.path("task").asText().toUpperCase(Locale.ROOT)),
                Path.of(tree.path("run").asText()));
    }
}
