package dev.syncprotocol.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** P2: an installation whose own files are not the ones it was built with; they lie before the real ones on the class path. */
class AoiBuiltInFilesTest {
    @TempDir
    private Path folder;

    @Test
    void refusesAnAlteredTemplateAndABrokenSchemaBeforeAnythingRuns() throws Exception {
        AoiProcess sync = AoiProcess.drawnIn(folder);
        planted("aoi/report/report.html.peb", "<html>altered</html>");
        planted("schemas/aoi-merge-validation.v1.schema.json", "{");

        JsonNode error = sync.answer(2, "preflight", AoiProcess.wished()).at("/error");

        assertThat(error.at("/code").asText()).isEqualTo("reference_missing");
        assertThat(error.at("/violations").toString())
                .contains("P2 reference_missing")
                .contains("a template of the report is not the one this program was built with: reinstall")
                .contains("aoi-merge-validation.v1 is missing or broken: reinstall");
        assertThat(sync.boards().resolve("results")).doesNotExist();
    }

    private void planted(String name, String content) throws IOException {
        Path file = folder.resolve("engine/dev/syncprotocol").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
