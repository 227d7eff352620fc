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
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * The files of a run with size and digest (run-store.md section 8.3).
 *
 * @param head what is known from the beginning
 * @param end what finishing adds; empty while the run is open
 */
public record RunManifest(Head head, Optional<End> end) {
    /**
     * What {@code new} writes.
     *
     * @param id the run
     * @param createdAt RFC 3339
     * @param code the state of the code
     * @param configHash of the effective configuration
     */
    public record Head(String id, String createdAt, CodeState code, Sha256 configHash) {}

    /**
     * What {@code finish} adds.
     *
     * @param status how the run ended
     * @param finalizedAt RFC 3339
     * @param criterion what better means
     * @param bestOverall the best evaluation, with or without a checkpoint
     * @param best the best one that has a checkpoint
     * @param content files, links and tombstones
     * @param previous digest of the manifest this one replaces
     */
    public record End(
            RunStatus status,
            String finalizedAt,
            Criterion criterion,
            Optional<BestPoint> bestOverall,
            Optional<BestCheckpoint> best,
            RunContent content,
            Optional<Sha256> previous) {}

    /** Whether the run is final. */
    public boolean isFinal() {
        return end.isPresent();
    }

    /** What finishing added, of a final run. */
    public End ended() {
        return end.orElseThrow(() -> new SyncException(ErrorCode.RUN_OPEN, head.id() + " is not final"));
    }

    /** The file's bytes. */
    byte[] bytes() {
        return SyncJson.pretty(tree()).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a manifest.
     *
     * @throws SyncException {@link ErrorCode#MANIFEST_INVALID} when it is none
     */
    static RunManifest read(Path file) throws IOException {
        try {
            return of(SyncJson.read(Files.readString(file)));
        } catch (UncheckedIOException | IllegalArgumentException | DateTimeParseException e) {
            throw new SyncException(ErrorCode.MANIFEST_INVALID, file + " is no manifest", e);
        }
    }

    static FileKind kind(JsonNode node) {
        return FileKind.valueOf(node.path("kind").asText().toUpperCase(Locale.ROOT));
    }

    private ObjectNode tree() {
        ObjectNode node = SyncJson.object();
        node.put("schema", "run-manifest/1");
        node.put("experiment_id", head.id());
        node.put("state", isFinal() ? "final" : "open");
        node.put("status", end.map(e -> e.status().word()).orElse(null));
        node.put("created_at", head.createdAt());
        node.put("finalized_at", end.map(End::finalizedAt).orElse(null));
        node.put("commit_hash", head.code().commit().orElse(null));
        node.put("dirty", head.code().dirty().orElse(null));
        node.put("config_hash", head.configHash().hex());
        node.put("algorithm", "sha256");
        node.set(
                "best_overall",
                end.flatMap(End::bestOverall).map(BestPoint::tree).orElse(null));
        node.set("best", end.flatMap(RunManifest::best).orElse(null));
        RunContent content = end.map(End::content).orElse(RunContent.EMPTY);
        content.writeTo(node);
        node.put(
                "previous_manifest_sha256",
                end.flatMap(End::previous).map(Sha256::hex).orElse(null));
        node.put("root_sha256", end.map(e -> content.root().hex()).orElse(null));
        return node;
    }

    private static Optional<ObjectNode> best(End end) {
        return end.best().map(best -> {
            ObjectNode node = SyncJson.object()
                    .put("primary_name", end.criterion().primary())
                    .put("mode", end.criterion().mode().word());
            node.setAll(best.point().tree());
            node.put("path", best.path());
            node.put("sha256", best.sha256().hex());
            return node.put("copy", best.kept() ? RunFolder.BEST : null);
        });
    }

    private static RunManifest of(JsonNode node) {
        if (!node.path("schema").asText().equals("run-manifest/1")) {
            throw new IllegalArgumentException("schema " + node.path("schema"));
        }
        Head head = new Head(
                node.path("experiment_id").asText(),
                node.path("created_at").asText(),
                CodeState.ofManifest(node),
                new Sha256(node.path("config_hash").asText()));
        boolean isFinal = node.path("state").asText().equals("final");
        return new RunManifest(head, isFinal ? Optional.of(end(node)) : Optional.empty());
    }

    private static End end(JsonNode node) {
        RunContent content = new RunContent(
                each(node.path("files"), RunManifest::file),
                each(
                        node.path("links"),
                        link -> new RunLink(
                                link.path("path").asText(), link.path("target").asText())),
                each(node.path("tombstones"), Tombstone::of));
        if (!content.root().hex().equals(node.path("root_sha256").asText())) {
            throw new IllegalArgumentException("root_sha256 does not agree with the list of files");
        }
        JsonNode best = node.path("best");
        return new End(
                RunStatus.of(node.path("status").asText()),
                node.path("finalized_at").asText(),
                new Criterion(
                        best.path("primary_name").asText(),
                        Mode.of(best.path("mode").asText("max")),
                        "",
                        0),
                present(node.path("best_overall")).map(BestPoint::of),
                present(best).map(RunManifest::checkpoint),
                content,
                Optional.ofNullable(node.path("previous_manifest_sha256").textValue())
                        .map(Sha256::new));
    }

    private static RunFile file(JsonNode node) {
        return new RunFile(
                node.path("path").asText(),
                node.path("size").asLong(),
                new Sha256(node.path("sha256").asText()),
                kind(node),
                Instant.parse(node.path("mtime").asText()));
    }

    private static BestCheckpoint checkpoint(JsonNode best) {
        return new BestCheckpoint(
                BestPoint.of(best),
                best.path("path").asText(),
                new Sha256(best.path("sha256").asText()),
                best.path("copy").isTextual());
    }

    private static Optional<JsonNode> present(JsonNode node) {
        return node.isObject() ? Optional.of(node) : Optional.empty();
    }

    private static <T> List<T> each(JsonNode list, Function<JsonNode, T> read) {
        List<T> all = new ArrayList<>();
        list.forEach(item -> all.add(read.apply(item)));
        return all;
    }
}
