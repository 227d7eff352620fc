package dev.syncprotocol.runs.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.json.LocatedDocument;
import dev.syncprotocol.protocol.schema.SchemaId;
import dev.syncprotocol.protocol.schema.SchemaValidator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every document the store writes, in every state of a run, is valid by its published schema. */
class WrittenDocumentsTest {
    @TempDir
    Path workspace;

    private Experiment experiment;

    @BeforeEach
    void begin() {
        experiment = new Experiment(workspace);
    }

    @Test
    void writesAValidLockAndManifestOfAnOpenRun() throws IOException {
        Path run = experiment.trained("a");
        valid(SchemaId.RUN_LOCK_V1, run.resolve("config.lock.json"));
        valid(SchemaId.RUN_MANIFEST_V1, run.resolve("manifest.json"));
    }

    @Test
    void writesAValidManifestHoweverARunEnds() throws IOException {
        Path good = experiment.trained("good", "1", "3");
        experiment.finish(good);
        Path none = experiment.trained("none", "nan");
        experiment.finish(none);
        Path failed = experiment.trained("failed", "2");
        experiment.store.finish(failed, new FinishOptions(1, FinishOptions.Promotion.OK_ONLY));
        Path unkept = experiment.trainedWith(
                Experiment.config("max").replace("keep_best: true", "keep_best: false"), "unkept", "9");
        experiment.finish(unkept);
        Path torn = experiment.trained("torn", "1");
        Files.writeString(torn.resolve("artifacts/x.pt" + StoreFiles.TEMPORARY + "1"), "left over");
        experiment.finish(torn);
        for (Path run : List.of(good, none, failed, unkept, torn)) {
            valid(SchemaId.RUN_MANIFEST_V1, run.resolve("manifest.json"));
        }
        assertThat(RunManifest.read(torn.resolve("manifest.json"))
                        .ended()
                        .content()
                        .tombstones())
                .hasSize(1);
    }

    @Test
    void writesAValidManifestAfterACleanup() throws IOException {
        Path run = experiment.trained("a", "1", "3");
        experiment.finish(run);
        CleanupPlan plan = experiment.store.planCleanup(run, FileKind.CHECKPOINT, OptionalInt.empty(), "space");
        experiment.store.cleanup(run, plan);
        valid(SchemaId.RUN_MANIFEST_V1, run.resolve("manifest.json"));
        valid(SchemaId.RUN_MANIFEST_V1, run.resolve("manifest.history/0001.json"));
    }

    @Test
    void writesAValidShowcase() throws IOException {
        experiment.finish(experiment.trained("a", "1"));
        valid(SchemaId.BEST_METRICS_V1, experiment.showcase().resolve("metrics.json"));
        experiment.finish(experiment.trained("b", "2"));
        valid(SchemaId.BEST_METRICS_V1, experiment.showcase().resolve("metrics.json"));
    }

    @Test
    void writesAValidLockInADirtyWorkTree() throws IOException {
        NewRun asked = Experiment.asked(Experiment.config("max"), "a");
        CodeState dirty = new CodeState(
                Optional.of("a".repeat(40)),
                Optional.of("main"),
                Optional.of(true),
                Optional.of("b".repeat(64)),
                Optional.of("c".repeat(64)),
                Optional.of("v1.0.0"));
        RunLock lock = experiment.store.open(new NewRun(
                asked.source(), asked.path(), asked.slug(), asked.suffix(), asked.origin(), dirty, asked.runtime()));
        valid(SchemaId.RUN_LOCK_V1, workspace.resolve(lock.experimentDir()).resolve("config.lock.json"));
    }

    private static void valid(SchemaId schema, Path file) throws IOException {
        LocatedDocument document = LocatedDocument.read(Files.readAllBytes(file), DocumentFormat.JSON);
        assertThat(SchemaValidator.violations(schema, document))
                .as(file.toString())
                .isEmpty();
    }
}
