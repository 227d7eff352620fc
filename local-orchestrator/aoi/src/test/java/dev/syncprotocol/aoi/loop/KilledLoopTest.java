package dev.syncprotocol.aoi.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.aoi.launch.AoiMain;
import dev.syncprotocol.aoi.launch.Interrupt;
import dev.syncprotocol.aoi.launch.NoonLoopMain;
import dev.syncprotocol.aoi.log.LoopLog;
import dev.syncprotocol.aoi.log.Phase;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, real signals (specification §10.4): wherever a loop was killed, the next one comes to the undisturbed run's bytes. */
class KilledLoopTest {
    /** Entries when the first iteration is evaluated, and its summary is not written yet. */
    private static final int EVALUATED = 8;

    @TempDir
    private Path folder;

    private SmallBoards boards;
    private int children;

    @BeforeEach
    void drawn() throws IOException {
        boards = SmallBoards.drawnIn(folder);
    }

    @Test
    void comesToTheSameFilesAfterThreeKills() throws Exception {
        SortedMap<String, String> undisturbed = undisturbed(1);
        ApprovedRun run = boards.claimed(SmallBoards.unreachable(1));
        assertThat(child(run).at(() -> works(run, 5)).killed()).isTrue();
        assertThat(child(run).at(() -> committed(run) >= EVALUATED).killed()).isTrue();
        // Between the last file and the last page, when it is quick enough.
        child(run).at(() -> Files.exists(run.folder().bestModel())).killed();
        endsAs(undisturbed, run);
    }

    /** Killed before the first stage, among the copies of a training, and right after a commit. */
    @Tag("stress")
    @Test
    void comesToTheSameFilesWhenTheTakingOverIsKilled() throws Exception {
        ApprovedRun damaged = boards.claimed(SmallBoards.unreachable(1));
        SmallBoards.goOn(damaged);
        Files.delete(damaged.folder().combined(new Phase(1)));
        SortedMap<String, String> untouched = SmallBoards.files(damaged.folder().root());
        ApprovedRun calm = boards.takingOver(damaged, 1);
        SmallBoards.goOn(calm);
        SortedMap<String, String> undisturbed = SmallBoards.files(calm.folder().root());
        SmallBoards.delete(calm.folder().root());

        ApprovedRun run = boards.takingOver(damaged, 1);
        child(run).at(() -> leftOvers(run) > 0).killed();
        child(run).at(() -> trains(run)).killed();
        child(run).at(() -> committed(run) >= 2).killed();
        endsAs(undisturbed, run);
        assertThat(SmallBoards.files(damaged.folder().root())).isEqualTo(untouched);
    }

    /** One run that dies in every stage and again after the stage's commit. */
    @Test
    @Tag("stress")
    void comesToTheSameFilesWhenItDiesAtEveryStage() throws Exception {
        SortedMap<String, String> undisturbed = undisturbed(2);
        ApprovedRun run = boards.claimed(SmallBoards.unreachable(2));
        int inTheMiddle = 0;
        int stages = 0;
        for (boolean alive = true; alive; stages++) {
            int before = stages;
            child(run).at(() -> works(run, before)).killed();
            inTheMiddle += leftOvers(run) > 0 ? 1 : 0;
            alive = child(run).at(() -> committed(run) > before).killed();
        }
        assertThat(stages).isGreaterThan(14);
        assertThat(inTheMiddle).as("kills that left a stage half done").isGreaterThan(5);
        endsAs(undisturbed, run);
    }

    /** The same by another measure: each one is killed when the run has a few files more. */
    @Test
    @Tag("stress")
    void comesToTheSameFilesWhenItDiesAmongTheFiles() throws Exception {
        SortedMap<String, String> undisturbed = undisturbed(2);
        ApprovedRun run = boards.claimed(SmallBoards.unreachable(2));
        boolean alive = true;
        while (alive) {
            int more = SmallBoards.files(run.folder().root()).size() + 7;
            alive = child(run).at(() -> count(run, "") >= more).killed();
        }
        endsAs(undisturbed, run);
    }

    @Test
    void refusesASecondProcessWhileOneGoesOn() throws Exception {
        ApprovedRun run = boards.claimed(SmallBoards.unreachable(1));
        Path hold = Files.createFile(folder.resolve("hold"));
        LoopChild first = child(AoiMain.class, run, hold).at(() -> trains(run));
        LoopChild second = child(AoiMain.class, run, hold);
        assertThatThrownBy(second::answer)
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LOCKED));
        assertThat(first.process().isAlive()).as(first.said()).isTrue();
        Files.delete(hold);
        assertThat(first.answer().orElseThrow().path("reason").asText()).isEqualTo("max_iterations");
    }

    @Tag("stress")
    @Test
    void endsWith130AtAnInterruptAndGoesOnLater() throws Exception {
        Interrupt.assumeHeard();
        SortedMap<String, String> undisturbed = undisturbed(1);
        ApprovedRun run = boards.claimed(SmallBoards.unreachable(1));
        LoopChild child = child(AoiMain.class, run, Files.createFile(folder.resolve("hold")))
                .at(() -> trains(run));
        Interrupt.send(child.process());
        assertThat(child.process().waitFor()).as(child.said()).isEqualTo(130);
        assertThat(committed(run)).as("nothing of it is logged").isZero();
        endsAs(undisturbed, run);
    }

    private SortedMap<String, String> undisturbed(int iterations) throws Exception {
        ApprovedRun run = boards.claimed(SmallBoards.unreachable(iterations));
        SmallBoards.goOn(run);
        SortedMap<String, String> files = SmallBoards.files(run.folder().root());
        assertThat(files).hasSizeGreaterThan(50);
        SmallBoards.delete(run.folder().root());
        return files;
    }

    private void endsAs(SortedMap<String, String> undisturbed, ApprovedRun run) throws Exception {
        LoopChild last = child(run);
        assertThat(last.answer().orElseThrow().path("reason").asText())
                .as(last.said())
                .isEqualTo("max_iterations");
        SortedMap<String, String> files = SmallBoards.files(run.folder().root());
        files.keySet().removeIf(name -> name.matches("aborted/.*|loop_log\\.torn.*|\\.lock"));
        assertThat(differing(files, undisturbed)).isEmpty();
        assertThat(new RunCheck(run, SmallBoards.NOON).faults()).isEmpty();
    }

    private static SortedSet<String> differing(SortedMap<String, String> some, SortedMap<String, String> others) {
        SortedSet<String> names = new TreeSet<>(some.keySet());
        names.addAll(others.keySet());
        names.removeIf(name -> Objects.equals(some.get(name), others.get(name)));
        return names;
    }

    private LoopChild child(ApprovedRun run) throws IOException {
        return child(NoonLoopMain.class, run, folder.resolve("nothing-holds"));
    }

    private LoopChild child(Class<?> main, ApprovedRun run, Path hold) throws IOException {
        Path order = Files.createDirectory(folder.resolve("child-" + ++children));
        return LoopChild.start(main, order, run.folder().root(), hold);
    }

    /** Whether the stage after so many entries has begun; or is over, when it was too quick to be seen. */
    private static boolean works(ApprovedRun run, int entries) throws IOException {
        long now = committed(run);
        return now > entries || now == entries && leftOvers(run) > 0;
    }

    /** Whether a training works in its folder. */
    private static boolean trains(ApprovedRun run) throws IOException {
        return count(run, "train.tmp-") > 0;
    }

    /** Lines of the log, half ones not. */
    private static long committed(ApprovedRun run) throws IOException {
        Path log = run.folder().root().resolve(LoopLog.NAME);
        return Files.exists(log)
                ? Files.readString(log).chars().filter(c -> c == '\n').count()
                : 0;
    }

    private static long leftOvers(ApprovedRun run) throws IOException {
        return count(run, ".tmp-");
    }

    /** Entries of the run with this in their names; the tree changes while it is walked. */
    private static long count(ApprovedRun run, String part) throws IOException {
        try (Stream<Path> tree = Files.walk(run.folder().root())) {
            return tree.filter(path -> !path.startsWith(run.folder().aborted()))
                    .filter(path -> path.getFileName().toString().contains(part))
                    .count();
        } catch (UncheckedIOException moved) {
            return 0;
        }
    }
}
