package dev.syncprotocol.aoi.loop;

import dev.syncprotocol.aoi.log.LogEntry;
import dev.syncprotocol.aoi.log.LoopStage;
import dev.syncprotocol.aoi.report.IterationSummary;
import dev.syncprotocol.aoi.report.ReportRenderer;
import java.io.IOException;

/** What is rendered from the disk after each stage (decision A3). */
final class Reports {
    private Reports() {}

    /** The page, and the iteration's summary once it is evaluated. */
    static void after(ApprovedRun run, Step step, LoopSurroundings around, LogEntry committed) throws IOException {
        if (committed.stage() == LoopStage.EVALUATE && !step.phase().isBaseline()) {
            IterationSummary.write(run.folder().root(), step.phase(), around.clock());
        }
        render(run, around);
    }

    static void render(ApprovedRun run, LoopSurroundings around) throws IOException {
        ReportRenderer.render(run.folder().root(), around.clock());
    }
}
