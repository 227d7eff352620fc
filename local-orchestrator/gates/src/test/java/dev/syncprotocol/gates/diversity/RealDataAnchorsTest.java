package dev.syncprotocol.gates.diversity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The anchors of preflight.md sections 5.3 and 5.4, measured again on StrategyQA and GSM8K train questions. The data is not
 * part of the repository: without {@code shared/data} beside it, these tests are skipped and say so. To see them red: pair a
 * token with itself in NGrams, or hold out all of P in Kl3.
 */
class RealDataAnchorsTest {
    private static final long SEED = DiversitySettings.PREFLIGHT_SEED;
    private static final List<String> SIX = List.of(
            "%s",
            "Please answer the question below in one word.\n%s",
            "You are a careful historian. Consider: %s Explain each step before you conclude.",
            "%s\nReply with yes or no, nothing else!",
            "Quiz night, round four, your team is up: %s",
            "Given what an ordinary encyclopedia holds, decide whether this is so: %s");

    private static List<Text> strategyQa = List.of();
    private static List<Text> gsm8k = List.of();

    @BeforeAll
    static void readQuestions() throws IOException {
        Path data = Path.of(System.getProperty("sync.root"))
                .resolveSibling("shared")
                .resolve("data");
        Path strategyQaTrain = data.resolve("strategyqa/train.json");
        Path gsm8kTrain = data.resolve("gsm8k/train.jsonl");
        assumeTrue(
                Files.isRegularFile(strategyQaTrain) && Files.isRegularFile(gsm8kTrain),
                "real-data anchors not measured: no shared/data beside the repository");
        strategyQa = questions(SyncJson.read(Files.readString(strategyQaTrain)));
        List<JsonNode> rows = new ArrayList<>();
        for (String line : Files.readString(gsm8kTrain).split("\n")) {
            rows.add(SyncJson.read(line));
        }
        gsm8k = questions(rows);
    }

    /** The anchors were cut at every non-word character; the bare questions differ by at most 0.01. */
    @ParameterizedTest
    @CsvSource({
        "500, 0.951, 0.870",
        "1000, 0.930, 0.846",
        "2000, 0.904, 0.810",
        "5000, 0.855, 0.748",
        "10000, 0.807, 0.694",
        "17000, 0.764, 0.646",
    })
    void distinct2OfWindowsIsNearTheAnchors(int t, double ofStrategyQa, double ofGsm8k) {
        assertThat(distinct2At(strategyQa, t)).isEqualTo(ofStrategyQa, within(0.012));
        assertThat(distinct2At(gsm8k, t)).isEqualTo(ofGsm8k, within(0.012));
    }

    @Test
    void corpusFiguresOfStrategyQaEqualTheSpecification() {
        DiversityMeasures measures = DiversityMeasures.of(strategyQa, SEED);
        assertThat(measures.records()).isEqualTo(2_061);
        assertThat(measures.tokens()).isEqualTo(19_856);
        assertThat(value(measures.distinct2().corpus())).isEqualTo(0.763, offset(0.0005));
        assertThat(value(measures.distinct2().meanPerRecord())).isEqualTo(0.999, offset(0.0005));
    }

    @Test
    void corpusFiguresOfGsm8kEqualTheSpecification() {
        DiversityMeasures measures = DiversityMeasures.of(gsm8k, SEED);
        assertThat(measures.records()).isEqualTo(7_473);
        assertThat(measures.tokens()).isEqualTo(340_461);
        assertThat(value(measures.distinct2().corpus())).isEqualTo(0.359, offset(0.0005));
        assertThat(value(measures.distinct2().meanPerRecord())).isEqualTo(0.927, offset(0.0005));
    }

    @Test
    void kl3SetsTheTwoDataSetsFarApart() {
        assertThat(value(Kl3.between(gsm8k, strategyQa, SEED))).isEqualTo(2.36, within(0.1));
        assertThat(value(Kl3.between(strategyQa, gsm8k, SEED))).isEqualTo(1.91, within(0.1));
    }

    /** One split of StrategyQA strays by 0.04 (standard deviation of 60), so the mean of five seeds is judged. */
    @Test
    void kl3OfEqualTextsIsNearZero() {
        for (List<Text> questions : List.of(gsm8k, strategyQa)) {
            List<Text> even = everySecond(questions, 0);
            List<Text> odd = everySecond(questions, 1);
            assertThat(meanOverFiveSeeds(seed -> Kl3.between(even, odd, seed))).isBetween(-0.05, 0.05);
        }
    }

    @Test
    void oneTemplateUnderSixLabelsDoesNotPassForVariety() {
        assertThat(amongSixLabels(SIX.subList(2, 3))).isBetween(-0.05, 0.05);
    }

    @Test
    void twoTemplatesPosingAsSixStayBelowTheLimit() {
        assertThat(amongSixLabels(SIX.subList(1, 3))).isEqualTo(0.095, within(0.03));
    }

    @Test
    void sixTemplatesStandFarApart() {
        assertThat(amongSixLabels(SIX)).isGreaterThan(1);
    }

    private static double amongSixLabels(List<String> templates) {
        List<Text> texts = IntStream.range(0, strategyQa.size())
                .mapToObj(i -> Text.of(
                        "r" + i,
                        String.format(
                                templates.get(i % 6 % templates.size()),
                                strategyQa.get(i).content()),
                        "label-" + i % 6))
                .toList();
        Corpus corpus = Corpus.of(texts);
        return meanOverFiveSeeds(seed -> Kl3.amongTemplates(corpus, seed));
    }

    private static double meanOverFiveSeeds(LongFunction<Figure> figure) {
        return LongStream.range(SEED, SEED + 5)
                .mapToDouble(seed -> value(figure.apply(seed)))
                .average()
                .orElseThrow();
    }

    private static double distinct2At(List<Text> texts, int t) {
        DiversitySettings settings = new DiversitySettings(SEED, t, 20);
        return value(DistinctN.of(Corpus.of(texts), 2, settings).windowed().value());
    }

    private static List<Text> everySecond(List<Text> texts, int from) {
        return IntStream.range(0, texts.size())
                .filter(i -> i % 2 == from)
                .mapToObj(texts::get)
                .toList();
    }

    private static List<Text> questions(Iterable<JsonNode> rows) {
        List<Text> texts = new ArrayList<>();
        rows.forEach(
                row -> texts.add(Text.of("q" + texts.size(), row.get("question").textValue())));
        return List.copyOf(texts);
    }

    private static double value(Figure figure) {
        return figure.value().orElseThrow(() -> new AssertionError(figure.reason()));
    }
}
