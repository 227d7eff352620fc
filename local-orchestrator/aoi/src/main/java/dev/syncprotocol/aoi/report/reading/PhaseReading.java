package dev.syncprotocol.aoi.report.reading;

import dev.syncprotocol.aoi.choice.FrozenCounts;
import dev.syncprotocol.aoi.choice.JudgedPhase;
import dev.syncprotocol.aoi.kpi.CertificateFile;
import dev.syncprotocol.aoi.kpi.OperatingPoint;
import dev.syncprotocol.aoi.kpi.ThresholdCertificate;
import dev.syncprotocol.aoi.log.Phase;
import dev.syncprotocol.aoi.state.PhaseState;
import dev.syncprotocol.aoi.state.RunFolder;
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
                FrozenCounts.read(run, state.phase()),
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
        return phase().label();
    }

    JudgedPhase judged() {
        return new JudgedPhase(phase(), farPct, certificate.map(ThresholdCertificate::counts), benchmark);
    }

    private static Optional<ThresholdCertificate> certificate(PhaseState state) throws IOException {
        Optional<Path> file = state.certificate().filter(Files::isRegularFile);
        return file.isPresent() ? Optional.of(CertificateFile.read(file.get())) : Optional.empty();
    }
}
