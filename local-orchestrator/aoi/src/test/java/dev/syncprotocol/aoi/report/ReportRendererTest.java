package dev.syncprotocol.aoi.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportRendererTest {
    @TempDir
    Path workspace;

    @Test
    void rendersALoopThatUsedUpItsIterations() throws Exception {
        RunFolder run = RunFolder.ended(workspace);

        RenderedReport report = ReportRenderer.render(run.dir(), RunFolder.CLOCK);

        assertThat(report.statusLine())
                .matches(
                        "reporter: wrote DEFT_Loop_Report.html \\(\\d+B, 3/3 iterations complete, status=[0-9.]+pp from target\\)");
        if (System.getProperty("look") != null)
            Files.copy(
                    report.file(),
                    Path.of(System.getProperty("look")),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
}
