package dev.syncprotocol.runs.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * {@code config.lock.json}: the only configuration a trainer reads (run-store.md section 8.2). Written once.
 *
 * @param id the run
 * @param timestamp creation time, RFC 3339, seconds
 * @param experimentDir the run's folder, relative to the workspace
 * @param config the effective configuration
 * @param configHash of it
 * @param source where it came from
 * @param code the state of the code
 * @param registryHead digest of the registry's last line at creation; empty when there was no registry
 */
public record RunLock(
        RunId id,
        String timestamp,
        String experimentDir,
        RunConfig config,
        Sha256 configHash,
        ConfigSource source,
        CodeState code,
        Optional<Sha256> registryHead) {

    private static final List<String> SECTIONS =
            List.of("experiment", "data", "model", "train", "metrics", "paths", "logging", "code");

    /** The file's bytes; {@code runtime} is what the run was made with. */
    byte[] bytes(ObjectNode runtime) {
        ObjectNode node = SyncJson.object();
        node.put("schema", "run-lock/1");
        node.put("experiment_id", id.value());
        node.put("timestamp", timestamp);
        SECTIONS.forEach(
                section -> node.set(section, config.effective().get(section).deepCopy()));
        ((ObjectNode) node.get("paths")).setAll(derivedPaths());
        node.put("config_hash", configHash.hex());
        node.set("config_source", source.tree());
        node.set("code_state", code.tree());
        node.set("runtime", runtime);
        node.put("registry_head", registryHead.map(Sha256::hex).orElse(null));
        return SyncJson.pretty(node).getBytes(StandardCharsets.UTF_8);
    }

    /** The digest of the configuration as it stands here; differs from {@link #configHash} in a damaged lock. */
    public Sha256 recomputedHash() {
        return config.configHash();
    }

    /**
     * Reads the lock of a run.
     *
     * @throws SyncException {@link ErrorCode#MANIFEST_INVALID} when the file is no lock
     */
    public static RunLock read(Path file) throws IOException {
        try {
            return of(SyncJson.read(Files.readString(file)));
        } catch (UncheckedIOException | IllegalArgumentException e) {
            throw new SyncException(ErrorCode.MANIFEST_INVALID, file + " is no lock of a run", e);
        }
    }

    /** What the run of this lock was made with: program, machine, launch. */
    public static JsonNode runtimeOf(Path file) throws IOException {
        return SyncJson.read(Files.readString(file)).path("runtime");
    }

    private static RunLock of(JsonNode node) {
        if (!node.path("schema").asText().equals("run-lock/1")) {
            throw new IllegalArgumentException("schema " + node.path("schema"));
        }
        ObjectNode tree = SyncJson.object();
        SECTIONS.forEach(section -> tree.set(section, node.get(section).deepCopy()));
        ObjectNode paths = (ObjectNode) tree.get("paths");
        String folder = paths.get("experiment_dir").textValue();
        paths.retain(List.of("output_root", "registry_dir", "best_dir", "mirror_dir"));
        return new RunLock(
                new RunId(node.path("experiment_id").asText()),
                node.path("timestamp").asText(),
                folder,
                RunConfig.of(tree),
                new Sha256(node.path("config_hash").asText()),
                ConfigSource.of(node.path("config_source")),
                CodeState.of(node.path("code_state")),
                Optional.ofNullable(node.path("registry_head").textValue()).map(Sha256::new));
    }

    private ObjectNode derivedPaths() {
        return SyncJson.object()
                .put("experiment_dir", experimentDir)
                .put("logs_dir", experimentDir + "/" + RunFolder.LOGS)
                .put("checkpoints_dir", experimentDir + "/" + RunFolder.CHECKPOINTS)
                .put("metrics_csv", experimentDir + "/" + RunFolder.METRICS)
                .put("reports_dir", experimentDir + "/reports")
                .put("tensorboard_dir", experimentDir + "/" + RunFolder.TENSORBOARD);
    }

    /**
     * Where a configuration came from.
     *
     * @param path as the caller named it
     * @param sha256 of its bytes
     * @param format {@code yaml} or {@code json}
     */
    public record ConfigSource(String path, Sha256 sha256, String format) {
        ObjectNode tree() {
            return SyncJson.object()
                    .put("path", path)
                    .put("sha256", sha256.hex())
                    .put("format", format);
        }

        static ConfigSource of(JsonNode node) {
            return new ConfigSource(
                    node.path("path").asText(),
                    new Sha256(node.path("sha256").asText()),
                    node.path("format").asText());
        }
    }
}
