package dev.syncprotocol.runs.store;

import dev.syncprotocol.protocol.digest.Sha256;
import java.util.List;

/**
 * One change of a showcase, a row of {@code history.csv}.
 *
 * @param seq 1, 2, 3 …
 * @param at RFC 3339
 * @param action {@code promote}, {@code restore} or {@code criterion}
 * @param experimentId the run that came in
 * @param primaryName the metric that decided
 * @param mode which values are better
 * @param value its value
 * @param bestSha256 of the checkpoint
 * @param manifestSha256 of the run's manifest
 * @param previousId the run that went, empty for the first
 * @param why given by the one who restored, empty for a promotion
 */
public record ShowcaseEntry(
        long seq,
        String at,
        String action,
        String experimentId,
        String primaryName,
        Mode mode,
        double value,
        Sha256 bestSha256,
        Sha256 manifestSha256,
        String previousId,
        String why) {

    static final List<String> COLUMNS = List.of(
            "seq",
            "at",
            "action",
            "experiment_id",
            "primary_name",
            "mode",
            "primary_value",
            "best_sha256",
            "manifest_sha256",
            "previous_experiment_id",
            "why",
            "prev_sha256");

    static ShowcaseEntry of(List<String> cells) {
        return new ShowcaseEntry(
                Long.parseLong(cells.get(0)),
                cells.get(1),
                cells.get(2),
                cells.get(3),
                cells.get(4),
                Mode.of(cells.get(5)),
                Double.parseDouble(cells.get(6)),
                new Sha256(cells.get(7)),
                new Sha256(cells.get(8)),
                cells.get(9),
                cells.get(10));
    }

    static ShowcaseEntry of(long seq, String action, BestMetrics to, String why) {
        return new ShowcaseEntry(
                seq,
                to.promotedAt(),
                action,
                to.experimentId(),
                to.criterion().primary(),
                to.criterion().mode(),
                to.point().value(),
                to.bestSha256(),
                to.manifestSha256(),
                to.previous().map(BestMetrics.Previous::experimentId).orElse(""),
                why);
    }

    List<String> cells() {
        return List.of(
                Long.toString(seq),
                at,
                action,
                experimentId,
                primaryName,
                mode.word(),
                MetricsRow.cell(value),
                bestSha256.hex(),
                manifestSha256.hex(),
                previousId,
                why);
    }
}
