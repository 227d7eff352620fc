package dev.syncprotocol.runs.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A power cut in the middle of a write leaves half a line: its bytes are kept aside and the row is written again. */
class TornTablesTest {
    @TempDir
    Path workspace;

    private Experiment experiment;
    private Path first;
    private Path second;

    @BeforeEach
    void finishesTwoRuns() throws IOException {
        experiment = new Experiment(workspace);
        first = experiment.trained("a", "1");
        experiment.finish(first);
        second = experiment.trained("b", "2");
        experiment.finish(second);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 40, 200})
    void registersAgainAfterATornModelsRow(int lost) throws IOException {
        Path models = workspace.resolve("registry/models.csv");
        List<String> whole = Files.readAllLines(models);
        tear(models, lost);
        assertThat(experiment.store.registered()).hasSize(1);
        assertThat(experiment.store.recoverAll()).containsExactly(second.getFileName() + ": registered");
        experiment.demandSound(List.of(first, second));
        assertThat(Files.readAllLines(models)).isEqualTo(whole);
        assertThat(torn(models.getParent())).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 50, 300})
    void registersAgainAfterTornArtifactsAndALostModelsRow(int lost) throws IOException {
        Path models = workspace.resolve("registry/models.csv");
        Path artifacts = workspace.resolve("registry/artifacts.csv");
        List<String> rows = Files.readAllLines(artifacts);
        tear(models, Files.readAllLines(models).get(2).length() + 1);
        tear(artifacts, lost);
        experiment.store.recoverAll();
        experiment.demandSound(List.of(first, second));
        assertThat(Files.readAllLines(artifacts)).isEqualTo(rows);
    }

    @Test
    void cutsATornHistoryBeforeTheNextRow() throws IOException {
        Path history = experiment.showcase().resolve("history.csv");
        Files.writeString(history, "3,2026", StandardOpenOption.APPEND);
        assertThat(experiment.store.history("denoise-fft")).hasSize(2);
        Path third = experiment.trained("c", "3");
        experiment.finish(third);
        assertThat(experiment.store.history("denoise-fft")).hasSize(3);
        experiment.demandSound(List.of(first, second, third));
        assertThat(torn(history.getParent()))
                .singleElement()
                .satisfies(file -> assertThat(file).hasContent("3,2026"));
    }

    private static void tear(Path file, int bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - bytes);
        }
    }

    private static List<Path> torn(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.getFileName().toString().contains(".torn-"))
                    .toList();
        }
    }
}
