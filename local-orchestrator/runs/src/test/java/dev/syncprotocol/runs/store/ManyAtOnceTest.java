package dev.syncprotocol.runs.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Twenty at once: threads here, and processes, which have a lock of their own kind. */
class ManyAtOnceTest {
    private static final int MANY = 20;

    @TempDir
    Path workspace;

    @Test
    void givesOneIdToExactlyOneOfTwentyThreads() throws Exception {
        Experiment experiment = new Experiment(workspace);
        List<String> outcomes = together(i -> () -> {
            try {
                return experiment
                        .store
                        .open(Experiment.asked(Experiment.config("max"), "same"))
                        .id()
                        .value();
            } catch (SyncException e) {
                return e.code().word();
            }
        });
        assertThat(outcomes).filteredOn(ErrorCode.RUN_EXISTS.word()::equals).hasSize(MANY - 1);
    }

    @Test
    void givesOneIdToExactlyOneOfTwentyProcesses() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            processes.add(NewProcess.start(workspace));
        }
        List<Integer> exits = new ArrayList<>();
        for (Process process : processes) {
            exits.add(process.waitFor());
        }
        assertThat(exits).filteredOn(exit -> exit == 0).hasSize(1);
        assertThat(exits).filteredOn(exit -> exit == NewProcess.TAKEN).hasSize(MANY - 1);
        Experiment experiment = new Experiment(workspace);
        Path run = experiment.store.folder(experiment.store.ids().get(0));
        Experiment.row(run, 10, 1, "1");
        Experiment.checkpoint(run, 10, "x");
        experiment.finish(run);
        experiment.demandSound(List.of(run));
    }

    @Test
    void registersTwentyFinishesWithoutGapsAndShowsTheBest() throws Exception {
        Experiment experiment = new Experiment(workspace);
        List<Path> runs = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            runs.add(experiment.trained("r" + i, Integer.toString(i)));
        }
        together(i -> () -> experiment.finish(runs.get(i)).outcome());
        demandAllRegistered(experiment, runs);
    }

    @Test
    void registersTwentyFinishesOfTwentyProcesses() throws Exception {
        Experiment experiment = new Experiment(workspace);
        List<Path> runs = new ArrayList<>();
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            runs.add(experiment.trained("p" + i, Integer.toString(i)));
        }
        for (Path run : runs) {
            processes.add(FinishProcess.start(workspace, run, Integer.MAX_VALUE));
        }
        for (Process process : processes) {
            assertThat(process.waitFor()).isZero();
        }
        demandAllRegistered(experiment, runs);
    }

    @Test
    void survivesAProcessThatIsHaltedInTheMiddle() throws Exception {
        Experiment experiment = new Experiment(workspace);
        Path first = experiment.trained("a", "1");
        experiment.finish(first);
        for (int changes : new int[] {3, 9, 15, 20, 25, 29}) {
            Path run = experiment.trained("h" + changes, Integer.toString(changes));
            assertThat(FinishProcess.start(workspace, run, changes).waitFor()).isEqualTo(FinishProcess.HALTED);
            experiment.finish(run);
            experiment.demandSound(List.of(first, run));
            assertThat(experiment
                            .store
                            .showcase("denoise-fft")
                            .orElseThrow()
                            .point()
                            .value())
                    .isEqualTo(changes);
        }
    }

    private static void demandAllRegistered(Experiment experiment, List<Path> runs) throws IOException {
        experiment.demandSound(runs);
        assertThat(experiment.store.registered())
                .extracting(RegistryRow::seq)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, MANY).boxed().toList());
        assertThat(experiment
                        .store
                        .showcase("denoise-fft")
                        .orElseThrow()
                        .point()
                        .value())
                .isEqualTo(MANY - 1.0);
        assertThat(Files.exists(experiment.showcase().resolve("promotion.json")))
                .isFalse();
    }

    private interface Work<T> {
        Callable<T> of(int i);
    }

    private static <T> List<T> together(Work<T> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(MANY);
        try {
            List<Callable<T>> all = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                all.add(work.of(i));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : threads.invokeAll(all)) {
                results.add(future.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
