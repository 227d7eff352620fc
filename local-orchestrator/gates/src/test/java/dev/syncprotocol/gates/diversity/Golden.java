package dev.syncprotocol.gates.diversity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The golden files with their comparison rule: {@code |a-b| <= 1e-12 max(1, |expected|)}. */
final class Golden {
    private static final double TOLERANCE = 1e-12;

    private Golden() {}

    /** The cases of a file, at least one. */
    static List<JsonNode> cases(String name) {
        List<JsonNode> cases = new ArrayList<>();
        read("/golden/" + name + ".json").get("cases").forEach(cases::add);
        assertThat(cases).isNotEmpty();
        return cases;
    }

    static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>();
        array.forEach(item -> strings.add(item.textValue()));
        return strings;
    }

    static void agrees(String what, double found, JsonNode expected) {
        assertThat(expected.isNumber()).as("a number is expected of %s", what).isTrue();
        double value = expected.doubleValue();
        assertThat(Math.abs(found - value))
                .as("%s: found %s, expected %s", what, found, value)
                .isLessThanOrEqualTo(TOLERANCE * Math.max(1, Math.abs(value)));
    }

    static void agrees(String what, Figure found, JsonNode expected) {
        assertThat(found.reason()).as(what).isEmpty();
        agrees(what, found.value().orElseThrow(), expected);
    }

    private static JsonNode read(String resource) {
        try (InputStream in = Golden.class.getResourceAsStream(resource)) {
            assertThat(in).as(resource).isNotNull();
            return SyncJson.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
