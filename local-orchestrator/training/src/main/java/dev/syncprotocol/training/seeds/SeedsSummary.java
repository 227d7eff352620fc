package dev.syncprotocol.training.seeds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.protocol.schema.SchemaId;
import dev.syncprotocol.protocol.schema.SchemaValidator;
import dev.syncprotocol.runs.AtomicFile;
import dev.syncprotocol.runs.Timestamp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/**
 * What all seeds of a configuration came to (preflight.md section 11.2): each seed's final evaluation, their mean and standard
 * deviation. Written after each seed, so that a stop loses nothing.
 *
 * @param config path of the configuration
 * @param configSha256 digest of its bytes
 * @param wanted the configuration's seeds, in order
 * @param results of the seeds that are done, in the same order
 */
public record SeedsSummary(String config, Sha256 configSha256, List<Long> wanted, List<SeedResult> results) {
    /** Where it lies in a workspace. */
    public static final String PATH = "reports/rc1/seeds_summary.json";

    public SeedsSummary {
        wanted = List.copyOf(wanted);
        results = List.copyOf(results);
    }

    /** What an earlier call wrote of the seeds that were done; nothing where there is no summary. */
    public static List<SeedResult> resultsIn(Path workspace) throws IOException {
        Path file = workspace.resolve(PATH);
        if (!Files.isRegularFile(file)) {
            return List.of();
        }
        JsonNode root = SchemaValidator.load(
                        SchemaId.SEEDS_SUMMARY_V1,
                        Files.readAllBytes(file),
                        DocumentFormat.JSON,
                        ErrorCode.DATA_INVALID,
                        PATH)
                .root();
        return StreamSupport.stream(root.path("seeds").spliterator(), false)
                .map(SeedResult::of)
                .toList();
    }

    /** Mean and standard deviation over the seeds that have a figure, by its name. */
    public Map<String, Spread> figures() {
        Map<String, List<Double>> values = new TreeMap<>();
        results.forEach(result -> result.figures()
                .forEach((name, value) ->
                        values.computeIfAbsent(name, first -> new ArrayList<>()).add(value)));
        Map<String, Spread> spreads = new TreeMap<>();
        values.forEach((name, own) -> spreads.put(name, Spread.of(own)));
        return spreads;
    }

    /** Whether every seed is done. */
    public boolean complete() {
        return results.size() == wanted.size();
    }

    /** Writes it in one step. */
    public void writeTo(Path workspace, Instant now) {
        ObjectNode tree = SyncJson.object()
                .put("schema", "sync.seeds-summary/1")
                .put("ts", Timestamp.inFile(now))
                .put("config", config)
                .put("config_sha256", configSha256.hex())
                .put("complete", complete());
        wanted.forEach(tree.putArray("wanted")::add);
        ArrayNode seeds = tree.putArray("seeds");
        results.forEach(result -> seeds.add(result.tree()));
        ObjectNode figures = tree.putObject("figures");
        figures().forEach((name, spread) -> figures.set(name, spread.tree()));
        Path file = workspace.resolve(PATH);
        try {
            Files.createDirectories(file.getParent());
            AtomicFile.replace(file, (SyncJson.pretty(tree) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new SyncException(ErrorCode.IO, PATH + ": " + e.getMessage(), e);
        }
    }
}
