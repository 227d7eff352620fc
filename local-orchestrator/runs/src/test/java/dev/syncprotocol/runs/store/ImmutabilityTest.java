package dev.syncprotocol.runs.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.runs.export.MlflowExport;
import dev.syncprotocol.runs.export.OciExport;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every public method of the store is tried against a final run, and no byte of it changes. All files are writable here,
 * so it is not the mode bits that protect them: the proof holds for root as well.
 */
class ImmutabilityTest {
    /** Methods that are asked and answer; they are called too. */
    private static final Set<String> READING = Set.of(
            "list",
            "show",
            "finished",
            "folder",
            "registered",
            "best",
            "showcase",
            "history",
            "showcaseFolder",
            "checkShowcase",
            "checkMirror",
            "mirrorFolder",
            "checkRegistry",
            "ids",
            "runs");

    @TempDir
    Path workspace;

    @TempDir
    Path elsewhere;

    private Experiment experiment;
    private Path run;
    private String id;

    private interface Attempt {
        Object call() throws IOException;
    }

    @BeforeEach
    void finishesTwoRunsAndMakesEveryFileWritable() throws IOException {
        experiment = new Experiment(workspace);
        run = experiment.trained("a", "1", "2");
        experiment.finish(run);
        experiment.finish(experiment.trained("b", "3"));
        id = run.getFileName().toString();
        for (String file : RunStoreTest.contents(run).keySet()) {
            assertThat(run.resolve(file).toFile().setWritable(true)).isTrue();
        }
    }

    @Test
    void changesNoByteOfAFinalRunThroughAnyPublicMethod() throws IOException {
        Map<String, String> before = RunStoreTest.contents(run);
        Map<String, Attempt> attempts = attempts();
        for (Map.Entry<String, Attempt> attempt : attempts.entrySet()) {
            refusedOrHarmless(attempt.getValue());
            assertThat(RunStoreTest.contents(run)).as(attempt.getKey()).isEqualTo(before);
        }
        Set<String> tried =
                attempts.keySet().stream().map(name -> name.split(" ")[0]).collect(Collectors.toSet());
        assertThat(publicMethods())
                .as("a new method of the store is tried here too")
                .isEqualTo(tried);
        experiment.demandSound(List.of(run));
    }

    @Test
    void publishesUnderNoNameThatIsTaken() throws IOException {
        StoreFiles files = StoreFiles.unwatched();
        Map<String, String> before = RunStoreTest.contents(run);
        for (String file : before.keySet()) {
            Path taken = run.resolve(file);
            expectTaken(() -> files.publish(taken, "other".getBytes(StandardCharsets.UTF_8)));
            expectTaken(() -> files.publishCopy(
                    run.resolve("manifest.json"),
                    taken,
                    dev.syncprotocol.protocol.digest.Sha256.ofFile(run.resolve("manifest.json"))));
        }
        assertThat(RunStoreTest.contents(run)).isEqualTo(before);
    }

    private Map<String, Attempt> attempts() throws IOException {
        RunStore store = experiment.store;
        Map<String, Attempt> attempts = new LinkedHashMap<>();
        attempts.put("open the same slug", () -> store.open(Experiment.asked(Experiment.config("max"), "a")));
        String named = Experiment.config("max").replace("seed: 42", "seed: 42, id: " + id);
        attempts.put("open by its id", () -> store.open(Experiment.asked(named, "z")));
        attempts.put("finish again", () -> store.finish(run, FinishOptions.OK));
        attempts.put(
                "finish as failed", () -> store.finish(run, new FinishOptions(1, FinishOptions.Promotion.FAILED_TOO)));
        attempts.put("previewRestore", () -> store.previewRestore("denoise-fft", id));
        attempts.put("restoreBest", () -> store.restoreBest("denoise-fft", id, "why not"));
        attempts.put("planCleanup", () -> store.planCleanup(run, FileKind.CHECKPOINT, OptionalInt.empty(), "space"));
        attempts.put("cleanup of protected files", () -> store.cleanup(run, forged()));
        attempts.put("recover", () -> store.recover(run));
        attempts.put("recoverAll", store::recoverAll);
        attempts.put("verify", () -> store.verify(run, RunCheck.Level.FULL));
        attempts.put("verify part", () -> store.verify(run, new RunCheck.Part(1, 1)));
        attempts.put("mirror into the run", () -> store.mirror(MirrorOrder.best(run)));
        attempts.put("mirror above the runs", () -> store.mirror(MirrorOrder.best(workspace.resolve("experiments"))));
        attempts.put(
                "mirror", () -> store.mirror(new MirrorOrder(elsewhere, List.of(id), MirrorOrder.Registry.COPIED)));
        attempts.put("repair without need", () -> store.repair(run, elsewhere));
        attempts.put("voidContent", () -> store.voidContent(run));
        attempts.put("removeVoid", () -> {
            store.removeVoid(run);
            return id;
        });
        for (String name : READING) {
            attempts.put(name, () -> read(store, name));
        }
        attempts.put(
                "finished and exported into the run", () -> MlflowExport.write(store, List.of(id), run.resolve("x")));
        attempts.put(
                "finished and exported elsewhere", () -> OciExport.write(store, List.of(id), elsewhere.resolve("oci")));
        return attempts;
    }

    private Object read(RunStore store, String name) throws IOException {
        return switch (name) {
            case "list" -> store.list(RunQuery.ALL);
            case "show" -> store.show(id);
            case "finished" -> store.finished(id);
            case "folder" -> store.folder(id);
            case "registered" -> store.registered();
            case "best" -> store.best("val_psnr", Mode.MAX);
            case "showcase" -> store.showcase("denoise-fft");
            case "history" -> store.history("denoise-fft");
            case "showcaseFolder" -> store.showcaseFolder("denoise-fft");
            case "checkShowcase" -> store.checkShowcase("denoise-fft");
            case "checkMirror" -> store.checkMirror(elsewhere);
            case "mirrorFolder" -> store.mirrorFolder();
            case "checkRegistry" -> store.checkRegistry();
            case "ids" -> store.ids();
            default -> store.runs();
        };
    }

    /** A plan somebody edited: it names what never goes. */
    private CleanupPlan forged() throws IOException {
        RunManifest manifest = RunManifest.read(run.resolve("manifest.json"));
        List<CleanupPlan.Removal> all = manifest.ended().content().files().stream()
                .map(file -> new CleanupPlan.Removal(file.path(), file.size(), file.sha256()))
                .toList();
        return new CleanupPlan(
                id, dev.syncprotocol.protocol.digest.Sha256.ofFile(run.resolve("manifest.json")), "all of it", all);
    }

    private static void refusedOrHarmless(Attempt attempt) throws IOException {
        try {
            attempt.call();
        } catch (SyncException | FileAlreadyExistsException refused) {
            assertThat(refused).hasMessageMatching("(?s).+");
        }
    }

    private interface Writing {
        void now() throws IOException;
    }

    private static void expectTaken(Writing writing) throws IOException {
        try {
            writing.now();
            throw new AssertionError("it replaced a file");
        } catch (FileAlreadyExistsException expected) {
            assertThat(expected.getFile()).isNotEmpty();
        }
    }

    private static Set<String> publicMethods() {
        return Arrays.stream(RunStore.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .map(java.lang.reflect.Method::getName)
                .collect(Collectors.toSet());
    }
}
