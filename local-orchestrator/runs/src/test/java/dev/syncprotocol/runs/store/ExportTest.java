package dev.syncprotocol.runs.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.export.MlflowExport;
import dev.syncprotocol.runs.export.OciExport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs in the layouts of other tools; the expected MLflow files are those that mlflow 3.9.0 wrote itself. */
class ExportTest {
    @TempDir
    Path workspace;

    @TempDir
    Path out;

    private Experiment experiment;
    private Path run;
    private String id;

    @BeforeEach
    void finishesARun() throws IOException {
        experiment = new Experiment(workspace);
        run = experiment.trained("a", "1.5", "nan", "", "3");
        experiment.finish(run);
        id = run.getFileName().toString();
    }

    @Test
    void writesMetricsParametersTagsAndArtifactsAsMlflowReadsThem() throws IOException {
        Map<String, String> exported = MlflowExport.write(experiment.store, List.of(id), out.resolve("mlruns"));
        Path folder = onlyFolder(onlyFolder(out.resolve("mlruns")));
        assertThat(folder.getFileName()).hasToString(exported.get(id));
        assertThat(folder.resolve("metrics/primary"))
                .hasContent("1785586203000 1.5 10\n1785586203000 nan 20\n1785586203000 3 40");
        assertThat(folder.resolve("metrics/val_psnr")).hasSameTextualContentAs(folder.resolve("metrics/primary"));
        assertThat(folder.resolve("metrics/val_acc")).doesNotExist();
        assertThat(folder.resolve("params/train.lr")).hasContent("0.0003");
        assertThat(folder.resolve("tags/mlflow.runName")).hasContent(id);
        assertThat(folder.resolve("meta.yaml"))
                .content()
                .contains("status: 3", "lifecycle_stage: active", "run_name: " + id)
                .containsPattern("experiment_id: \"\\d{18}\"");
        assertThat(folder.resolve("artifacts/artifacts/checkpoints/best.pt"))
                .hasSameBinaryContentAs(run.resolve("artifacts/checkpoints/best.pt"));
    }

    @Test
    void namesEveryBlobOfAnImageLayoutByItsDigest() throws IOException {
        Map<String, String> exported = OciExport.write(experiment.store, List.of(id), out);
        try (Stream<Path> blobs = Files.list(out.resolve("blobs/sha256"))) {
            assertThat(blobs.toList())
                    .hasSizeGreaterThan(8)
                    .allSatisfy(blob -> assertThat(Sha256.ofFile(blob).hex())
                            .isEqualTo(blob.getFileName().toString()));
        }
        JsonNode index = SyncJson.read(Files.readString(out.resolve("index.json")));
        assertThat(index.at("/manifests/0/digest").textValue()).isEqualTo(exported.get(id));
        JsonNode manifest = SyncJson.read(Files.readString(
                out.resolve("blobs/sha256").resolve(exported.get(id).substring("sha256:".length()))));
        assertThat(manifest.path("layers"))
                .anySatisfy(layer -> assertThat(layer.at("/annotations/org.opencontainers.image.title")
                                .textValue())
                        .isEqualTo("artifacts/checkpoints/best.pt"));
        assertThat(out.resolve("oci-layout")).content().contains("1.0.0");
    }

    @Test
    void leavesTheStoreUntouched() throws IOException {
        Map<String, String> before = RunStoreTest.contents(workspace);
        MlflowExport.write(experiment.store, List.of(id), out);
        assertThat(RunStoreTest.contents(workspace)).isEqualTo(before);
    }

    @Test
    void refusesADamagedRunAnOpenRunAndAFolderThatHoldsSomething() throws IOException {
        String open = experiment.trained("open", "1").getFileName().toString();
        refused(ErrorCode.RUN_OPEN, open, out);
        Files.writeString(out.resolve("mine"), "");
        refused(ErrorCode.NAME_TAKEN, id, out);
        refused(ErrorCode.PATH_REFUSED, id, run.resolve("export"));
        RunStoreTest.flip(run.resolve("artifacts/checkpoints/step-000010.pt"));
        refused(ErrorCode.DIGEST_MISMATCH, id, out.resolve("new"));
        assertThat(out.resolve("new")).doesNotExist();
    }

    private void refused(ErrorCode code, String run, Path folder) {
        assertThatThrownBy(() -> MlflowExport.write(experiment.store, List.of(run), folder))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static Path onlyFolder(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(Files::isDirectory)
                    .reduce((a, b) -> {
                        throw new AssertionError("two folders in " + folder);
                    })
                    .orElseThrow();
        }
    }
}
