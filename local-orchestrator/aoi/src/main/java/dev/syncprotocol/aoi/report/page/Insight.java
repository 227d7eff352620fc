package dev.syncprotocol.aoi.report.page;

import dev.syncprotocol.aoi.kpi.Bounds;
import dev.syncprotocol.aoi.kpi.LabelledScores;
import dev.syncprotocol.aoi.kpi.OperatingPoint;
import dev.syncprotocol.aoi.kpi.StoredThreshold;
import dev.syncprotocol.aoi.kpi.ThresholdCertificate;
import dev.syncprotocol.aoi.kpi.TieMass;
import dev.syncprotocol.aoi.kpi.WeakestNg;
import dev.syncprotocol.aoi.report.reading.PhaseReading;
import dev.syncprotocol.aoi.report.reading.RunReading;
import java.util.ArrayList;
import java.util.List;

/** Sentences on the operating point of the best phase: why FAR is what it is, and how much that proves. */
public final class Insight {
    private static final int MANY_TIED = 2;

    private Insight() {}

    /** Why FAR is what it is (specification §14.2, {@code RCA_INSIGHT_HTML}). */
    public static List<String> far(PhaseReading best, ThresholdCertificate certificate, LabelledScores scores) {
        OperatingPoint point = certificate.counts();
        int pass = point.fp() + point.tn();
        List<String> sentences = new ArrayList<>();
        sentences.add("At the operating point of " + best.label() + " "
                + caught(point) + ", and " + point.fp() + " of " + Figure.count(pass, "good sample")
                + " are flagged with them: FAR = FP / (FP + TN) = " + point.fp() + " / " + pass + " = "
                + Figure.percent(point.farPct()) + " %.");
        if (!certificate.weakestNg().isEmpty() && point.fn() == 0) {
            sentences.add(weakest(certificate, scores));
        }
        if (ties(certificate.ties()) >= MANY_TIED) {
            sentences.add(tied(certificate.ties()));
        }
        if (!best.state().targetDefects().isEmpty()) {
            sentences.add("The analysis of this phase names, worst first: "
                    + String.join(", ", best.state().targetDefects()) + ".");
        }
        return sentences;
    }

    /** Samples at the score of the weakest flagged one, itself included. */
    static int ties(TieMass ties) {
        return ties.passAtWeakestNg() + ties.ngAtWeakestNg();
    }

    private static String caught(OperatingPoint point) {
        int ng = point.tp() + point.fn();
        return point.fn() == 0
                ? "all " + Figure.count(ng, "defective sample") + " are flagged"
                : point.tp() + " of " + Figure.count(ng, "defective sample") + " are flagged";
    }

    /** The one sample that decides, and what the rate would be were it scored like the next one. */
    private static String weakest(ThresholdCertificate certificate, LabelledScores scores) {
        WeakestNg decides = certificate.weakestNg().get(0);
        String sentence = "The rate is set by the weakest defective sample, " + named(decides) + " with score "
                + Figure.score(decides.score()) + ".";
        if (certificate.weakestNg().size() < 2) {
            return sentence;
        }
        double next = certificate.weakestNg().get(1).score();
        double without = scores.at(Math.nextDown(next)).farPct();
        return without < certificate.farPct()
                ? sentence + " Were it scored like the next one (" + Figure.score(next) + "), FAR would be "
                        + Figure.percent(without) + " %."
                : sentence;
    }

    private static String named(WeakestNg sample) {
        return sample.objectName().isEmpty()
                ? sample.label() + " in line " + sample.line()
                : sample.objectName() + " (" + sample.label() + ")";
    }

    private static String tied(TieMass ties) {
        return Figure.count(ties.passAtWeakestNg(), "good sample") + " and "
                + Figure.count(ties.ngAtWeakestNg(), "defective sample")
                + " have exactly that score: no threshold tells them apart.";
    }

    /** How much the threshold proves (specification §14.2, {@code THRESHOLD_INSIGHT_HTML}). */
    public static Threshold threshold(RunReading run, PhaseReading best, ThresholdCertificate certificate) {
        List<String> sentences = new ArrayList<>();
        sentences.add("A component is called defective when its score is strictly greater than the threshold. "
                + rule(certificate.threshold()));
        sentences.add(float32(certificate));
        sentences.add(proves(certificate));
        best.benchmark().ifPresent(point -> sentences.add(benchmark(point)));
        if (best.benchmark().isEmpty()) {
            sentences.add("The KPI set chose checkpoint, threshold and stopping time, so its FAR is optimistic; "
                    + "there is no frozen benchmark beside it.");
        }
        return new Threshold(
                sentences,
                certificate.weakestNg().stream()
                        .map(ng -> new Weak(
                                ng.objectName(),
                                ng.line(),
                                ng.label(),
                                Figure.score(ng.score()),
                                Figure.score(ng.margin())))
                        .toList());
    }

    private static String rule(StoredThreshold threshold) {
        String hex = " As a hexadecimal float it is " + threshold.hex() + ".";
        return threshold.rule() == StoredThreshold.Rule.CANDIDATE
                ? "It is the largest score below the weakest defective one." + hex
                : "It is the largest 32-bit float below the weakest defective score, because the sweep's own candidate, "
                        + StoredThreshold.decimal(threshold.candidate())
                        + ", does not separate in 32-bit comparison." + hex;
    }

    private static String float32(ThresholdCertificate certificate) {
        OperatingPoint narrow = certificate.float32Counts();
        boolean same = narrow.fp() == certificate.counts().fp()
                && narrow.fn() == certificate.counts().fn();
        return same
                ? "Compared as 32-bit floats the counts are the same."
                : "Compared as 32-bit floats " + narrow.fp() + " good samples are flagged and " + narrow.fn()
                        + " defective ones escape: FAR " + Figure.percent(narrow.farPct()) + " %.";
    }

    private static String proves(ThresholdCertificate certificate) {
        Bounds bounds = certificate.bounds();
        OperatingPoint point = certificate.counts();
        int ng = point.tp() + point.fn();
        String rule = point.fn() == 0 ? " (3/n: " + Figure.bound(bounds.ruleOfThreePct()) + ")" : "";
        return "With " + Figure.count(ng, "defective sample") + " and " + Figure.count(point.fn(), "escape")
                + ", the true miss rate is below " + Figure.bound(bounds.missRateUpperPct()) + rule
                + " with 95 % confidence; the true FAR lies between " + Figure.bound(bounds.farLowerPct()) + " and "
                + Figure.bound(bounds.farUpperPct()) + ".";
    }

    private static String benchmark(OperatingPoint point) {
        int ng = point.tp() + point.fn();
        return "On the frozen benchmark, which chose nothing, the same checkpoint and threshold flag " + point.fp()
                + " of " + (point.fp() + point.tn()) + " good samples (FAR " + Figure.percent(point.farPct())
                + " %) and miss " + point.fn() + " of " + Figure.count(ng, "defective sample") + " (recall "
                + Figure.percent(point.recallPct()) + " %).";
    }

    /**
     * What is said of the threshold.
     *
     * @param sentences in order
     * @param weakest the defective samples closest to escaping
     */
    public record Threshold(List<String> sentences, List<Weak> weakest) {}

    /**
     * A defective sample.
     *
     * @param object its name, which other boards may have too
     * @param line of the scored table, which only this sample has
     * @param label its defect
     * @param score its score
     * @param margin how far above the threshold
     */
    public record Weak(String object, int line, String label, String score, String margin) {}
}
