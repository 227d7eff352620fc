package dev.syncprotocol.aoi.report;

import dev.syncprotocol.aoi.log.Phase;
import dev.syncprotocol.aoi.report.page.SummaryText;
import dev.syncprotocol.aoi.report.reading.PhaseReading;
import dev.syncprotocol.aoi.report.reading.RunReading;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.runs.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;

/** Writes {@code iterN_summary.md} (specification §14.3): at most 300 words on what an iteration did and what follows. */
public final class IterationSummary {
    private IterationSummary() {}

    /**
     * Writes the summary of an iteration whose evaluation is committed, by atomic replacement.
     *
     * @param phase not the baseline
     * @throws SyncException {@code evidence_missing} when the iteration has no figure
     */
    public static Path write(Path runDir, Phase phase, Clock clock) throws IOException {
        RunReading run = RunReading.read(runDir, clock);
        PhaseReading reading = run.iterations().stream()
                .filter(iteration -> iteration.phase().equals(phase))
                .findFirst()
                .orElseThrow(() -> new SyncException(
                        ErrorCode.EVIDENCE_MISSING, phase + " of " + runDir + " has no committed evaluation"));
        Path file = runDir.resolve(phase.word() + "_summary.md");
        AtomicFile.replace(file, SummaryText.of(run, reading).getBytes(StandardCharsets.UTF_8));
        return file;
    }
}
