package dev.syncprotocol.aoi.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.aoi.engine.ScoreKind;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateFileTest {
    @TempDir
    Path folder;

    private Path certificate;
    private ThresholdCertificate written;

    @BeforeEach
    void evaluate() throws IOException {
        Path csv = Files.writeString(folder.resolve("inference.csv"), """
                object_name,label,siamese_score
                C1,PASS,0.1
                C2,PASS,0.3
                C3,PASS,0.25
                C4,open,0.3
                C5,Short,0.7
                C6,short,0.8
                """);
        KpiAnalysis analysis = KpiAnalysis.of(ScoredTableFile.read(csv, ScoreColumns.DEFAULTS), 1);
        written = new KpiReport(analysis, ScoreKind.LOGIT.word(), KpiReport.BINS).write(folder);
        certificate = folder.resolve(ThresholdCertificate.FILE);
    }

    @Test
    void readsBackWhatWasWritten() throws IOException {
        assertThat(CertificateFile.read(certificate)).isEqualTo(written);
        assertThat(CertificateFile.verified(certificate)).isEqualTo(written);
        assertThat(written.inferenceCsv()).isEqualTo("inference.csv");
        assertThat(written.labels()).extracting(LabelBound::label).containsExactly("open", "short");
        assertThat(written.labels().get(1).n()).isEqualTo(2);
        assertThat(written.weakestNg()).extracting(WeakestNg::line).containsExactly(5, 6, 7);
        assertThat(written.ties()).isEqualTo(new TieMass(0.3, 1, 1, 1, 0));
        assertThat(written.meets(KpiTarget.parse("FAR <= 33.4% at recall=100%")))
                .isTrue();
    }

    @Test
    void movesWithItsFolder() throws IOException {
        Path moved = folder.resolveSibling(folder.getFileName() + "-moved");
        Files.move(folder, moved);
        assertThat(CertificateFile.verified(moved.resolve(ThresholdCertificate.FILE)))
                .isEqualTo(written);
        Files.move(moved, folder);
    }

    @Test
    void refusesAnotherTable() throws IOException {
        Path csv = folder.resolve("inference.csv");
        Files.writeString(csv, Files.readString(csv).replace("C1,PASS,0.1", "C1,PASS,0.2"));
        assertRefused(ErrorCode.EVIDENCE_CHANGED, "is not the table that was certified");
    }

    @Test
    void refusesAMissingTableAndAMissingCertificate() throws IOException {
        Files.delete(folder.resolve("inference.csv"));
        assertRefused(ErrorCode.EVIDENCE_MISSING, "the certified table is gone");
        Files.delete(certificate);
        assertRefused(ErrorCode.EVIDENCE_MISSING, "there is no certificate");
    }

    @Test
    void refusesAThresholdWhoseTwoFormsDiffer() throws IOException {
        tamper("\"threshold\" : 0.25,", "\"threshold\" : 0.26,");
        assertRefused(ErrorCode.EVIDENCE_CHANGED, "decimal and its hexadecimal threshold are different");
    }

    @Test
    void refusesAThresholdThatMissesADefect() throws IOException {
        tamper("\"threshold\" : 0.25,", "\"threshold\" : 0.3,");
        tamper("\"threshold_hex\" : \"0x1.0p-2\"", "\"threshold_hex\" : \"" + Double.toHexString(0.3) + "\"");
        assertRefused(ErrorCode.EVIDENCE_CHANGED, "counts certified");
    }

    @Test
    void refusesChangedCounts() throws IOException {
        tamper("\"fp\" : 1", "\"fp\" : 0");
        assertRefused(ErrorCode.EVIDENCE_CHANGED, "counts certified");
    }

    @Test
    void refusesARecallThatWasNeverReached() throws IOException {
        tamper("\"min_recall\" : 1.0", "\"min_recall\" : 1.1");
        assertRefused(ErrorCode.EVIDENCE_CHANGED, "reaches recall 100.0 % only");
    }

    /** The closed form is computed anew, without the sweep that chose. */
    @Test
    void refusesACandidateThatIsNotTheThresholdOfFullRecall() throws IOException {
        tamper("\"reference_candidate\" : 0.25", "\"reference_candidate\" : 0.1");
        assertRefused(ErrorCode.EVIDENCE_CHANGED, "candidate is not the threshold of full recall");
    }

    @Test
    void refusesAFileThatIsNoCertificate() throws IOException {
        tamper("\"rule\" : \"candidate\"", "\"rule\" : \"by eye\"");
        assertRefused(ErrorCode.EVIDENCE_CHANGED, "threshold_certificate.json");
    }

    private void tamper(String from, String to) throws IOException {
        String text = Files.readString(certificate);
        assertThat(text).contains(from);
        Files.writeString(certificate, text.replace(from, to));
    }

    private void assertRefused(ErrorCode code, String words) {
        assertThatThrownBy(() -> CertificateFile.verified(certificate))
                .hasMessageContaining(words)
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
