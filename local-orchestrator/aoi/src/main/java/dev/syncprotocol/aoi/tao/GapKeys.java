package dev.syncprotocol.aoi.tao;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.json.DocumentUnreadable;
import dev.syncprotocol.protocol.json.LocatedDocument;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The names this image has for two arguments of {@code gap_analysis vcn_aoi} that were renamed between releases; any other drift is refused.
 *
 * @param inference {@code inference_results_dir} or, earlier, {@code inference_csv}
 * @param results {@code results_dir} or, earlier, {@code output_dir}
 */
public record GapKeys(String inference, String results) {
    private static final String TABLE = "inference_csv";

    /** The names of the release the command lines were written for. */
    public static final GapKeys CURRENT = new GapKeys("inference_results_dir", "results_dir");

    private static final List<String> ALWAYS = List.of("train_config", "kpi_media_path", "top_k_per_label");

    /**
     * Reads what {@code --cfg=job} printed.
     *
     * @throws SyncException {@code engine_unavailable} naming the arguments that are not there
     */
    public static GapKeys of(String printed) {
        JsonNode tree = tree(printed);
        List<String> missing =
                new ArrayList<>(ALWAYS.stream().filter(Predicate.not(tree::has)).toList());
        String inference = either(tree, CURRENT.inference(), TABLE, missing);
        String results = either(tree, CURRENT.results(), "output_dir", missing);
        if (!missing.isEmpty()) {
            throw refused("it does not know " + String.join(", ", missing));
        }
        return new GapKeys(inference, results);
    }

    /** What the first is given: the folder of the scored table or, under its earlier name, the table itself. */
    String inferenceValue(Path inferenceCsv) {
        return inference.equals(TABLE) ? inferenceCsv.toString() : inferenceCsv.getParent() + "/";
    }

    private static String either(JsonNode tree, String now, String before, List<String> missing) {
        if (tree.has(now)) {
            return now;
        }
        if (!tree.has(before)) {
            missing.add(now);
        }
        return before;
    }

    private static JsonNode tree(String printed) {
        try {
            return LocatedDocument.read(printed.getBytes(StandardCharsets.UTF_8), DocumentFormat.YAML)
                    .root();
        } catch (DocumentUnreadable e) {
            throw refused("its answer is no YAML: " + e.getMessage());
        }
    }

    private static SyncException refused(String why) {
        return new SyncException(
                        ErrorCode.ENGINE_UNAVAILABLE,
                        "the data services image was asked by gap_analysis vcn_aoi --cfg=job, and " + why)
                .withHint("use the built-in analysis (--rca builtin), or another release of the image");
    }
}
