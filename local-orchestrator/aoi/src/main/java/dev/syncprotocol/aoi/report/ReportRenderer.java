package dev.syncprotocol.aoi.report;

import dev.syncprotocol.aoi.report.page.KpiPanel;
import dev.syncprotocol.aoi.report.page.RunFactsPart;
import dev.syncprotocol.aoi.report.reading.RunReading;
import dev.syncprotocol.runs.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/**
 * Writes {@code DEFT_Loop_Report.html} (specification §14): from the files of a run folder alone, in one pass, at any moment of
 * the run. The same folder and the same time give the same bytes. One file: styles, charts and pictures are inside, nothing is
 * fetched, no script runs, every text of the run is escaped.
 */
public final class ReportRenderer {
    /** The page's name in a run folder. */
    public static final String FILE = "DEFT_Loop_Report.html";

    /** Stands in the head of every page, so that an earlier one may be replaced and nothing else. */
    public static final String GENERATOR = "<meta name=\"generator\" content=\"sync aoi report\">";

    private ReportRenderer() {}

    /**
     * Demands that the page's templates are in this installation, as they were built.
     *
     * @throws dev.syncprotocol.protocol.error.SyncException {@code reference_missing}
     */
    public static void checkTemplates() {
        ReportTemplate.check();
    }

    /** Whether the page in the run folder was rendered after the model was handed over. */
    public static boolean tellsOfHandOver(Path runDir) throws IOException {
        Path page = runDir.resolve(FILE);
        return Files.isRegularFile(page) && Files.readString(page).contains(RunFactsPart.HANDED_OVER);
    }

    /** Renders into the run folder. */
    public static RenderedReport render(Path runDir, Clock clock) throws IOException {
        return render(runDir, runDir.resolve(FILE), clock);
    }

    /**
     * Renders to a file, by atomic replacement.
     *
     * @throws dev.syncprotocol.protocol.error.SyncException {@code evidence_missing} when the folder has no state; {@code reference_missing}
     *     when the template is not there or leaves a token unfilled
     */
    public static RenderedReport render(Path runDir, Path out, Clock clock) throws IOException {
        RunReading run = RunReading.read(runDir, clock);
        ReportTemplate template = new ReportTemplate();
        byte[] page = template.page(ReportTokens.of(run, template, clock)).getBytes(StandardCharsets.UTF_8);
        AtomicFile.replace(out, page);
        return new RenderedReport(
                out,
                page.length,
                run.iterations().size(),
                run.state().maxIterations(),
                KpiPanel.of(run).status(),
                run.endedWell() && !run.handedOver());
    }
}
