package dev.syncprotocol.djl.vision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.syncprotocol.aoi.engine.EngineProgress;
import dev.syncprotocol.aoi.engine.InferOutcome;
import dev.syncprotocol.aoi.engine.ScoreKind;
import dev.syncprotocol.aoi.engine.TrainOutcome;
import dev.syncprotocol.aoi.engine.TrainedCheckpoint;
import dev.syncprotocol.aoi.spec.ChangeNetSpec;
import dev.syncprotocol.aoi.spec.ModelSettings.Difference;
import dev.syncprotocol.aoi.spec.TableLocation;
import dev.syncprotocol.aoi.spec.TrainSettings.Loss;
import dev.syncprotocol.aoi.table.SampleRow;
import dev.syncprotocol.aoi.table.SampleTable;
import dev.syncprotocol.aoi.table.SampleTableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EmbeddedClassifierTest {
    private static final EngineProgress QUIET = (what, done, of, detail) -> {};
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);

    @TempDir
    Path folder;

    private TinyBoards boards;
    private TableLocation train;
    private TableLocation validation;

    @BeforeEach
    void draws() throws IOException {
        boards = new TinyBoards(folder);
        train = boards.table("train", 48, 1);
        validation = boards.table("validation", 24, 2);
    }

    /** Red when goldens are compared with themselves, or when labels are swapped. */
    @ParameterizedTest
    @EnumSource(Difference.class)
    void learnsToTellDefectsFromGoodBoardsItHasNotSeen(Difference difference) throws IOException {
        ChangeNetSpec spec = spec(difference, 8);

        TrainOutcome outcome = engine(1).train(boards.order("train-out", spec), QUIET);
        SampleTable scored = scored(spec, outcome, "inference");

        assertThat(outcome.rowsSeen()).isEqualTo(48);
        assertThat(outcome.steps()).isEqualTo(8 * 48 / 8);
        double lowestDefect = scored.rows().stream()
                .filter(row -> !row.label().equals("PASS"))
                .mapToDouble(EmbeddedClassifierTest::score)
                .min()
                .orElseThrow();
        assertThat(scored.rows().stream()
                        .filter(row -> row.label().equals("PASS"))
                        .filter(row -> score(row) < lowestDefect))
                .hasSizeGreaterThan(15);
    }

    @Test
    void leavesTheFilesOfATraining() throws IOException {
        TrainOutcome outcome = engine(1).train(boards.order("train-out", spec(Difference.LEARNABLE, 2)), QUIET);

        assertThat(outcome.checkpoints())
                .extracting(checkpoint -> checkpoint.file().getFileName().toString())
                .containsExactly("model_epoch_000_step_00006.safetensors", "model_epoch_001_step_00012.safetensors");
        assertThat(outcome.checkpoints())
                .allMatch(checkpoint -> checkpoint.validationLoss().isPresent());
        assertThat(folder.resolve("train-out"))
                .isDirectoryContaining("glob:**/experiment.yaml")
                .isDirectoryContaining("glob:**/train.log");
        assertThat(Files.readAllLines(folder.resolve("train-out/status.json")))
                .hasSize(4)
                .first()
                .asString()
                .startsWith(
                        "{\"date\":\"11/21/2026\",\"time\":\"12:0:0\",\"status\":\"STARTED\",\"verbosity\":\"INFO\"");
    }

    @Test
    void givesTheSameBytesForTheSameSeedAndThreads() throws IOException {
        ChangeNetSpec spec = spec(Difference.LEARNABLE, 2);

        scored(spec, engine(1).train(boards.order("one", spec), QUIET), "inference-one");
        scored(spec, engine(1).train(boards.order("two", spec), QUIET), "inference-two");

        assertThat(folder.resolve("inference-two/inference.csv"))
                .hasSameBinaryContentAs(folder.resolve("inference-one/inference.csv"));
        assertThat(folder.resolve("two/model_epoch_001_step_00012.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("one/model_epoch_001_step_00012.safetensors"));
    }

    private SampleTable scored(ChangeNetSpec spec, TrainOutcome outcome, String name) throws IOException {
        TrainedCheckpoint last = outcome.checkpoints().get(outcome.checkpoints().size() - 1);
        InferOutcome inference = engine(1).infer(boards.scoring(name, spec, last.file(), validation), QUIET);
        boolean learnable = spec.model().difference() == Difference.LEARNABLE;
        assertThat(inference.scoreKind()).isEqualTo(learnable ? ScoreKind.LOGIT : ScoreKind.DISTANCE);
        assertThat(inference.rows()).isEqualTo(24);
        return SampleTableFile.read(inference.inferenceCsv());
    }

    private ChangeNetSpec spec(Difference difference, int epochs) {
        return new ChangeNetSpec(
                TinyBoards.train(epochs, difference == Difference.LEARNABLE ? Loss.CE : Loss.CONTRASTIVE),
                TinyBoards.model(difference),
                TinyBoards.dataset(train, validation));
    }

    private static double score(SampleRow row) {
        return Double.parseDouble(row.cell("siamese_score"));
    }

    private static EmbeddedClassifier engine(int threads) {
        return new EmbeddedClassifier(threads, NOON);
    }
}
