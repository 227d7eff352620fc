package dev.syncprotocol.gates;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The golden files with their comparison rule, {@code |a-b| <= 1e-12 max(1, |expected|)}. With the system property
 * {@code sync.golden.dir} the files of that folder are run instead of the shipped ones.
 */
public final class GoldenFile {
    private static final double TOLERANCE = 1e-12;
    private static final String FOLDER = "sync.golden.dir";

    private GoldenFile() {}

    /** The cases of a file, at least one. */
    public static List<JsonNode> cases(String name) {
        List<JsonNode> cases = new ArrayList<>();
        SyncJson.read(text(name + ".json")).get("cases").forEach(cases::add);
        assertThat(cases).as(name).isNotEmpty();
        return cases;
    }

    private static String text(String file) {
        String folder = System.getProperty(FOLDER);
        try {
            return folder == null
                    ? shipped(file)
                    : Files.readString(Path.of(folder).resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String shipped(String file) throws IOException {
        try (InputStream in = GoldenFile.class.getResourceAsStream("/golden/" + file)) {
            assertThat(in).as(file).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A list of texts. */
    public static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>();
        array.forEach(item -> strings.add(item.textValue()));
        return strings;
    }

    /** A list of numbers. */
    public static double[] numbers(JsonNode array) {
        double[] numbers = new double[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = array.get(i).doubleValue();
        }
        return numbers;
    }

    /** Compares a number. */
    public static void agrees(String what, double found, JsonNode expected) {
        assertThat(expected.isNumber()).as("a number is expected of %s", what).isTrue();
        double value = expected.doubleValue();
        assertThat(Math.abs(found - value))
                .as("%s: found %s, expected %s", what, found, value)
                .isLessThanOrEqualTo(TOLERANCE * Math.max(1, Math.abs(value)));
    }

    /** Compares a number that may be null. */
    public static void agrees(String what, OptionalDouble found, JsonNode expected) {
        if (expected.isNull()) {
            assertThat(found).as(what).isEmpty();
        } else {
            assertThat(found).as(what).isPresent();
            agrees(what, found.getAsDouble(), expected);
        }
    }
}
