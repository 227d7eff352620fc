package dev.syncprotocol.aoi.loop;

import dev.syncprotocol.aoi.log.EntryStatus;
import dev.syncprotocol.aoi.log.LogEntry;
import dev.syncprotocol.aoi.log.LogReading;
import dev.syncprotocol.aoi.log.LoopStage;
import dev.syncprotocol.aoi.report.IterationSummary;
import dev.syncprotocol.aoi.report.ReportRenderer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/** What is rendered from the disk after each stage (decision A3). */
final class Reports {
    private Reports() {}

    /** The page, and the iteration's summary once it is evaluated. */
    static void after(ApprovedRun run, LoopSurroundings around, LogEntry committed) throws IOException {
        if (isSummed(committed)) {
            IterationSummary.write(run.folder().root(), committed.phase(), around.clock());
        }
        render(run, around);
    }

    /** What a process that died right after its commit did not write any more. */
    static void catchUp(ApprovedRun run, LoopSurroundings around, LogReading log) throws IOException {
        Optional<LogEntry> last = log.tail(1).stream().findFirst();
        if (last.filter(Reports::isSummed).isPresent()) {
            IterationSummary.write(run.folder().root(), last.get().phase(), around.clock());
        }
    }

    private static boolean isSummed(LogEntry entry) {
        return entry.stage() == LoopStage.EVALUATE
                && entry.record().status() == EntryStatus.OK
                && !entry.phase().isBaseline();
    }

    /** Whether the model is handed over and the page says so: the last thing a loop writes. */
    static boolean areComplete(ApprovedRun run) throws IOException {
        return Files.isRegularFile(run.folder().bestModel())
                && ReportRenderer.tellsOfHandOver(run.folder().root());
    }

    static void render(ApprovedRun run, LoopSurroundings around) throws IOException {
        ReportRenderer.render(run.folder().root(), around.clock());
    }
}
