package dev.syncprotocol.gates.diversity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must hold for any texts, on texts from seeds. */
class DiversityPropertiesTest {
    private static final long SEED = DiversitySettings.PREFLIGHT_SEED;

    /** To see it red: leave the texts in the order of the list in Vocabulary. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void measuresTheSameInAnyOrderOfTheRecords(long generator) {
        List<Text> texts = SeededTexts.of(generator, 300);
        List<Text> shuffled = new ArrayList<>(texts);
        Collections.shuffle(shuffled, new Random(generator));
        assertThat(shuffled).isNotEqualTo(texts);
        assertThat(DiversityMeasures.of(shuffled, SEED)).isEqualTo(DiversityMeasures.of(texts, SEED));
        assertThat(Corpus.of(shuffled).texts()).extracting(NumberedText::id).isSorted();
    }

    /** To see it red: divide by one token more in Corpus, or average over all records in DistinctN. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void halvesTheCorpusRatiosWhenTheCorpusIsDoubled(long generator) {
        List<Text> texts = SeededTexts.of(generator, 200);
        DiversityMeasures once = DiversityMeasures.of(texts, SEED);
        DiversityMeasures twice = DiversityMeasures.of(SeededTexts.doubled(texts), SEED);

        assertThat(twice.tokens()).isEqualTo(2 * once.tokens());
        assertThat(twice.types()).isEqualTo(once.types());
        assertThat(value(twice.typeTokenRatio())).isEqualTo(value(once.typeTokenRatio()) / 2);
        assertThat(value(twice.distinct2().corpus()))
                .isEqualTo(value(once.distinct2().corpus()) / 2);
        assertThat(value(twice.distinct2().overTokens()))
                .isEqualTo(value(once.distinct2().overTokens()) / 2);
        assertThat(value(twice.distinct2().meanPerRecord()))
                .isEqualTo(value(once.distinct2().meanPerRecord()), within(1e-12));
        assertThat(value(twice.zipf().exponent())).isEqualTo(value(once.zipf().exponent()), within(1e-9));
        assertThat(value(twice.exactDuplicatePercent())).isGreaterThanOrEqualTo(50);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void keepsEveryRatioBetweenZeroAndOne(long generator) {
        DiversityMeasures measures = DiversityMeasures.of(SeededTexts.of(generator, 60), SEED);
        for (DistinctN distinct : List.of(measures.distinct1(), measures.distinct2())) {
            assertThat(List.of(
                            distinct.corpus(),
                            distinct.meanPerRecord(),
                            distinct.overTokens(),
                            distinct.windowed().value()))
                    .allSatisfy(
                            figure -> assertThat(value(figure)).isGreaterThan(0).isLessThanOrEqualTo(1));
        }
        assertThat(value(measures.zipf().r2())).isBetween(0.0, 1.0);
    }

    @Test
    void namesTheReasonOfEveryFigureOfAnEmptyList() {
        DiversityMeasures measures = DiversityMeasures.of(List.of(), SEED);
        assertThat(List.of(
                        measures.typeTokenRatio(),
                        measures.distinct1().corpus(),
                        measures.distinct2().corpus(),
                        measures.distinct2().meanPerRecord(),
                        measures.distinct2().overTokens(),
                        measures.distinct2().windowed().value(),
                        measures.expectationAdjustedDistinct(),
                        measures.zipf().exponent(),
                        measures.zipf().r2(),
                        measures.exactDuplicatePercent(),
                        measures.kl3()))
                .allSatisfy(figure -> assertThat(figure.reason()).isPresent());
    }

    @Test
    void tellsOneTokenRecordsFromNoTokens() {
        DiversityMeasures measures = DiversityMeasures.of(List.of(Text.of("a", "One"), Text.of("b", "two")), SEED);
        assertThat(value(measures.distinct1().corpus())).isEqualTo(1);
        assertThat(measures.distinct2().corpus().reason()).contains("no record has 2 tokens");
        assertThat(value(measures.distinct2().overTokens())).isZero();
        assertThat(value(measures.zipf().exponent())).isZero();
        assertThat(measures.zipf().r2().reason()).contains("all frequencies are equal");
    }

    @Test
    void refusesTwoRecordsOfOneId() {
        assertThatThrownBy(() -> Corpus.of(List.of(Text.of("a", "x"), Text.of("a", "y"))))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_INVALID))
                .hasMessageContaining("two records have the id a");
    }

    @Test
    void refusesWindowsOfNothing() {
        assertThatThrownBy(() -> new DiversitySettings(SEED, 0, 20)).isInstanceOf(SyncException.class);
        assertThatThrownBy(() -> new DiversitySettings(SEED, 2_000, 0)).isInstanceOf(SyncException.class);
    }

    @Test
    void refusesFiguresThatAreNotFinite() {
        assertThatThrownBy(() -> Figure.of(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Figure.of(Double.POSITIVE_INFINITY)).isInstanceOf(IllegalArgumentException.class);
    }

    private static double value(Figure figure) {
        return figure.value().orElseThrow();
    }
}
