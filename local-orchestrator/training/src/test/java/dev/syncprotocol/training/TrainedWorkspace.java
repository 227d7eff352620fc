package dev.syncprotocol.training;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A folder in which a test trains: it is ordered as the gate does, and what a training left is read back. */
public record TrainedWorkspace(Path folder) {
    private static final List<String> TIMES = List.of("time", "mem", "mem_used_mb", "sec_per_step", "tokens_per_s");

    /** Writes a file and the folders above it. */
    public void put(String path, String content) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    /** Orders a launch of a config as it now is: the launch folder. */
    public Path order(int number, String config, @Nullable String resume) throws IOException {
        return order(number, config, order -> order.put("resume", resume));
    }

    /** The same, with an order that says something more. */
    public Path order(int number, String config, UnaryOperator<ObjectNode> more) throws IOException {
        ObjectNode order = SyncJson.object()
                .put("schema", "sync.launch-order/1")
                .put("launch", "r0001-l000" + number)
                .put("workspace", folder.toString())
                .put("config", config)
                .put("config_sha256", Sha256.ofFile(folder.resolve(config)).hex())
                .put("inputs_sha256", "x")
                .put("degraded", false);
        put("launches/" + number + "/order.json", SyncJson.compact(more.apply(order)));
        return launch(number);
    }

    /** The folder of a launch. */
    public Path launch(int number) {
        return folder.resolve("launches/" + number);
    }

    /** The rows of the metrics without what differs between two runs of the same numbers. */
    public List<ObjectNode> metrics() throws IOException {
        return Files.readAllLines(folder.resolve("reports/metrics.jsonl")).stream()
                .map(TrainedWorkspace::timeless)
                .toList();
    }

    private static ObjectNode timeless(String line) {
        ObjectNode row = (ObjectNode) SyncJson.read(line);
        return row.remove(TIMES);
    }

    /** Every file of a checkpoint but the manifest, whose parent link tells how the run came there. */
    public Map<String, String> digests(String checkpoint) throws IOException {
        Path place = folder.resolve(checkpoint);
        Map<String, String> digests = new TreeMap<>();
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                digests.put(
                        place.relativize(file).toString(), Sha256.ofFile(file).hex());
            }
        }
        digests.remove("MANIFEST.json");
        return digests;
    }
}
