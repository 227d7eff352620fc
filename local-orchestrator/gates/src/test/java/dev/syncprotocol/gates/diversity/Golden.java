package dev.syncprotocol.gates.diversity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.gates.GoldenFile;
import java.util.ArrayList;
import java.util.List;

/** The golden files with their comparison rule: {@code |a-b| <= 1e-12 max(1, |expected|)}. */
final class Golden {
    private static final double TOLERANCE = 1e-12;

    private Golden() {}

    /** The cases of a file, at least one; {@code sync.golden.dir} names another folder. */
    static List<JsonNode> cases(String name) {
        return GoldenFile.cases(name);
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
}
