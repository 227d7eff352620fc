package dev.syncprotocol.runs.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cache of lists: it makes them fast and never different. */
class RunIndexTest {
    @TempDir
    Path workspace;

    private Experiment experiment;
    private Path first;
    private Path index;

    @BeforeEach
    void finishesThreeRuns() throws IOException {
        experiment = new Experiment(workspace);
        index = workspace.resolve(".sync-cache/runs.csv");
        first = experiment.trained("a", "1", "2");
        experiment.finish(first);
        experiment.finish(experiment.trained("b", "3"));
        experiment.finish(experiment.trained("c", "nan"));
        experiment.trained("open", "9");
    }

    @Test
    void saysWhatTheFilesSay() throws IOException {
        List<RunLine> cached = experiment.store.list(RunQuery.ALL);
        assertThat(new RunIndex(StoreFiles.unwatched(), workspace).rows()).hasSize(3);
        deleteTheCache();
        assertThat(experiment.store.list(RunQuery.ALL)).isEqualTo(cached).hasSize(4);
        assertThat(index).doesNotExist();
    }

    @Test
    void isReadAndNotOnlyWritten() throws IOException {
        Files.writeString(index, Files.readString(index).replace("denoise-fft,val_psnr", "denoise-fft,from_the_cache"));
        assertThat(experiment.store.list(RunQuery.ALL))
                .filteredOn(line -> line.state() == RunState.FINAL)
                .allMatch(
                        line -> line.facts().orElseThrow().criterion().primary().equals("from_the_cache"));
    }

    @Test
    void losesItsWordWhenTheManifestChanges() throws IOException {
        CleanupPlan plan = experiment.store.planCleanup(first, FileKind.CHECKPOINT, OptionalInt.empty(), "space");
        int before = line(first).end().orElseThrow().files();
        experiment.store.cleanup(first, plan);
        assertThat(line(first).end().orElseThrow().files()).isEqualTo(before - 1);
    }

    @Test
    void skipsAHalfWrittenRow() throws IOException {
        List<RunLine> whole = experiment.store.list(RunQuery.ALL);
        String text = Files.readString(index);
        Files.writeString(index, text.substring(0, text.length() - 20));
        assertThat(experiment.store.list(RunQuery.ALL)).isEqualTo(whole);
        Files.writeString(index, "exp-x,garbage\n\"unclosed");
        assertThat(experiment.store.list(RunQuery.ALL)).isEqualTo(whole);
    }

    @Test
    void isRebuiltByRecovering() throws IOException {
        String whole = Files.readString(index);
        deleteTheCache();
        assertThat(experiment.store.recoverAll()).isEmpty();
        assertThat(Files.readAllLines(index))
                .containsExactlyInAnyOrderElementsOf(whole.lines().toList());
    }

    @Test
    void rebuildsALostRegistryInTheOrderOfTheRuns() throws IOException {
        Files.delete(workspace.resolve("registry/models.csv"));
        assertThat(experiment.store.recoverAll()).hasSize(3);
        assertThat(experiment.store.registered()).hasSize(3);
        assertThat(experiment.store.checkRegistry())
                .allMatch(finding -> finding.what().contains("line that is gone"));
    }

    @Test
    void printsATableThatKeepsEveryColumn() throws IOException {
        List<List<String>> records = CsvText.records(RunListCsv.of(experiment.store.list(RunQuery.ALL)));
        assertThat(records)
                .hasSize(5)
                .allMatch(record -> record.size() == records.get(0).size());
        int value = records.get(0).indexOf("primary_value");
        assertThat(records).extracting(record -> record.get(value)).contains("2.0", "3.0", "");
    }

    private RunLine line(Path run) throws IOException {
        return experiment.store.list(RunQuery.ALL).stream()
                .filter(line -> line.id().equals(run.getFileName().toString()))
                .findFirst()
                .orElseThrow();
    }

    private void deleteTheCache() throws IOException {
        try (Stream<Path> all = Files.list(workspace.resolve(".sync-cache"))) {
            for (Path file : all.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(workspace.resolve(".sync-cache"));
    }
}
