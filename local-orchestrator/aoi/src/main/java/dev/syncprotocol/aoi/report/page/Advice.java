package dev.syncprotocol.aoi.report.page;

import dev.syncprotocol.aoi.kpi.OperatingPoint;
import dev.syncprotocol.aoi.kpi.ThresholdCertificate;
import dev.syncprotocol.aoi.report.reading.MiningReading;
import dev.syncprotocol.aoi.report.reading.PhaseReading;
import dev.syncprotocol.aoi.report.reading.RunReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A recommendation, made by a rule (specification §14.2, {@code RECOMMENDATIONS_HTML}).
 *
 * @param what to do or to look at
 * @param why, with figures
 */
public record Advice(String what, String why) {
    private static final int FEW_NG = 300;
    private static final int TIED = 5;
    private static final double MOSTLY = 50;
    private static final int FEW_CANDIDATES = 10;
    private static final double NEARLY_NOTHING = 0.1;
    private static final double NEARLY_ALL = 0.95;

    /** Every rule that applies to a run, the most urgent first. */
    public static List<Advice> of(RunReading run) {
        List<Advice> advice = new ArrayList<>();
        coverage(run).ifPresent(advice::add);
        advice.addAll(benchmark(run));
        regression(run).ifPresent(advice::add);
        yieldDrop(run).ifPresent(advice::add);
        cutoff(run).ifPresent(advice::add);
        run.best().flatMap(PhaseReading::certificate).flatMap(Advice::ties).ifPresent(advice::add);
        run.best()
                .flatMap(PhaseReading::certificate)
                .flatMap(Advice::fewSamples)
                .ifPresent(advice::add);
        run.best().flatMap(Advice::synthetic).ifPresent(advice::add);
        run.best().flatMap(Advice::overfitting).ifPresent(advice::add);
        return advice;
    }

    private static Optional<Advice> coverage(RunReading run) {
        List<String> bare = run.labelsWithoutSource();
        return bare.isEmpty()
                ? Optional.empty()
                : advice(
                        "Bring samples of " + String.join(", ", bare) + ".",
                        "The KPI set holds " + (bare.size() == 1 ? "this defect" : "these defects")
                                + ", the source pool holds no row of " + (bare.size() == 1 ? "it" : "them")
                                + ": mining cannot find what is not there.");
    }

    /** What to do about a contradiction; else, when the frozen set's FAR is outside the KPI set's interval, to trust that. */
    private static List<Advice> benchmark(RunReading run) {
        List<Advice> remedies = run.choice().stream()
                .flatMap(choice -> choice.remedies().stream())
                .map(remedy -> new Advice(remedy.what(), remedy.how()))
                .toList();
        return remedies.isEmpty()
                ? run.best().flatMap(Advice::optimism).stream().toList()
                : remedies;
    }

    private static Optional<Advice> optimism(PhaseReading best) {
        if (best.benchmark().isEmpty() || best.certificate().isEmpty()) {
            return Optional.empty();
        }
        OperatingPoint frozen = best.benchmark().get();
        return frozen.farPct() > best.certificate().get().bounds().farUpperPct()
                ? advice(
                        "Trust the benchmark's FAR.",
                        "It is " + Figure.percent(frozen.farPct()) + " %, above what the KPI set's "
                                + Figure.percent(best.farPct()) + " % leaves room for: the KPI set chose the model.")
                : Optional.empty();
    }

    /** Phases after the best one are worse or no better: the last is not what is handed over. */
    private static Optional<Advice> regression(RunReading run) {
        Optional<PhaseReading> best = run.best();
        List<String> worse = run.phases().stream()
                .filter(phase ->
                        best.isPresent() && phase.phase().compareTo(best.get().phase()) > 0)
                .filter(phase -> phase.farPct() > best.get().farPct())
                .map(PhaseReading::label)
                .toList();
        return worse.isEmpty()
                ? Optional.empty()
                : advice(
                        "Keep " + best.orElseThrow().label() + ".",
                        "FAR is higher again in " + String.join(", ", worse)
                                + "; the best phase is handed over, not the last.");
    }

    /** Nearly nothing or nearly everything passes the cut-off: it does not fit what the embedder makes of these pictures. */
    private static Optional<Advice> cutoff(RunReading run) {
        return run.iterations().stream()
                .filter(phase -> phase.mining().isPresent())
                .reduce((earlier, later) -> later)
                .flatMap(PhaseReading::mining)
                .filter(mining -> mining.candidates() >= FEW_CANDIDATES)
                .flatMap(Advice::cutoff);
    }

    private static Optional<Advice> cutoff(MiningReading mining) {
        double share = (double) mining.kept() / mining.candidates();
        if (share > NEARLY_NOTHING && share < NEARLY_ALL) {
            return Optional.empty();
        }
        String passed = mining.kept() + " of " + mining.candidates() + " candidates "
                + (share <= NEARLY_NOTHING ? "reach " : "pass ") + mining.cutoff() + ".";
        return mining.medianCosine().isEmpty()
                ? Optional.empty()
                : advice(
                        "Look at the similarity cut-off.",
                        passed + " Half of them lie at cosine "
                                + Figure.cosine(mining.medianCosine().getAsDouble())
                                + " or above: --min-similarity "
                                + Figure.cosine(mining.medianCosine().getAsDouble()) + " would keep the closer half.");
    }

    private static Optional<Advice> yieldDrop(RunReading run) {
        List<PhaseReading> iterations = run.iterations();
        return iterations.isEmpty()
                ? Optional.empty()
                : Warnings.yieldOf(run, iterations.get(iterations.size() - 1))
                        .flatMap(sentence -> advice("Refill the mining pool.", sentence));
    }

    private static Optional<Advice> ties(ThresholdCertificate certificate) {
        int tied = Insight.ties(certificate.ties());
        return tied < TIED
                ? Optional.empty()
                : advice(
                        "Look at the scores that tie.",
                        tied + " samples share the score that decides: saturated scores cannot be told apart; "
                                + "logits do not saturate.");
    }

    private static Optional<Advice> fewSamples(ThresholdCertificate certificate) {
        OperatingPoint point = certificate.counts();
        int ng = point.tp() + point.fn();
        return ng >= FEW_NG || point.fn() > 0
                ? Optional.empty()
                : advice(
                        "Add defective samples to the KPI set.",
                        "With " + ng + " and no escape the true miss rate may still be "
                                + Figure.bound(certificate.bounds().missRateUpperPct())
                                + "; " + FEW_NG + " bring that to 1 %, 3000 to 0.1 %.");
    }

    private static Optional<Advice> synthetic(PhaseReading best) {
        double share = best.rows().syntheticPct();
        return share <= MOSTLY
                ? Optional.empty()
                : advice(
                        "Watch the share of synthetic rows.",
                        String.format(
                                Locale.ROOT, "%.1f %% of the best phase's training rows are pre-generated.", share));
    }

    private static Optional<Advice> overfitting(PhaseReading best) {
        return best.losses().overfits()
                ? advice(
                        "Train for fewer epochs.",
                        "The validation loss was lowest at validation "
                                + (best.losses().lowest() + 1) + " of "
                                + best.losses().validation().size() + " and rose while the training loss fell.")
                : Optional.empty();
    }

    private static Optional<Advice> advice(String what, String why) {
        return Optional.of(new Advice(what, why));
    }
}
