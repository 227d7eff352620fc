package dev.syncprotocol.aoi.report.page;

import dev.syncprotocol.aoi.report.reading.MiningReading;
import dev.syncprotocol.aoi.report.reading.PhaseReading;
import dev.syncprotocol.aoi.report.reading.RunReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is remarkable about one iteration, one sentence each. */
final class Warnings {
    private static final double HALF = 0.5;
    private static final int PERCENT = 100;
    private static final double MOSTLY = 50;

    private Warnings() {}

    static List<String> of(RunReading run, PhaseReading phase) {
        List<String> warnings = new ArrayList<>();
        yieldOf(run, phase).ifPresent(warnings::add);
        if (run.hasRegressed(phase)) {
            warnings.add("FAR rose against " + run.before(phase).orElseThrow().label() + ".");
        }
        if (phase.rows().syntheticPct() > MOSTLY) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "%.1f %% of the training rows are synthetic.",
                    phase.rows().syntheticPct()));
        }
        if (phase.losses().overfits()) {
            warnings.add(
                    "Validation loss rose after validation " + (phase.losses().lowest() + 1) + " of "
                            + phase.losses().validation().size() + " while training loss fell.");
        }
        return warnings;
    }

    /** Nothing found, or less than half of what the iteration before found (requirement S4-12.16). */
    static Optional<String> yieldOf(RunReading run, PhaseReading phase) {
        Optional<MiningReading> now = phase.mining();
        Optional<MiningReading> before = run.before(phase).flatMap(PhaseReading::mining);
        if (now.isPresent() && now.get().kept() == 0) {
            return Optional.of("Mining found nothing new: the iteration trained again on the same rows.");
        }
        if (now.isEmpty()
                || before.isEmpty()
                || now.get().kept() >= HALF * before.get().kept()) {
            return Optional.empty();
        }
        long drop = Math.round(
                PERCENT * (1 - (double) now.get().kept() / before.get().kept()));
        return Optional.of("Mining kept " + Figure.count(now.get().kept(), "sample") + " after "
                + before.get().kept() + " in the iteration before: " + drop + " % fewer.");
    }
}
