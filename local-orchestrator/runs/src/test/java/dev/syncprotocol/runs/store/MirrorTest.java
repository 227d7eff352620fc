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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The second copy, and what three witnesses put right. */
class MirrorTest {
    private static final String STEP = "artifacts/checkpoints/step-000010.pt";

    @TempDir
    Path workspace;

    @TempDir
    Path otherDisk;

    private Experiment experiment;
    private Path run;

    @BeforeEach
    void mirrorsOneRun() throws IOException {
        experiment = new Experiment(workspace);
        run = experiment.trained("a", "1", "2");
        experiment.finish(run);
        mirror();
    }

    @Test
    void copiesTheShowcaseTheRunAndTheRegistry() throws IOException {
        assertThat(copy("manifest.json")).hasSameBinaryContentAs(run.resolve("manifest.json"));
        assertThat(otherDisk.resolve("best/denoise-fft-latest/best.pt"))
                .hasSameBinaryContentAs(experiment.showcase().resolve("best.pt"));
        assertThat(otherDisk.resolve("registry/models.csv"))
                .hasSameBinaryContentAs(workspace.resolve("registry/models.csv"));
        Coreutils.demandOk(otherDisk.resolve("runs").resolve(run.getFileName()));
        assertThat(experiment.store.checkMirror(otherDisk)).allMatch(object -> object.state() == MirrorObject.State.OK);
    }

    @Test
    void touchesNoCopyThatIsTheSame() throws IOException {
        Map<String, String> before = RunStoreTest.contents(otherDisk.resolve("runs"));
        mirror();
        assertThat(RunStoreTest.contents(otherDisk.resolve("runs"))).isEqualTo(before);
    }

    @Test
    void tellsStaleFromBadAndMissing() throws IOException {
        experiment.finish(experiment.trained("b", "5"));
        RunStoreTest.flip(copy(STEP));
        Files.delete(copy("metrics.csv"));
        assertThat(experiment.store.checkMirror(otherDisk))
                .filteredOn(object -> object.state() != MirrorObject.State.OK)
                .extracting(
                        object -> object.state() + " " + Path.of(object.path()).getFileName())
                .contains("BAD step-000010.pt", "MISSING metrics.csv", "STALE best.pt", "STALE models.csv");
    }

    @Test
    void neverReplacesAGoodCopyByADamagedFile() throws IOException {
        Map<String, String> before = RunStoreTest.contents(otherDisk.resolve("best"));
        RunStoreTest.flip(experiment.showcase().resolve("best.pt"));
        assertThatThrownBy(() -> experiment.store.mirror(MirrorOrder.best(otherDisk)))
                .isInstanceOf(SyncException.class);
        assertThat(RunStoreTest.contents(otherDisk.resolve("best"))).isEqualTo(before);
    }

    @Test
    void copiesByItselfWhenConfiguredAndSaysWhenItCannot() throws IOException {
        Path blocked = Files.writeString(workspace.resolve("a-file"), "");
        String config = Experiment.config("max") + "paths: {mirror_dir: " + blocked.resolve("below") + "}\n";
        Path other = experiment.trainedWith(config, "b", "9");
        assertThatThrownBy(() -> experiment.finish(other))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MIRROR_FAILED));
        assertThat(RunManifest.read(other.resolve("manifest.json")).isFinal()).isTrue();
        assertThat(other.resolve(".closing")).doesNotExist();
        experiment.demandSound(List.of(run, other));
        Files.delete(blocked);
        assertThat(experiment.finish(other).outcome()).isEqualTo(Finished.Outcome.ALREADY_FINAL);
        assertThat(blocked.resolve("below/best/denoise-fft-latest/best.pt")).exists();
    }

    @Test
    void repairsADamagedFileFromTheMirrorAndKeepsTheBadBytes() throws IOException {
        RunStoreTest.flip(run.resolve(STEP));
        Files.delete(run.resolve("reports/summary.md"));
        assertThat(repair()).containsExactlyInAnyOrder(STEP, "reports/summary.md");
        experiment.demandSound(List.of(run));
        assertThat(workspace
                        .resolve("experiments/quarantine")
                        .resolve(run.getFileName())
                        .resolve(STEP.replace('/', '_')))
                .exists();
        assertThat(Files.readString(workspace.resolve("registry/repairs.csv"))).contains(STEP + ",", ",mirror,");
        assertThat(repair()).isEmpty();
    }

    @Test
    void repairsADamagedCopyFromTheRun() throws IOException {
        RunStoreTest.flip(copy(STEP));
        assertThat(repair()).containsExactly("mirror/" + STEP);
        assertThat(copy(STEP)).hasSameBinaryContentAs(run.resolve(STEP));
    }

    @Test
    void repairsTheSumsFromTheManifestAndTheManifestFromTheMirror() throws IOException {
        RunStoreTest.flip(run.resolve("SHA256SUMS"));
        assertThat(repair()).containsExactly("SHA256SUMS");
        experiment.demandSound(List.of(run));
        RunStoreTest.flip(run.resolve("manifest.json"));
        assertThat(repair()).containsExactly("manifest.json");
        experiment.demandSound(List.of(run));
    }

    @Test
    void writesNothingWhenTwoSidesAreBad() throws IOException {
        for (List<String> sides : List.of(
                List.of(STEP, "SHA256SUMS"), List.of(STEP, "manifest.json"), List.of("manifest.json", "SHA256SUMS"))) {
            for (String side : sides) {
                RunStoreTest.flip(run.resolve(side));
            }
            refusedWithoutAWrite();
            for (String side : sides) {
                RunStoreTest.flip(run.resolve(side));
            }
        }
        RunStoreTest.flip(run.resolve(STEP));
        RunStoreTest.flip(copy(STEP));
        RunStoreTest.flip(run.resolve("metrics.csv"));
        refusedWithoutAWrite();
    }

    @Test
    void repairsWhollyAfterAKillAtEveryChange() throws IOException {
        int kills = 0;
        boolean done = false;
        while (!done) {
            RunStoreTest.flip(run.resolve(STEP));
            done = repairedBefore(kills);
            if (!done) {
                repair();
            }
            experiment.demandSound(List.of(run));
            assertThat(experiment.store.checkMirror(otherDisk))
                    .allMatch(object -> object.state() != MirrorObject.State.BAD);
            kills++;
        }
        assertThat(kills).isGreaterThan(4);
    }

    @Test
    void mirrorsWhollyAfterAKillAtEveryChange() throws IOException {
        int kills = 0;
        boolean done = false;
        while (!done) {
            Path folder = otherDisk.resolve("m" + kills);
            done = mirroredBefore(kills, folder);
            experiment.store.mirror(order(folder));
            assertThat(experiment.store.checkMirror(folder))
                    .isNotEmpty()
                    .allMatch(o -> o.state() == MirrorObject.State.OK);
            Coreutils.demandOk(folder.resolve("runs").resolve(run.getFileName()));
            kills += 9;
        }
        assertThat(kills).isGreaterThan(20);
    }

    @Test
    void readsAPartOfTheFilesAndAllPartsReadAll() throws IOException {
        int files = 0;
        for (int part = 1; part <= 3; part++) {
            RunCheck check = experiment.store.verify(run, new RunCheck.Part(part, 3));
            assertThat(check.words()).startsWith("verified part " + part + " of 3");
            files += check.files();
        }
        assertThat(files)
                .isEqualTo(experiment.store.verify(run, RunCheck.Level.FULL).files());
        RunStoreTest.flip(run.resolve(STEP));
        long found = 0;
        for (int part = 1; part <= 3; part++) {
            found += experiment
                    .store
                    .verify(run, new RunCheck.Part(part, 3))
                    .findings()
                    .size();
        }
        assertThat(found).isEqualTo(1);
    }

    @Test
    void keepsTheMirrorOfARunThatWasCleanedUp() throws IOException {
        CleanupPlan plan = experiment.store.planCleanup(run, FileKind.CHECKPOINT, OptionalInt.empty(), "space");
        experiment.store.cleanup(run, plan);
        mirror();
        assertThat(copy(STEP)).exists();
        assertThat(repair()).isEmpty();
        experiment.demandSound(List.of(run));
    }

    private void refusedWithoutAWrite() throws IOException {
        Map<String, String> before = RunStoreTest.contents(workspace.resolve("experiments"));
        assertThatThrownBy(this::repair).isInstanceOf(RunDamaged.class);
        assertThat(RunStoreTest.contents(workspace.resolve("experiments"))).isEqualTo(before);
    }

    private boolean repairedBefore(int changes) throws IOException {
        try {
            killing(changes).store.repair(run, otherDisk);
            return true;
        } catch (Killed end) {
            return false;
        }
    }

    private boolean mirroredBefore(int changes, Path folder) throws IOException {
        try {
            killing(changes).store.mirror(order(folder));
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

    private void mirror() throws IOException {
        experiment.store.mirror(order(otherDisk));
    }

    private MirrorOrder order(Path folder) {
        return new MirrorOrder(folder, List.of(run.getFileName().toString()), MirrorOrder.Registry.COPIED);
    }

    private List<String> repair() throws IOException {
        return experiment.store.repair(run, otherDisk);
    }

    private Path copy(String path) {
        return otherDisk.resolve("runs").resolve(run.getFileName()).resolve(path);
    }
}
