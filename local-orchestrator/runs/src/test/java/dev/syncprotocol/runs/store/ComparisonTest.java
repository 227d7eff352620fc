package dev.syncprotocol.runs.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.runs.compare.ComparedRow;
import dev.syncprotocol.runs.compare.Comparison;
import dev.syncprotocol.runs.compare.ComparisonPage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two finished runs side by side. */
class ComparisonTest {
    @TempDir
    Path workspace;

    private Experiment experiment;

    @BeforeEach
    void begin() {
        experiment = new Experiment(workspace);
    }

    @Test
    void namesEveryDifferenceAndNothingElse() throws IOException {
        String first = finished(Experiment.config("max"), "a", "1", "3");
        String second = finished(Experiment.config("max").replace("3e-4", "0.001"), "b", "2", "2.5");
        Comparison comparison = Comparison.of(experiment.store, List.of(first, second));
        assertThat(Comparison.differing(comparison.configuration()))
                .containsExactly(new ComparedRow("train.lr", List.of("0.0003", "0.001")));
        assertThat(comparison.configuration()).hasSizeGreaterThan(20);
        assertThat(comparison.ranking().ids()).containsExactly(first, second);
        assertThat(comparison.metrics().get(0).runs().get(0).atBest()).hasValue(3);
        assertThat(comparison.metrics().get(0).runs().get(1).last()).hasValue(2.5);
        assertThat(Comparison.differing(comparison.files()))
                .extracting(ComparedRow::name)
                .contains("config.lock.json", "metrics.csv")
                .doesNotContain("logs/errors.log");
    }

    @Test
    void ranksTheSmallerValueFirstInModeMinAndKeepsTheOrderOfATie() throws IOException {
        String first = finished(Experiment.config("min"), "a", "2");
        String tie = finished(Experiment.config("min"), "b", "2");
        String best = finished(Experiment.config("min"), "c", "1");
        assertThat(Comparison.of(experiment.store, List.of(tie, first, best))
                        .ranking()
                        .ids())
                .containsExactly(best, tie, first);
    }

    @Test
    void ranksNothingAcrossUnits() throws IOException {
        String share = finished(Experiment.config("max"), "a", "0.9");
        String percent = finished(Experiment.config("max").replace("mode: max", "mode: max, unit: \"%\""), "b", "80");
        Comparison comparison = Comparison.of(experiment.store, List.of(share, percent));
        assertThat(comparison.ranking().ids()).isEmpty();
        assertThat(comparison.ranking().refusal().orElseThrow()).contains("not ranked", "%");
    }

    @Test
    void refusesARunThatIsNotFinal() throws IOException {
        String first = finished(Experiment.config("max"), "a", "1");
        String open = experiment.trained("b", "2").getFileName().toString();
        assertThatThrownBy(() -> Comparison.of(experiment.store, List.of(first, open)))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RUN_OPEN));
    }

    @Test
    void writesAPageThatFetchesNothingAndEscapesWhatARunSays() throws IOException {
        String hostile = "</td><script>alert(1)</script>&";
        String config = Experiment.config("max").replace("unet-fft-v3", "\"" + hostile + "\"");
        String first = finished(config, "a", "1", "2", "nan", "1.5");
        String second = finished(Experiment.config("max"), "b", "2", "4");
        Comparison comparison = Comparison.of(experiment.store, List.of(first, second));
        String page = ComparisonPage.of(comparison);
        assertThat(page)
                .startsWith("<!doctype html>")
                .contains(ComparisonPage.GENERATOR, "&lt;script&gt;", "<polyline class=\"line run1\"")
                .doesNotContain("<script", "http:", "https:", "url(", "@import", "src=", "href=", "{{", "{%");
        assertThat(ComparisonPage.of(comparison)).isEqualTo(page);
    }

    @Test
    void drawsARunOfManyThousandEvaluationsInAPageThatStaysSmall() throws IOException {
        Path run = experiment.trained("a", "1");
        for (int i = 2; i <= 5000; i++) {
            Experiment.row(run, 10L * i, i, i == 2500 ? "99" : "1");
        }
        experiment.finish(run);
        String other = finished(Experiment.config("max"), "b", "2", "4");
        String page = ComparisonPage.of(
                Comparison.of(experiment.store, List.of(run.getFileName().toString(), other)));
        assertThat(page.length()).isLessThan(150_000);
        assertThat(page).contains("99.0");
    }

    private String finished(String config, String suffix, String... primaries) throws IOException {
        Path run = experiment.trainedWith(config, suffix, primaries);
        experiment.finish(run);
        return run.getFileName().toString();
    }
}
