package dev.syncprotocol.runs.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ends a {@code new} before every change it makes: nothing half-written is taken for a run, and no name is stuck. */
class NewCrashTest {
    private static final int AT_LEAST = 12;

    @Test
    void leavesNothingAVoidFolderOrARunThatGoesOn(@TempDir Path folder) throws IOException {
        int kills = 0;
        boolean done = false;
        while (!done) {
            Path workspace = Files.createDirectory(folder.resolve("kill-" + kills));
            done = openedBefore(kills, workspace);
            Experiment experiment = new Experiment(workspace);
            recover(experiment);
            Path run = runOf(experiment);
            Experiment.row(run, 10, 1, "1");
            Experiment.checkpoint(run, 10, "x");
            experiment.finish(run);
            experiment.demandSound(List.of(run));
            assertThat(RunFinish.temporaries(new RunFolder(run))).isEmpty();
            kills++;
        }
        assertThat(kills).as("changes of one new").isGreaterThan(AT_LEAST);
    }

    private static boolean openedBefore(int changes, Path workspace) throws IOException {
        List<String> made = new ArrayList<>();
        StoreFiles files = new StoreFiles((change, file) -> {
            if (made.size() == changes) {
                throw new Killed();
            }
            made.add(change);
        });
        try {
            new Experiment(workspace, files).trained("a");
            return true;
        } catch (Killed end) {
            return false;
        }
    }

    /** What a person does: recover everything, remove what is void. */
    private static void recover(Experiment experiment) throws IOException {
        experiment.store.recoverAll();
        for (RunLine line : experiment.store.list(RunQuery.ALL)) {
            assertThat(line.state()).isIn(RunState.VOID, RunState.OPEN);
            if (line.state() == RunState.VOID) {
                experiment.store.removeVoid(experiment.store.folder(line.id()));
            }
        }
    }

    /** The same {@code new} again: the name is free, or the run is there and whole. */
    private static Path runOf(Experiment experiment) throws IOException {
        try {
            return experiment.trained("a");
        } catch (SyncException taken) {
            assertThat(taken.code()).isEqualTo(ErrorCode.RUN_EXISTS);
            return experiment.store.folder("exp-20260801-1210-denoise-fft-a");
        }
    }
}
