package dev.syncprotocol.aoi.report.reading;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.aoi.kpi.CertificateFile;
import dev.syncprotocol.aoi.kpi.OperatingPoint;
import dev.syncprotocol.aoi.kpi.ThresholdCertificate;
import dev.syncprotocol.aoi.log.Phase;
import dev.syncprotocol.aoi.state.PhaseState;
import dev.syncprotocol.aoi.state.RunFolder;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A phase that has a figure.
 *
 * @param state what it committed
 * @param farPct percent of good boards flagged
 * @param certificate of its threshold; empty when the file is gone
 * @param benchmark the counts of the same checkpoint and threshold on the frozen set, where there is one
 * @param rows what it was trained on
 * @param routed which way the weak pictures went; empty for the baseline
 * @param mining what mining added before; empty for the baseline
 * @param losses of its training
 */
public record PhaseReading(
        PhaseState state,
        double farPct,
        Optional<ThresholdCertificate> certificate,
        Optional<OperatingPoint> benchmark,
        TrainingRows rows,
        Optional<Routed> routed,
        Optional<MiningReading> mining,
        LossSeries losses) {
    static PhaseReading read(RunFolder run, PhaseState state, Path baseTable) throws IOException {
        return new PhaseReading(
                state,
                state.farPct().orElseThrow(),
                certificate(state),
                benchmark(run, state),
                TrainingRows.read(run, state.phase(), baseTable),
                state.routed().isPresent() ? Routed.beside(state.routed().get()) : Optional.empty(),
                MiningReading.read(run, state.phase()),
                LossSeries.read(run.train(state.phase()).resolve("status.json")));
    }

    /** Which phase. */
    public Phase phase() {
        return state.phase();
    }

    /** {@code Baseline}, {@code Iter 1}, …: the word on the page. */
    public String label() {
        return phase().isBaseline() ? "Baseline" : "Iter " + phase().number();
    }

    private static Optional<ThresholdCertificate> certificate(PhaseState state) throws IOException {
        Optional<Path> file = state.certificate().filter(Files::isRegularFile);
        return file.isPresent() ? Optional.of(CertificateFile.read(file.get())) : Optional.empty();
    }

    /** The counts the loop took there with the KPI's checkpoint and threshold. */
    private static Optional<OperatingPoint> benchmark(RunFolder run, PhaseState state) throws IOException {
        Path file = run.benchmark(state.phase()).resolve("benchmark.json");
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        JsonNode tree = SyncJson.read(Files.readString(file));
        JsonNode counts = tree.path("counts");
        return Optional.of(new OperatingPoint(
                tree.path("threshold").doubleValue(),
                counts.path("tp").intValue(),
                counts.path("fp").intValue(),
                counts.path("tn").intValue(),
                counts.path("fn").intValue()));
    }
}
