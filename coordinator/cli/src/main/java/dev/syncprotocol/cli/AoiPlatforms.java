package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.aoi.tao.DotEnv;
import dev.syncprotocol.aoi.tao.TaoPlatforms;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code sync aoi preflight --platforms}: where a run could be launched, and what the one chosen needs (aoi.md §3.2 S4-4). Looks and writes nothing.
 *
 * @param in the call
 * @param skillBank the folder whose manifest adds platforms this product knows and no more
 */
record AoiPlatforms(Invocation in, Path skillBank) {
    private static final Map<String, String> ENGINES = Map.of("local", "embedded", "docker", "tao");
    private static final String WITHOUT_OPTIONS = "sync aoi preflight --help";

    /** All of them, or the one of this name or alias. */
    Answer answer(@Nullable String named) throws IOException {
        TaoPlatforms known = TaoPlatforms.with(skillBank);
        List<TaoPlatforms.Platform> chosen = named == null ? known.platforms() : List.of(known.named(named));
        Map<String, String> variables = DotEnv.under(
                in.environment(), DotEnv.read(AoiPlace.workspace(in).root().resolve(".env")));
        ObjectNode data = SyncJson.object().put("skill_bank", skillBank.toString());
        ArrayNode list = data.putArray("platforms");
        chosen.forEach(platform -> list.add(tree(platform, variables)));
        return new Answer("sync.aoi-platforms/1", data, words(list), List.of(WITHOUT_OPTIONS));
    }

    /**
     * Demands that a platform is the one this engine runs on.
     *
     * @throws SyncException {@code usage} for an unknown platform, one this product does not execute, or another engine's
     */
    void require(String named, String engine) throws IOException {
        TaoPlatforms.Platform platform = TaoPlatforms.with(skillBank).named(named);
        String its = ENGINES.getOrDefault(platform.name(), "");
        if (!its.equals(engine)) {
            throw new SyncException(
                    ErrorCode.USAGE,
                    "the platform " + platform.name()
                            + (its.isEmpty() ? " is known, not executable by this product" : " is --engine " + its)
                            + ", not --engine " + engine);
        }
    }

    private static ObjectNode tree(TaoPlatforms.Platform platform, Map<String, String> variables) {
        ObjectNode tree = SyncJson.object()
                .put("name", platform.name())
                .put("description", platform.description())
                .put("executable", platform.executable())
                .put("engine", platform.executable() ? ENGINES.get(platform.name()) : null);
        platform.aliases().forEach(tree.putArray("aliases")::add);
        ArrayNode credentials = tree.putArray("credentials");
        platform.credentials()
                .forEach(needed -> credentials
                        .addObject()
                        .put("name", needed.name())
                        .put("required", needed.required())
                        .put("condition", needed.condition())
                        .put("set", !variables.getOrDefault(needed.name(), "").isBlank()));
        return tree;
    }

    private static String words(ArrayNode platforms) {
        StringBuilder text = new StringBuilder();
        platforms.forEach(platform -> {
            text.append(platform.path("name").asText())
                    .append(
                            platform.path("executable").asBoolean()
                                    ? "  --engine " + platform.path("engine").asText()
                                    : "  known, not executable by this product")
                    .append('\n');
            line(text, platform.path("description").asText());
            platform.path("credentials").forEach(needed -> {
                String condition = needed.path("condition").asText();
                line(
                        text,
                        (needed.path("required").asBoolean() ? "needs " : "may use ")
                                + needed.path("name").asText()
                                + (needed.path("set").asBoolean() ? " (set)" : " (not set)")
                                + (condition.isEmpty() ? "" : ", " + condition));
            });
        });
        return text.toString().stripTrailing();
    }

    private static void line(StringBuilder text, String words) {
        if (!words.isBlank()) {
            text.append("  ").append(Style.shown(words)).append('\n');
        }
    }
}
