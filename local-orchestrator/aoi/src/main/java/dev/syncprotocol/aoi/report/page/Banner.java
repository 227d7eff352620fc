package dev.syncprotocol.aoi.report.page;

import dev.syncprotocol.aoi.choice.Contradiction;
import dev.syncprotocol.aoi.choice.PhaseChoice;
import dev.syncprotocol.aoi.log.LogEntry;
import dev.syncprotocol.aoi.log.LoopStage;
import dev.syncprotocol.aoi.report.reading.PhaseReading;
import dev.syncprotocol.aoi.report.reading.RunReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What stands across the page once the loop is over (specification §14.1): that the target is met, or what stopped the loop. Also that the frozen
 * benchmark contradicts the KPI set. Nothing while it runs, and nothing for a gap: the status panel states it.
 *
 * @param kind {@code met}, {@code stopped} or {@code contradicted}
 * @param title one line
 * @param lines what else there is to say
 */
public record Banner(String kind, String title, List<String> lines) {
    public Banner {
        lines = List.copyOf(lines);
    }

    /** The banners of a run, what forbids its use first. */
    public static List<Banner> of(RunReading run) {
        if (run.stopReason().isEmpty()) {
            return List.of();
        }
        if (!run.endedWell()) {
            return List.of(stopped(run, run.stopReason().get()));
        }
        List<Banner> banners = new ArrayList<>();
        run.choice().flatMap(Banner::contradicted).ifPresent(banners::add);
        run.best().filter(best -> run.meetsTarget()).map(best -> met(run, best)).ifPresent(banners::add);
        return banners;
    }

    private static Optional<Banner> contradicted(PhaseChoice choice) {
        List<Contradiction> found = choice.contradictions();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        boolean escapes = found.get(0).kind() == Contradiction.Kind.ESCAPES;
        List<String> lines =
                new ArrayList<>(found.stream().map(Contradiction::text).toList());
        lines.add("Do not deploy on the KPI figure alone.");
        return Optional.of(new Banner(
                "contradicted",
                "The frozen benchmark contradicts the KPI set"
                        + (escapes ? ": defects would escape" : ": good boards would be flagged far more often"),
                lines));
    }

    private static Banner met(RunReading run, PhaseReading best) {
        return new Banner(
                "met",
                "Target met by " + best.label() + ": FAR " + Figure.percent(best.farPct()) + " %",
                List.of(run.target().text() + ", in 64-bit and in 32-bit comparison."));
    }

    /** The evidence of the stop, as the log has it. */
    private static Banner stopped(RunReading run, String reason) {
        List<String> lines = new ArrayList<>();
        errors(run).stream()
                .map(entry -> entry.phase() + " " + entry.stage().word() + ": "
                        + entry.record().summary())
                .forEach(lines::add);
        lines.add("No model is handed over after a stop like this.");
        return new Banner("stopped", "Stopped: " + reason.replace("hard_stop:", ""), lines);
    }

    private static List<LogEntry> errors(RunReading run) {
        List<LogEntry> errors = run.log().entries().stream()
                .filter(entry -> !entry.ok() && entry.stage() != LoopStage.LOOP_STOP)
                .toList();
        return errors.subList(Math.max(0, errors.size() - 1), errors.size());
    }
}
