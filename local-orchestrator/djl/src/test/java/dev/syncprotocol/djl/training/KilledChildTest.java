package dev.syncprotocol.djl.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.djl.training.SumsWorkspace.Kind;
import dev.syncprotocol.djl.training.TrainingChild.Way;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** CK-1 with SIGKILL in real processes: the whole run's bytes and rows, wherever it was killed. */
class KilledChildTest {
    private static final int LITTLE_TO_SAVE = 64;
    private static final int MUCH_TO_SAVE = 4096;
    private static final int MOST_TRIES = 20;
    private static final int STEPS = 4;

    @TempDir
    private Path folder;

    private int launches;
    private Map<String, String> whole = Map.of();
    private List<ObjectNode> rows = List.of();

    @ParameterizedTest
    @EnumSource(names = {"PPO_ADAPTER", "GRPO_ADAPTER"})
    void aKilledRunEndsWithTheBytesOfAWholeOne(Kind kind) throws IOException, InterruptedException {
        SumsWorkspace workspace = wholeRun(kind);
        killedAfter(2, workspace);
        endsLikeTheWholeOne(workspace, kind + " killed after step 2");
    }

    @ParameterizedTest
    @EnumSource(names = {"SFT_ADAPTER", "DPO_ADAPTER"})
    void soDoesOneThatIsKilledWhileItSaves(Kind kind) throws IOException, InterruptedException {
        SumsWorkspace workspace = wholeRun(kind);
        killedWhileSaving(3, workspace);
        endsLikeTheWholeOne(workspace, kind + " killed while saving step 3");
    }

    @ParameterizedTest
    @EnumSource
    @Tag("stress")
    void soItDoesWhereverItWasKilled(Kind kind) throws IOException, InterruptedException {
        SumsWorkspace workspace = wholeRun(kind, MUCH_TO_SAVE);
        int halfWritten = 0;
        for (int step = 1; step < STEPS; step++) {
            killedAfter(step, workspace);
            endsLikeTheWholeOne(workspace, kind + " killed after step " + step);
            halfWritten += halfWrittenBy(step + 1, kind, workspace);
        }
        for (int again = 0; halfWritten == 0 && again < MOST_TRIES; again++) {
            halfWritten += halfWrittenBy(STEPS, kind, workspace);
        }
        assertThat(halfWritten).as("folders that a kill left half-written").isPositive();
    }

    /** A kill may come after the last byte: how many folders it left half-written. */
    private int halfWrittenBy(int step, Kind kind, SumsWorkspace workspace) throws IOException, InterruptedException {
        killedWhileSaving(step, workspace);
        int left = leftOvers();
        endsLikeTheWholeOne(workspace, kind + " killed while saving step " + step);
        return left;
    }

    private SumsWorkspace wholeRun(Kind kind) throws IOException, InterruptedException {
        return wholeRun(kind, LITTLE_TO_SAVE);
    }

    private SumsWorkspace wholeRun(Kind kind, int intermediate) throws IOException, InterruptedException {
        SumsWorkspace workspace = SumsWorkspace.write(folder, kind, 4, STEPS);
        workspace.widen(intermediate);
        TrainingChild child = start(workspace, null);
        assertThat(child.exit()).as(child.said().toString()).isZero();
        whole = workspace.digests(STEPS);
        rows = workspace.metrics();
        assertThat(rows).hasSize(STEPS);
        assertThat(whole.keySet()).contains("opt.pt", "sched.pt", "rng.pkl");
        moveAside("whole");
        return workspace;
    }

    private void killedAfter(int step, SumsWorkspace workspace) throws IOException, InterruptedException {
        start(workspace, null).killAt("step " + (step + 1) + "/");
    }

    private void killedWhileSaving(int step, SumsWorkspace workspace) throws IOException, InterruptedException {
        Path output = Files.createDirectories(workspace.folder().resolve("checkpoints/x"));
        start(workspace, null).killWhenThereIs(String.format("step_%05d.tmp-", step), output);
    }

    private void endsLikeTheWholeOne(SumsWorkspace workspace, String what) throws IOException, InterruptedException {
        TrainingChild resumed = start(workspace, "latest");
        int exit = resumed.exit();
        assertThat(exit).as("%s: %s", what, resumed.said()).isZero();
        assertThat(workspace.digests(STEPS)).as(what).isEqualTo(whole);
        assertThat(workspace.metrics()).as(what).isEqualTo(rows);
        assertThat(leftOvers()).as(what).isZero();
        moveAside("of-" + launches);
    }

    private TrainingChild start(SumsWorkspace workspace, @Nullable String resume) throws IOException {
        launches++;
        return TrainingChild.start(workspace.order(launches, resume), Way.PLAIN);
    }

    private int leftOvers() throws IOException {
        try (Stream<Path> entries = Files.list(folder.resolve("checkpoints/x"))) {
            return (int)
                    entries.filter(entry -> entry.toString().contains(".tmp-")).count();
        }
    }

    private void moveAside(String name) throws IOException {
        Files.move(folder.resolve("checkpoints"), folder.resolve("checkpoints-" + name));
    }
}
