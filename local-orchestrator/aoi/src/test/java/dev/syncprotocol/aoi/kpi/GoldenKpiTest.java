package dev.syncprotocol.aoi.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The twelve golden cases of specification §11.1 and the vector in which six decimals miss a defect. */
class GoldenKpiTest {
    @TempDir
    Path folder;

    @Test
    void countsAPlainSetAsTheReferenceDoes() throws IOException {
        KpiAnalysis analysis = analysis("PASS,.1", "PASS,.2", "PASS,.6", "open,.5", "short,.9");
        assertThat(analysis.counts()).isEqualTo(new OperatingPoint(0.2, 2, 1, 2, 0));
        assertThat(analysis.farPct()).isEqualTo(100.0 / 3, org.assertj.core.data.Offset.offset(1e-12));
        assertThat(analysis.counts().precision()).isEqualTo(2.0 / 3);
        assertThat(analysis.counts().f1()).isEqualTo(0.8, org.assertj.core.data.Offset.offset(1e-15));
        assertThat(analysis.threshold().hex()).isEqualTo("0x1.999999999999ap-3");
    }

    @Test
    void countsAPassTiedWithTheWeakestNgAsAFalseAlarm() throws IOException {
        KpiAnalysis analysis = analysis("PASS,.1", "PASS,.5", "open,.5", "short,.9");
        assertThat(analysis.counts()).isEqualTo(new OperatingPoint(0.1, 2, 1, 1, 0));
        assertThat(analysis.farPct()).isEqualTo(50);
    }

    @Test
    void storesAFloat32BelowAnNgThatIsTheGlobalMinimum() throws IOException {
        KpiAnalysis analysis = analysis("PASS,.2", "PASS,.3", "open,.1");
        assertThat(analysis.chosen()).isEqualTo(new OperatingPoint(0.09999999999999999, 1, 2, 0, 0));
        assertThat(analysis.threshold().decimal()).isEqualTo("0.09999999403953552");
        assertThat(analysis.farPct()).isEqualTo(100);
        assertThat(analysis.float32Counts().fn()).isZero();
    }

    @Test
    void separatesAPerfectSet() throws IOException {
        KpiAnalysis analysis = analysis("PASS,.1", "PASS,.2", "open,.8");
        assertThat(analysis.counts()).isEqualTo(new OperatingPoint(0.2, 1, 0, 2, 0));
    }

    @Test
    void refusesASetWithoutNg() {
        assertUndefined("no NG", "PASS,.1", "PASS,.2");
    }

    @Test
    void refusesASetWithoutPass() {
        assertUndefined("no PASS", "open,.1", "open,.2");
    }

    @Test
    void reportsTheTieMassOfSaturatedScores() throws IOException {
        KpiAnalysis analysis = analysis("PASS,1.0", "open,1.0");
        assertThat(analysis.chosen().threshold()).isEqualTo(0.9999999999999999);
        assertThat(analysis.threshold().decimal()).isEqualTo("0.9999999403953552");
        assertThat(analysis.farPct()).isEqualTo(100);
        TieMass ties = TieMass.of(analysis);
        assertThat(ties.passAtWeakestNg()).isEqualTo(1);
        assertThat(ties.ngAtWeakestNg()).isEqualTo(1);
    }

    @Test
    void refusesAScoreThatIsNoNumber() {
        assertUndefined(":2: expected a finite score, found \"nan\"", "PASS,nan", "PASS,.2", "open,.5");
    }

    @Test
    void refusesAnInfiniteScore() {
        assertUndefined(":3: expected a finite score, found \"inf\"", "PASS,.2", "open,inf");
        assertUndefined(":3: expected a finite score, found \"1e400\"", "PASS,.2", "open,1e400");
    }

    @Test
    void refusesALabelThatIsPassButForItsLetterCase() {
        assertUndefined(":2: expected the label PASS or a defect, found \"pass\"", "pass,.1", "PASS,.2", "open,.5");
    }

    @Test
    void countsItAsPassWithAWarningWhenAsked() throws IOException {
        ScoreColumns lenient = new ScoreColumns("label", "siamese_score", "PASS", ScoreColumns.LetterCase.LENIENT);
        ScoredTable table = ScoredTableFile.read(csv("pass,.1", "PASS,.2", "open,.5"), lenient);
        assertThat(KpiAnalysis.of(table, 1).farPct()).isZero();
        assertThat(table.warnings()).containsExactly("line 2: label \"pass\" counted as PASS");
    }

    @Test
    void refusesAnEmptyLabel() {
        assertUndefined(":2: expected a label, found an empty cell", ",.1", "PASS,.2", "open,.5");
    }

    @Test
    void refusesAnEmptyScoreAndNamesItsLine() {
        assertUndefined(":2: expected a finite score, found an empty cell", "PASS,", "open,.5");
    }

    @Test
    void keepsTheThresholdThatSixDecimalsWouldLose() throws IOException {
        KpiAnalysis analysis = analysis("PASS,0.1234566", "open,0.12345690");
        assertThat(analysis.threshold().decimal()).isEqualTo("0.1234566");
        assertThat(analysis.farPct()).isZero();
        assertThat(analysis.scores().at(0.123457).fn())
                .as("what the printed threshold would miss")
                .isEqualTo(1);
    }

    @Test
    void refusesWhatIsNoTableAtAll() throws IOException {
        assertInvalid("is empty", "");
        assertInvalid("begins with a byte order mark", "\uFEFFlabel,siamese_score\nPASS,.1\n");
        assertInvalid("needs the column siamese_score once", "label,score\nPASS,.1\n");
        assertInvalid("needs the column label once", "label,label,siamese_score\nPASS,PASS,.1\n");
        assertInvalid("line 3: expected 2 fields, found 3", "label,siamese_score\nPASS,.1\nopen,.5,x\n");
        assertInvalid("line 2: expected 2 fields, found 1", "label,siamese_score\n\"PASS,.1\n");
    }

    private void assertInvalid(String words, String text) throws IOException {
        Path file = Files.writeString(folder.resolve("table.csv"), text);
        assertThatThrownBy(() -> ScoredTableFile.read(file, ScoreColumns.DEFAULTS))
                .hasMessageContaining(words)
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CSV_INVALID));
    }

    private KpiAnalysis analysis(String... rows) throws IOException {
        return KpiAnalysis.of(ScoredTableFile.read(csv(rows), ScoreColumns.DEFAULTS), 1);
    }

    private void assertUndefined(String words, String... rows) {
        assertThatThrownBy(() -> analysis(rows))
                .hasMessageContaining(words)
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.KPI_UNDEFINED));
    }

    private Path csv(String... rows) throws IOException {
        return Files.writeString(
                folder.resolve("inference.csv"), "label,siamese_score\n" + String.join("\n", rows) + "\n");
    }
}
