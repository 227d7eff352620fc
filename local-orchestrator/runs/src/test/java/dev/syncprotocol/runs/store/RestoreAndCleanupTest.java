package dev.syncprotocol.runs.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two ways things change after a run is final (run-store.md sections 10.4 and 12). */
class RestoreAndCleanupTest {
    @TempDir
    Path workspace;

    Experiment experiment;
    Path first;
    Path second;

    @BeforeEach
    void finishesTwoRuns() throws IOException {
        experiment = new Experiment(workspace);
        first = experiment.trained("a", "1", "3", "2", "2.5");
        experiment.finish(first);
        second = experiment.trained("b", "5");
        experiment.at(Experiment.NOON.plusSeconds(60)).finish(second, FinishOptions.OK);
    }

    @Test
    void restoresAnEarlierRunByItsIdAndSaysWhy() throws IOException {
        BestMetrics restored = experiment.store.restoreBest(
                "denoise-fft", first.getFileName().toString(), "b was trained on the test set");
        assertThat(restored.point().value()).isEqualTo(3);
        assertThat(restored.previous().orElseThrow().value()).isEqualTo(5);
        List<ShowcaseEntry> history = experiment.store.history("denoise-fft");
        assertThat(history).extracting(ShowcaseEntry::action).containsExactly("promote", "promote", "restore");
        assertThat(history.get(2).why()).isEqualTo("b was trained on the test set");
        experiment.demandSound(List.of(first, second));
    }

    @Test
    void restoresWhatWasShownAtATime() throws IOException {
        assertThat(experiment
                        .store
                        .previewRestore("denoise-fft", "2026-08-01T12:10:30Z")
                        .experimentId())
                .endsWith("-a");
        assertThat(experiment.store.history("denoise-fft")).hasSize(2);
        refused(ErrorCode.USAGE, () -> experiment.store.previewRestore("denoise-fft", "2026-08-01T12:00:00Z"));
    }

    @Test
    void acceptsAnotherCriterionOnlyByRestoring() throws IOException {
        Path other = experiment.trainedWith(Experiment.config("min"), "c", "7");
        assertThat(experiment.finish(other).outcome()).isEqualTo(Finished.Outcome.CRITERION_CHANGED);
        experiment.store.restoreBest("denoise-fft", other.getFileName().toString(), "we minimise now");
        assertThat(experiment.store.history("denoise-fft").get(2).action()).isEqualTo("criterion");
        experiment.demandSound(List.of(first, second, other));
    }

    @Test
    void neverRestoresADamagedRun() throws IOException {
        RunStoreTest.flip(first.resolve("artifacts/checkpoints/best.pt"));
        Map<String, String> shown = RunStoreTest.contents(experiment.showcase());
        assertThatThrownBy(() -> experiment.store.restoreBest(
                        "denoise-fft", first.getFileName().toString(), "why"))
                .isInstanceOf(RunDamaged.class);
        assertThat(RunStoreTest.contents(experiment.showcase())).isEqualTo(shown);
    }

    @Test
    void plansWithoutTouchingAndNeverPlansTheBest() throws IOException {
        Map<String, String> before = RunStoreTest.contents(workspace);
        CleanupPlan plan = plan(1);
        assertThat(plan.remove())
                .extracting(CleanupPlan.Removal::path)
                .containsExactly("artifacts/checkpoints/step-000010.pt", "artifacts/checkpoints/step-000030.pt");
        assertThat(RunStoreTest.contents(workspace)).isEqualTo(before);
        assertThat(CleanupPlan.read(plan.tree().toString())).isEqualTo(plan);
    }

    @Test
    void leavesATombstoneForEachDeletedFile() throws IOException {
        RunManifest manifest = experiment.store.cleanup(first, plan(1));
        assertThat(manifest.ended().content().tombstones())
                .extracting(Tombstone::path, Tombstone::reason)
                .contains(org.assertj.core.groups.Tuple.tuple("artifacts/checkpoints/step-000010.pt", "space"));
        assertThat(first.resolve("artifacts/checkpoints/step-000010.pt")).doesNotExist();
        assertThat(first.resolve("artifacts/checkpoints/step-000020.pt")).exists();
        assertThat(first.resolve("manifest.history/0001.json")).exists();
        assertThat(Files.readString(workspace.resolve("registry/artifacts.csv")))
                .contains("tombstone");
        experiment.demandSound(List.of(first, second));
        experiment.store.restoreBest("denoise-fft", first.getFileName().toString(), "still there");
        experiment.demandSound(List.of(first, second));
    }

    @Test
    void refusesAPlanForAnotherManifestOrWithAProtectedFile() throws IOException {
        CleanupPlan plan = plan(1);
        RunFile best = RunManifest.read(first.resolve("manifest.json"))
                .ended()
                .content()
                .file(RunFolder.BEST)
                .orElseThrow();
        CleanupPlan edited = new CleanupPlan(
                plan.id(),
                plan.manifestSha256(),
                "x",
                List.of(new CleanupPlan.Removal(best.path(), best.size(), best.sha256())));
        refused(ErrorCode.PROTECTED_FILE, () -> experiment.store.cleanup(first, edited));
        refused(ErrorCode.PLAN_CHANGED, () -> experiment.store.cleanup(second, plan));
        experiment.store.cleanup(first, plan);
        refused(ErrorCode.PLAN_CHANGED, () -> experiment.store.cleanup(first, plan));
    }

    @Test
    void finishesExactlyThePlanAfterAKillAtEveryChange() throws IOException {
        int kills = 0;
        boolean done = false;
        while (!done) {
            Path run = experiment.trained("k" + kills, "1", "3", "2");
            experiment.finish(run);
            CleanupPlan plan = experiment.store.planCleanup(run, FileKind.CHECKPOINT, OptionalInt.empty(), "space");
            done = cleanedBefore(kills, run, plan);
            experiment.store.recover(run);
            if (Files.exists(run.resolve(RunFolder.checkpoint(10)))) {
                experiment.store.cleanup(run, plan);
            }
            assertThat(run.resolve(RunFolder.checkpoint(30))).doesNotExist();
            assertThat(run.resolve(".closing")).doesNotExist();
            experiment.demandSound(List.of(run));
            kills++;
        }
        assertThat(kills).isGreaterThan(10);
    }

    @Test
    void restoresWhollyOrNotAtAllWhenKilledAtEveryChange() throws IOException {
        int kills = 0;
        boolean done = false;
        while (!done) {
            String target = (kills % 2 == 0 ? first : second).getFileName().toString();
            done = restoredBefore(kills, target);
            experiment.store.restoreBest("denoise-fft", target, "again");
            experiment.demandSound(List.of(first, second));
            assertThat(experiment.store.showcase("denoise-fft").orElseThrow().experimentId())
                    .isEqualTo(target);
            kills++;
        }
        assertThat(kills).isGreaterThan(8);
    }

    private boolean cleanedBefore(int changes, Path run, CleanupPlan plan) throws IOException {
        try {
            killing(changes).store.cleanup(run, plan);
            return true;
        } catch (Killed end) {
            return false;
        }
    }

    private boolean restoredBefore(int changes, String target) throws IOException {
        try {
            killing(changes).store.restoreBest("denoise-fft", target, "because");
            return true;
        } catch (Killed end) {
            return false;
        }
    }

    private Experiment killing(int changes) {
        List<String> made = new ArrayList<>();
        return new Experiment(workspace, new StoreFiles((change, file) -> {
            if (made.size() == changes) {
                throw new Killed();
            }
            made.add(change);
        }));
    }

    private CleanupPlan plan(int keepLast) throws IOException {
        return experiment.store.planCleanup(first, FileKind.CHECKPOINT, OptionalInt.of(keepLast), "space");
    }

    private static void refused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
