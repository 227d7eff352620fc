package dev.syncprotocol.aoi.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.aoi.spec.SpecDocument;
import dev.syncprotocol.aoi.table.SampleRow;
import dev.syncprotocol.aoi.table.SampleTable;
import dev.syncprotocol.aoi.table.SampleTableFile;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every engine behind the port does, whatever computes in it: the same files with the same meaning (specification §8.2, §8.5, §12.1). */
public abstract class ChangeClassifierContract {
    private static final EngineProgress QUIET = (what, done, of, detail) -> {};

    @TempDir
    Path folder;

    private TinyBoards boards;
    private ChangeClassifier engine;

    /**
     * The engine to examine.
     *
     * @param workspace an absolute folder that holds everything the orders name
     */
    protected abstract ChangeClassifier engine(Path workspace);

    @BeforeEach
    void draws() throws IOException {
        boards = TinyBoards.drawn(folder);
        engine = engine(folder);
    }

    @Test
    void isAvailableWithNothingMissing() {
        EngineProbe probe = engine.probe();

        assertThat(probe.missing()).isEmpty();
        assertThat(probe.available()).isTrue();
        assertThat(probe.version()).isNotBlank();
        assertThat(probe.devices()).isNotEmpty();
    }

    @Test
    void leavesCheckpointsStatusSpecificationAndLog() throws IOException {
        TrainOrder order = boards.training("train", boards.spec());

        TrainOutcome outcome = engine.train(order, QUIET);

        assertThat(TinyBoards.filesBelow(order.trainDir()).keySet())
                .filteredOn(name -> !name.endsWith("_latest.pth"))
                .hasSize(5)
                .contains("experiment.yaml", "status.json", "train.log")
                .anyMatch(name -> name.matches("model_epoch_000_step_\\d{5}\\.(safetensors|pth)"))
                .anyMatch(name -> name.matches("model_epoch_001_step_\\d{5}\\.(safetensors|pth)"));
        assertThat(outcome.rowsSeen()).isEqualTo(48);
        assertThat(outcome.steps()).isPositive();
        assertThat(outcome.checkpoints())
                .isEqualTo(CheckpointFolder.read(order.trainDir()))
                .hasSize(2)
                .allMatch(checkpoint -> checkpoint.validationLoss().isPresent());
    }

    @Test
    void writesTheStatusAsTaoDoes() throws IOException {
        TrainOrder order = boards.training("train", boards.spec());

        engine.train(order, QUIET);

        List<JsonNode> lines = Files.readAllLines(order.trainDir().resolve("status.json")).stream()
                .map(SyncJson::read)
                .toList();
        assertThat(lines).allSatisfy(line -> {
            assertThat(line.path("date").asText()).matches("\\d{1,2}/\\d{1,2}/\\d{4}");
            assertThat(line.path("time").asText()).matches("\\d{1,2}:\\d{1,2}:\\d{1,2}");
            assertThat(line.path("status").asText()).isIn("SUCCESS", "FAILURE", "STARTED", "RUNNING", "SKIPPED");
            assertThat(line.path("verbosity").asText()).isNotEmpty();
            assertThat(line.path("message").asText()).isNotEmpty();
        });
        assertThat(lines.get(0).path("status").asText()).isEqualTo("STARTED");
        assertThat(lines.get(lines.size() - 1).path("status").asText()).isEqualTo("SUCCESS");
        assertThat(lines)
                .filteredOn(line -> line.path("kpi").has("val_loss"))
                .extracting(line -> line.path("epoch").asInt())
                .containsExactly(0, 1);
    }

    @Test
    void scoresEveryRowInOrderAndKeepsItsColumns() throws IOException {
        SpecDocument spec = boards.spec();
        InferOutcome outcome = engine.infer(boards.scoring("inference", spec, trained(spec)), QUIET);

        SampleTable scored = SampleTableFile.read(outcome.inferenceCsv());
        SampleTable asked = SampleTableFile.read(boards.csvFile("kpi"));
        assertThat(outcome.inferenceCsv().getFileName()).hasToString("inference.csv");
        assertThat(outcome.rows()).isEqualTo(24);
        assertThat(scored.columns().subList(0, scored.columns().size() - 1)).isEqualTo(asked.columns());
        assertThat(scored.columns()).last().isEqualTo("siamese_score");
        for (int i = 0; i < asked.size(); i++) {
            SampleRow row = scored.rows().get(i);
            assertThat(row.with("siamese_score", "").cells())
                    .containsAllEntriesOf(asked.rows().get(i).cells());
            assertThat(Double.parseDouble(row.cell("siamese_score"))).isFinite();
        }
    }

    @Test
    void scoresAnotherTableThanTheSpecificationNames() throws IOException {
        SpecDocument spec = boards.spec();

        InferOutcome outcome =
                engine.infer(boards.scoring("inference", spec, trained(spec), boards.location("validation")), QUIET);

        assertThat(SampleTableFile.read(outcome.inferenceCsv()).rows().get(0).objectName())
                .isEqualTo("validation000");
    }

    @Test
    void startsFromAnEarlierCheckpoint() throws IOException {
        Path start = trained(boards.spec());
        SpecDocument spec = boards.spec("seed: 7", "seed: 7\n  pretrained_model_path: " + start);

        TrainOutcome outcome = engine.train(boards.training("again", spec), QUIET);

        assertThat(outcome.steps()).isPositive();
        assertThat(outcome.checkpoints()).isNotEmpty();
    }

    @Test
    void tellsItsProgress() throws IOException {
        List<String> told = new ArrayList<>();

        engine.train(boards.training("train", boards.spec()), (what, done, of, detail) -> told.add(done + "/" + of));

        assertThat(told).isNotEmpty().last().isEqualTo("2/2");
    }

    @Test
    void refusesATableWithoutADefect() throws IOException {
        keepOnly("PASS");

        assertRefused(ErrorCode.TRAIN_NO_CLASS, "0 NG rows");
    }

    @Test
    void refusesATableWithoutAGoodRow() throws IOException {
        keepOnly("blob");

        assertRefused(ErrorCode.TRAIN_NO_CLASS, "0 PASS rows");
    }

    @Test
    void refusesFewerRowsThanABatch() throws IOException {
        SampleTable table = SampleTableFile.read(boards.csvFile("train"));
        SampleTableFile.write(
                boards.csvFile("train"),
                new SampleTable(table.columns(), table.rows().subList(0, 6)));

        assertRefused(ErrorCode.TRAIN_NO_STEPS, "6 rows");
    }

    @Test
    void refusesALabelThatIsPassButForItsCase() throws IOException {
        String csv = Files.readString(boards.csvFile("train"));
        Files.writeString(boards.csvFile("train"), csv.replace("golden,PASS,train004", "golden,Pass,train004"));

        assertRefused(ErrorCode.CSV_INVALID, "train.csv:6");
    }

    @Test
    void refusesToScoreWithoutItsCheckpoint() throws IOException {
        InferOrder order = boards.scoring("inference", boards.spec(), folder.resolve("gone.safetensors"));

        assertThatThrownBy(() -> engine.infer(order, QUIET))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CHECKPOINT_MISSING))
                .hasMessageContaining("gone.safetensors");
    }

    @Test
    void stopsWhenItIsTold() throws IOException {
        TrainOrder order = boards.training("train", boards.spec());

        assertThatThrownBy(() -> engine.train(order, (what, done, of, detail) -> {
                    throw new SyncException(ErrorCode.INTERRUPTED, "told to stop");
                }))
                .hasMessage("told to stop");
    }

    private Path trained(SpecDocument spec) throws IOException {
        TrainOutcome outcome = engine.train(boards.training("train", spec), QUIET);
        return CheckpointFolder.latest(outcome.checkpoints()).orElseThrow().file();
    }

    private void keepOnly(String label) throws IOException {
        SampleTable table = SampleTableFile.read(boards.csvFile("train"));
        List<SampleRow> rows =
                table.rows().stream().filter(row -> row.label().equals(label)).toList();
        SampleTableFile.write(boards.csvFile("train"), new SampleTable(table.columns(), rows));
    }

    private void assertRefused(ErrorCode code, String words) throws IOException {
        TrainOrder order = boards.training("train", boards.spec());

        assertThatThrownBy(() -> engine.train(order, QUIET))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(words);
        assertThat(CheckpointFolder.read(order.trainDir())).isEmpty();
    }
}
