package dev.syncprotocol.aoi.report.reading;

import dev.syncprotocol.aoi.log.Phase;
import dev.syncprotocol.aoi.state.RunFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What mining did for an iteration: {@code mining_filter/knn_summary.csv} and {@code mining_pool.csv}.
 *
 * @param candidates samples among the nearest of a target
 * @param kept of these, at or above the cut-off
 * @param rejected of these, below it
 * @param excluded samples left out because an earlier iteration used them
 * @param targets weak pictures neighbours were looked for of
 * @param cutoff the similarity that was really used, as it was written
 * @param metric {@code cosine}, {@code euclidean} or {@code manhattan}
 * @param real kept production samples
 * @param sdg kept pre-generated samples
 * @param medianCosine the median over the candidates of the cosine to their nearest target; empty with another metric and without the file
 * @param sdgFiles the pictures of these, relative to the workspace
 */
public record MiningReading(
        int candidates,
        int kept,
        int rejected,
        int excluded,
        int targets,
        String cutoff,
        String metric,
        int real,
        int sdg,
        OptionalDouble medianCosine,
        List<String> sdgFiles) {
    private static final double PERCENT = 100;

    public MiningReading {
        sdgFiles = List.copyOf(sdgFiles);
    }

    static Optional<MiningReading> read(RunFolder run, Phase phase) throws IOException {
        Path folder = run.mining(phase);
        TextTable summary = TextTable.read(folder.resolve("knn_summary.csv"));
        if (summary.size() == 0) {
            return Optional.empty();
        }
        TextTable pool = TextTable.read(folder.resolve("mining_pool.csv"));
        return Optional.of(new MiningReading(
                number(summary, "candidate_count"),
                number(summary, "kept_count"),
                number(summary, "rejected_count"),
                number(summary, "excluded_by_history"),
                number(summary, "target_count"),
                summary.first("similarity_threshold").orElse(""),
                summary.first("metric").orElse("cosine"),
                pool.count("provenance", "real"),
                pool.count("provenance", "sdg"),
                median(folder.resolve("neighbours.csv")),
                pool.column("filepath", "provenance", "sdg")));
    }

    /** The lower median, rounded down to two digits so that a cut-off at it keeps that half. */
    private static OptionalDouble median(Path neighbours) throws IOException {
        List<Double> nearest = TextTable.read(neighbours).largest("cosine", "source").stream()
                .sorted(Comparator.reverseOrder())
                .toList();
        return nearest.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.floor(nearest.get((nearest.size() - 1) / 2) * PERCENT) / PERCENT);
    }

    private static int number(TextTable table, String column) {
        return table.first(column).map(Integer::parseInt).orElse(0);
    }
}
