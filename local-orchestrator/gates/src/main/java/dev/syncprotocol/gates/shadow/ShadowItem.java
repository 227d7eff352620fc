package dev.syncprotocol.gates.shadow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One held-out item with a recorded answer.
 *
 * @param id unique in its task
 * @param task whose item
 * @param input the question
 * @param output the answer that is scored
 * @param evidence texts the answer rests on
 * @param success whether the answer was right, where known
 * @param clarifyCount questions asked back, where known
 * @param needsClarification whether asking was right, where known
 */
public record ShadowItem(
        String id,
        String task,
        String input,
        String output,
        List<String> evidence,
        Optional<Boolean> success,
        OptionalInt clarifyCount,
        Optional<Boolean> needsClarification) {
    public ShadowItem {
        evidence = List.copyOf(evidence);
    }

    /** Task, and success where it is known. */
    String stratum() {
        return success.map(right -> task + "/" + (right ? "success" : "failure"))
                .orElse(task);
    }

    /** Of a row of a source file or of the materialised set. */
    public static ShadowItem of(JsonNode row, String task, String id) {
        JsonNode meta = row.path("meta");
        List<String> evidence = new ArrayList<>();
        (row.has("evidence") ? row : meta).path("evidence").forEach(text -> evidence.add(text.asText()));
        return new ShadowItem(
                id,
                task,
                row.path("input").asText(),
                row.path("output").asText(),
                evidence,
                flag(meta, "success"),
                meta.path("clarify_count").isInt()
                        ? OptionalInt.of(meta.path("clarify_count").intValue())
                        : OptionalInt.empty(),
                flag(meta, "needs_clarification"));
    }

    private static Optional<Boolean> flag(JsonNode meta, String name) {
        return meta.path(name).isBoolean() ? Optional.of(meta.path(name).booleanValue()) : Optional.empty();
    }

    ObjectNode tree() {
        ObjectNode row = SyncJson.object()
                .put("id", id)
                .put("task", task)
                .put("input", input)
                .put("output", output);
        evidence.forEach(row.putArray("evidence")::add);
        ObjectNode meta = row.putObject("meta");
        success.ifPresent(value -> meta.put("success", value));
        clarifyCount.ifPresent(value -> meta.put("clarify_count", value));
        needsClarification.ifPresent(value -> meta.put("needs_clarification", value));
        return row;
    }
}
