package dev.syncprotocol.runs.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.syncprotocol.protocol.digest.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ends a finish before every single change it makes to the disk, and looks at what is left. The layer that counts the
 * changes is the one all writing goes through.
 */
class CrashTest {
    private static final int AT_LEAST = 30;

    @Test
    void leavesTheOldBestOrTheNewAndGoesOnAfterAKillAtEveryChange(@TempDir Path folder) throws IOException {
        int kills = 0;
        boolean done = false;
        while (!done) {
            Path workspace = Files.createDirectory(folder.resolve("kill-" + kills));
            done = killedAfter(kills, workspace);
            kills++;
        }
        assertThat(kills).as("changes of one finish").isGreaterThan(AT_LEAST);
    }

    /** Whether the finish ended before its turn to be killed came. */
    private static boolean killedAfter(int changes, Path workspace) throws IOException {
        Experiment experiment = new Experiment(workspace);
        Path first = experiment.trained("a", "1", "2");
        experiment.finish(first);
        Path second = experiment.trained("b", "3", "5");
        List<String> made = new ArrayList<>();
        boolean done = false;
        try {
            new Experiment(workspace, new StoreFiles((change, file) -> {
                        if (made.size() == changes) {
                            throw new Killed();
                        }
                        made.add(change + " " + file.getFileName());
                    }))
                    .finish(second);
            done = true;
        } catch (Killed end) {
            demandOldOrNew(experiment, made);
        }
        Finished recovered = experiment.finish(second);
        assertThat(recovered.manifest().isFinal()).as(made.toString()).isTrue();
        experiment.demandSound(List.of(first, second));
        assertThat(experiment.store.showcase("denoise-fft").orElseThrow().experimentId())
                .as(made.toString())
                .endsWith("-b");
        assertThat(experiment.store.history("denoise-fft")).as(made.toString()).hasSize(2);
        assertThat(experiment.store.registered()).as(made.toString()).hasSize(2);
        assertThat(second.resolve("logs/tensorboard/events.out.tfevents.1785586203.sync"))
                .as(made.toString())
                .isNotEmptyFile();
        demandTheSameAgain(experiment, second);
        return done;
    }

    /** What a reader sees right after the kill: metrics.json names one run wholly, old or new. */
    private static void demandOldOrNew(Experiment experiment, List<String> made) throws IOException {
        BestMetrics shown = experiment.store.showcase("denoise-fft").orElseThrow();
        Path run = experiment.workspace.resolve(shown.modelPath());
        assertThat(Sha256.ofFile(run)).as(made.toString()).isEqualTo(shown.bestSha256());
        assertThat(List.of(2.0, 5.0)).as(made.toString()).contains(shown.point().value());
    }

    private static void demandTheSameAgain(Experiment experiment, Path run) throws IOException {
        var once = RunStoreTest.contents(experiment.workspace);
        assertThat(experiment.finish(run).outcome()).isEqualTo(Finished.Outcome.ALREADY_FINAL);
        assertThat(RunStoreTest.contents(experiment.workspace)).isEqualTo(once);
    }
}
