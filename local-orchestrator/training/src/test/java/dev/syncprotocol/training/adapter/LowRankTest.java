package dev.syncprotocol.training.adapter;

import static dev.syncprotocol.training.Golden.DOUBLES;
import static dev.syncprotocol.training.Golden.assertClose;
import static dev.syncprotocol.training.Golden.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.training.AdapterSpec;
import dev.syncprotocol.training.Golden;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LowRankTest {
    static List<JsonNode> lora() {
        return Golden.cases("lora");
    }

    /** Red when the factors change places or the scale is forgotten. */
    @ParameterizedTest
    @MethodSource("lora")
    void mergesAsPeftDoes(JsonNode golden) {
        JsonNode in = golden.path("inputs");
        JsonNode expected = golden.path("expected");
        double[][] a = matrix(in.path("A"));
        double[][] b = matrix(in.path("B"));
        double[][] w = matrix(in.path("W"));
        double scaling = spec(in, false).scaling();
        double rslora = spec(in, true).scaling();
        assertClose(scaling, expected.path("scaling").doubleValue(), DOUBLES);
        assertClose(rslora, expected.path("scaling_rslora").doubleValue(), DOUBLES);
        assertEqual(delta(a, b, scaling), expected.path("delta"));
        double[][] merged = sum(w, delta(a, b, scaling));
        assertEqual(merged, expected.path("merged"));
        assertEqual(sum(w, delta(a, b, rslora)), expected.path("merged_rslora"));
        double[][] x = matrix(in.path("x"));
        assertEqual(product(x, merged), expected.path("y_merged"));
        double[][] unmerged = sum(product(x, w), scaled(product(product(x, a), b), scaling));
        assertEqual(unmerged, expected.path("y_unmerged_equals_y_merged"));
    }

    private static AdapterSpec spec(JsonNode in, boolean rslora) {
        return new AdapterSpec("x", in.path("A").size(), in.path("alpha").doubleValue(), 0, List.of("q_proj"), rslora);
    }

    private static double[][] delta(double[][] a, double[][] b, double scaling) {
        return Arrays.stream(b).map(row -> LowRank.change(a, row, scaling)).toArray(double[][]::new);
    }

    private static double[][] sum(double[][] one, double[][] two) {
        double[][] sum = new double[one.length][one[0].length];
        for (int i = 0; i < one.length; i++) {
            Arrays.setAll(sum[i], atOf(one[i], two[i]));
        }
        return sum;
    }

    private static IntToDoubleFunction atOf(double[] one, double[] two) {
        return i -> one[i] + two[i];
    }

    /** {@code x w^T}. */
    private static double[][] product(double[][] x, double[][] w) {
        double[][] y = new double[x.length][w.length];
        for (int i = 0; i < x.length; i++) {
            for (int k = 0; k < w.length; k++) {
                for (int j = 0; j < x[i].length; j++) {
                    y[i][k] += x[i][j] * w[k][j];
                }
            }
        }
        return y;
    }

    private static double[][] scaled(double[][] matrix, double factor) {
        return Arrays.stream(matrix)
                .map(row -> Arrays.stream(row).map(value -> value * factor).toArray())
                .toArray(double[][]::new);
    }

    private static void assertEqual(double[][] actual, JsonNode expected) {
        assertClose(flat(actual), flat(matrix(expected)), DOUBLES);
    }

    private static double[] flat(double[][] matrix) {
        return Arrays.stream(matrix).flatMapToDouble(Arrays::stream).toArray();
    }
}
