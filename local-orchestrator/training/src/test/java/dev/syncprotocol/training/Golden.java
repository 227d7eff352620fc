package dev.syncprotocol.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Golden vectors (training.md section 0.2): numbers agree when {@code |a-b| <= tol * max(1, |expected|)}. With the system
 * property {@code sync.golden.dir} the files of that folder are run instead of the shipped ones.
 */
public final class Golden {
    /** For doubles. */
    public static final double DOUBLES = 1e-12;

    /** For single formulas in 32-bit floats. */
    public static final double FLOATS = 2e-5;

    /** For the tiny runs in 32-bit floats. */
    public static final double FLOAT_RUNS = 1e-4;

    private static final String FOLDER = "sync.golden.dir";

    private Golden() {}

    /** The cases of a file. */
    public static List<JsonNode> cases(String file) {
        JsonNode cases =
                SyncJson.read(text(file + ".json", System.getProperty(FOLDER))).path("cases");
        assertThat(cases).as(file).isNotEmpty();
        return StreamSupport.stream(cases.spliterator(), false).toList();
    }

    /** A file's text: of this folder, or the shipped one where no folder is named. */
    static String text(String file, @Nullable String folder) {
        try {
            return folder == null
                    ? shipped(file)
                    : Files.readString(Path.of(folder).resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String shipped(String file) throws IOException {
        try (InputStream in = Golden.class.getResourceAsStream("/golden/" + file)) {
            assertThat(in).as(file).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The only case of a file. */
    public static JsonNode onlyCase(String file) {
        assertThat(cases(file)).hasSize(1);
        return cases(file).get(0);
    }

    /** A list of numbers. */
    public static double[] numbers(JsonNode list) {
        assertThat(list.isArray()).as("a list of numbers: %s", list).isTrue();
        return StreamSupport.stream(list.spliterator(), false)
                .mapToDouble(JsonNode::doubleValue)
                .toArray();
    }

    /** A list of lists of numbers. */
    public static double[][] matrix(JsonNode rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(Golden::numbers)
                .toArray(double[][]::new);
    }

    /** The first values of each row, as many as its mask, a list of true and then false, lets through. */
    public static double[][] masked(JsonNode rows, JsonNode mask) {
        double[][] whole = matrix(rows);
        double[][] kept = new double[whole.length][];
        for (int row = 0; row < whole.length; row++) {
            int length = (int) StreamSupport.stream(mask.get(row).spliterator(), false)
                    .filter(JsonNode::booleanValue)
                    .count();
            kept[row] = Arrays.copyOf(whole[row], length);
        }
        return kept;
    }

    /** One number. */
    public static void assertClose(double actual, double expected, double tolerance) {
        assertThat(Math.abs(actual - expected))
                .as("%s against %s", actual, expected)
                .isLessThanOrEqualTo(tolerance * Math.max(1, Math.abs(expected)));
    }

    /** Rows of numbers, each of the length its expected one has. */
    public static void assertClose(double[][] actual, double[][] expected, double tolerance) {
        assertThat(actual.length).isEqualTo(expected.length).isPositive();
        for (int row = 0; row < actual.length; row++) {
            assertClose(actual[row], expected[row], tolerance);
        }
    }

    /** Many numbers, at least one. */
    public static void assertClose(double[] actual, double[] expected, double tolerance) {
        assertThat(actual).hasSameSizeAs(expected).isNotEmpty();
        for (int i = 0; i < actual.length; i++) {
            assertClose(actual[i], expected[i], tolerance);
        }
    }
}
