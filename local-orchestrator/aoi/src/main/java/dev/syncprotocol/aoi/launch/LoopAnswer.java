package dev.syncprotocol.aoi.launch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.aoi.tao.ContainerFailed;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.ErrorKind;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.error.Violation;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the loop's process answers, {@code answer.json}: data, or the failure it ended with; written once, as its last act. */
public final class LoopAnswer {
    private static final String FILE = "answer.json";

    private LoopAnswer() {}

    static void write(Path folder, ObjectNode data) throws IOException {
        ObjectNode tree = SyncJson.object().put("ok", true);
        tree.set("data", data);
        put(folder, tree);
    }

    static void write(Path folder, SyncException failure) throws IOException {
        ObjectNode tree = SyncJson.object().put("ok", false);
        ObjectNode error = tree.putObject("error")
                .put("code", failure.code().word())
                .put("kind", failure.endKind().name())
                .put("message", failure.getMessage())
                .put("hint", failure.hint().orElse(null));
        ArrayNode violations = error.putArray("violations");
        failure.violations()
                .forEach(found -> violations
                        .addObject()
                        .put("pointer", found.pointer())
                        .put("line", found.line())
                        .put("column", found.column())
                        .put("rule", found.rule())
                        .put("expected", found.expected())
                        .put("found", found.found()));
        failure.next().forEach(error.putArray("next")::add);
        if (failure instanceof ContainerFailed ended) {
            ObjectNode node = error.putObject("container")
                    .put("name", ended.container())
                    .put("exit_code", ended.exitCode())
                    .put("log", ended.log());
            ended.tail().forEach(node.putArray("tail")::add);
        }
        put(folder, tree);
    }

    /**
     * The answer of a process that has ended; empty when it left none.
     *
     * @throws SyncException the failure it ended with
     */
    public static Optional<ObjectNode> read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        JsonNode tree = SyncJson.read(Files.readString(file));
        if (!tree.path("ok").asBoolean()) {
            throw failure(tree.path("error"));
        }
        return Optional.of((ObjectNode) tree.get("data"));
    }

    private static SyncException failure(JsonNode error) {
        JsonNode container = error.path("container");
        if (container.isObject()) {
            List<String> tail = new ArrayList<>();
            container.path("tail").forEach(line -> tail.add(line.asText()));
            return new ContainerFailed(
                    container.path("name").asText(),
                    container.path("exit_code").asInt(),
                    container.path("log").asText(),
                    tail);
        }
        List<Violation> violations = new ArrayList<>();
        error.path("violations")
                .forEach(found -> violations.add(new Violation(
                        found.path("pointer").asText(),
                        found.path("line").asInt(),
                        found.path("column").asInt(),
                        found.path("rule").asText(),
                        found.path("expected").asText(),
                        found.path("found").asText())));
        List<String> next = new ArrayList<>();
        error.path("next").forEach(command -> next.add(command.asText()));
        return new SyncException(
                        ErrorCode.valueOf(error.path("code").asText().toUpperCase(Locale.ROOT)),
                        error.path("message").asText(),
                        null,
                        error.path("hint").textValue(),
                        violations,
                        next)
                .as(ErrorKind.valueOf(error.path("kind").asText()));
    }

    private static void put(Path folder, ObjectNode tree) throws IOException {
        AtomicFile.replace(folder.resolve(FILE), SyncJson.compact(tree).getBytes(StandardCharsets.UTF_8));
    }
}
