package dev.syncprotocol.aoi.kpi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of an evaluation in one folder (specification §8.9): every candidate, a summary, the samples missed at the best F1, three plots and the
 * certificate.
 *
 * @param analysis what was computed
 * @param scoreKind what the scores are, or {@link ThresholdCertificate#UNKNOWN_KIND}
 * @param bins bars of the histogram
 */
public record KpiReport(KpiAnalysis analysis, String scoreKind, int bins) {
    /** How many bars a histogram has unless told otherwise. */
    public static final int BINS = 40;

    /** What is written, by name. */
    public static final List<String> FILES = Stream.concat(
                    Stream.of(KpiTables.METRICS, KpiSummary.FILE, KpiTables.MISSED),
                    Stream.concat(KpiPlots.FILES.stream(), Stream.of(ThresholdCertificate.FILE)))
            .toList();

    /**
     * Writes every file, replacing what is there, and returns the certificate.
     *
     * @param folder created when it is not there; the certificate names the table relative to it
     */
    public ThresholdCertificate write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path csv = analysis.table().file().toAbsolutePath().normalize();
        String name =
                folder.toAbsolutePath().normalize().relativize(csv).toString().replace('\\', '/');
        ThresholdCertificate certificate = ThresholdCertificate.of(analysis, name, scoreKind);
        KpiTables.write(folder, analysis);
        KpiPlots.write(folder, analysis, bins);
        KpiSummary.write(folder, analysis, certificate);
        CertificateFile.write(folder.resolve(ThresholdCertificate.FILE), certificate);
        return certificate;
    }
}
