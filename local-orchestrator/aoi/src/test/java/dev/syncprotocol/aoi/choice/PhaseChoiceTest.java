package dev.syncprotocol.aoi.choice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.syncprotocol.aoi.choice.Contradiction.Kind;
import dev.syncprotocol.aoi.kpi.KpiTarget;
import dev.syncprotocol.aoi.kpi.OperatingPoint;
import dev.syncprotocol.aoi.log.Phase;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PhaseChoiceTest {
    private static final KpiTarget TARGET = KpiTarget.parse("FAR < 0.1% at recall=100%");

    @Test
    void namesThePhaseThatIsBetterOnTheBenchmarkOfDeepPcb() {
        PhaseChoice choice = choice(
                phase(0, far(2, 821), far(51, 209)),
                phase(1, far(5, 821), far(10, 209)),
                phase(2, far(4, 821), far(8, 209)));

        assertThat(choice.best().phase()).isEqualTo(Phase.BASELINE);
        assertThat(choice.why())
                .isEqualTo("The KPI set decides: the FAR of Baseline, 0.24 %, is the lowest of 3 phases.");
        assertThat(choice.contradictions())
                .extracting(Contradiction::text)
                .containsExactly(
                        "On the frozen benchmark Baseline is the worst phase: it flags 51 of 209 good samples (FAR 24.40 %);"
                                + " Iter 2 flags 8 of 209 good samples (FAR 3.83 %) and holds the recall that is asked for."
                                + " Chance does not explain that.",
                        "The KPI set promises a FAR of at most 0.88 %, the frozen benchmark proves at least 18.74 % (95 % each):"
                                + " measured are 0.24 % and 24.40 %.");
        assertThat(choice.remedies())
                .extracting(Remedy::what)
                .containsExactly("Do not deploy on the KPI figure alone.", "Or take Iter 2 by hand.");
    }

    @Test
    void doesNotWarnOfWhatChanceExplains() {
        PhaseChoice choice = choice(phase(0, far(2, 821), far(3, 209)), phase(1, far(5, 821), far(0, 209)));

        assertThat(choice.contradictions()).isEmpty();
        assertThat(choice.remedies()).isEmpty();
    }

    @Test
    void warnsOfOneEscapeWhereTheTargetForbidsAny() {
        PhaseChoice choice = choice(phase(0, far(2, 821), new OperatingPoint(0, 92, 0, 209, 1)));

        assertThat(choice.contradictions()).extracting(Contradiction::kind).containsExactly(Kind.ESCAPES);
        assertThat(choice.why()).isEqualTo("Baseline is the only phase that has a figure: FAR 0.24 % on the KPI set.");
    }

    @Test
    void doesNotRecommendAPhaseThatLetsDefectsEscape() {
        PhaseChoice choice = choice(
                phase(0, far(2, 821), far(51, 209)), phase(1, far(5, 821), new OperatingPoint(0, 90, 0, 209, 3)));

        assertThat(choice.contradictions()).extracting(Contradiction::kind).containsExactly(Kind.OPTIMISTIC);
    }

    @Test
    void takesTheEarliestOfEqualsAndSaysSo() {
        PhaseChoice choice = choice(phase(1, far(2, 821), far(1, 209)), phase(2, far(2, 821), far(1, 209)));

        assertThat(choice.best().phase()).isEqualTo(new Phase(1));
        assertThat(choice.why()).endsWith("is the lowest of 2 phases; of equals the earliest counts.");
        assertThat(choice.rows()).extracting(ChoiceRow::chosen).containsExactly(true, false);
    }

    @Test
    void judgesNothingByABenchmarkWithoutGoodSamples() {
        PhaseChoice choice = choice(phase(0, far(2, 821), new OperatingPoint(0, 93, 0, 0, 0)));

        assertThat(choice.contradictions()).isEmpty();
        assertThat(choice.rows().get(0).frozenInterval()).isEqualTo("—");
    }

    private static PhaseChoice choice(JudgedPhase... phases) {
        return new PhaseChoice(TARGET, List.of(phases));
    }

    private static JudgedPhase phase(int number, OperatingPoint kpi, OperatingPoint benchmark) {
        return new JudgedPhase(new Phase(number), kpi.farPct(), Optional.of(kpi), Optional.of(benchmark));
    }

    /** So many of so many good samples flagged, 93 defects caught. */
    private static OperatingPoint far(int flagged, int good) {
        return new OperatingPoint(0, 93, flagged, good - flagged, 0);
    }
}
