package dev.syncprotocol.aoi.choice;

import dev.syncprotocol.aoi.choice.Contradiction.Kind;
import dev.syncprotocol.aoi.kpi.Bounds;
import dev.syncprotocol.aoi.kpi.OperatingPoint;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the frozen benchmark has against a choice. Two false alarm rates contradict each other when their 95 % intervals do not meet
 * (specification §11.3): less than that, so few rows do not tell.
 */
final class Objections {
    private Objections() {}

    static List<Contradiction> to(PhaseChoice choice) {
        List<Contradiction> found = new ArrayList<>();
        escapes(choice).ifPresent(found::add);
        better(choice).map(other -> otherPhase(choice, other)).ifPresent(found::add);
        optimistic(choice.best()).ifPresent(found::add);
        return found;
    }

    private static Optional<Contradiction> escapes(PhaseChoice choice) {
        return choice.best()
                .benchmark()
                .filter(point -> !choice.target().holdsRecall(point))
                .map(point -> new Contradiction(
                        Kind.ESCAPES,
                        "On the frozen benchmark this threshold misses " + point.fn() + " of "
                                + samples(point.tp() + point.fn(), "defective") + ": recall "
                                + Percent.of(point.recallPct()) + ", where "
                                + plain(choice.target().recallPct()) + " % is asked for."));
    }

    /** The phase that does best on the frozen set, when it holds the recall and beats the chosen one by more than chance. */
    private static Optional<JudgedPhase> better(PhaseChoice choice) {
        Optional<Bounds> chosen = choice.best().benchmarkBounds();
        return choice.phases().stream()
                .filter(phase -> phase.benchmarkBounds().isPresent())
                .filter(phase -> choice.target().holdsRecall(phase.benchmark().orElseThrow()))
                .min(Comparator.comparingDouble(Objections::frozenFar))
                .filter(phase -> chosen.isPresent()
                        && phase.benchmarkBounds().orElseThrow().farUpperPct()
                                < chosen.get().farLowerPct());
    }

    private static Contradiction otherPhase(PhaseChoice choice, JudgedPhase other) {
        JudgedPhase best = choice.best();
        boolean worst = choice.phases().stream()
                .filter(phase -> phase.benchmark().isPresent())
                .allMatch(phase -> frozenFar(phase) <= frozenFar(best));
        return new Contradiction(
                Kind.OTHER_PHASE,
                "On the frozen benchmark " + best.label() + (worst ? " is the worst phase: it flags " : " flags ")
                        + flagged(best) + "; " + other.label() + " flags " + flagged(other)
                        + " and holds the recall that is asked for. Chance does not explain that.");
    }

    private static String flagged(JudgedPhase phase) {
        OperatingPoint point = phase.benchmark().orElseThrow();
        return point.fp() + " of " + samples(point.fp() + point.tn(), "good") + " (FAR " + Percent.of(point.farPct())
                + ")";
    }

    private static Optional<Contradiction> optimistic(JudgedPhase best) {
        Optional<Bounds> kpi = best.kpiBounds();
        Optional<Bounds> frozen = best.benchmarkBounds();
        if (kpi.isEmpty()
                || frozen.isEmpty()
                || frozen.get().farLowerPct() <= kpi.get().farUpperPct()) {
            return Optional.empty();
        }
        return Optional.of(new Contradiction(
                Kind.OPTIMISTIC,
                "The KPI set promises a FAR of at most " + Percent.of(kpi.get().farUpperPct())
                        + ", the frozen benchmark proves at least "
                        + Percent.of(frozen.get().farLowerPct()) + " (95 % each): measured are "
                        + Percent.of(best.farPct()) + " and " + Percent.of(frozenFar(best)) + "."));
    }

    static List<Remedy> remedies(PhaseChoice choice) {
        List<Remedy> remedies = new ArrayList<>();
        remedies.add(new Remedy(
                "Do not deploy on the KPI figure alone.",
                "Let the KPI set hold what the benchmark holds: add rows of boards like those to kpi/testing_set.csv and"
                        + " start a new run with sync aoi preflight. Take other boards than the benchmark's; rows that"
                        + " decide are no benchmark any more."));
        better(choice).map(Objections::byHand).ifPresent(remedies::add);
        return remedies;
    }

    private static Remedy byHand(JudgedPhase other) {
        return new Remedy(
                "Or take " + other.label() + " by hand.",
                "Its checkpoint and threshold are best_ckpt_path and threshold of iterations."
                        + other.phase().word()
                        + " in deft_state.json. The benchmark has chosen then: what that is worth,"
                        + " only new boards tell.");
    }

    private static double frozenFar(JudgedPhase phase) {
        return phase.benchmark().orElseThrow().farPct();
    }

    private static String samples(int count, String kind) {
        return count + " " + kind + (count == 1 ? " sample" : " samples");
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
