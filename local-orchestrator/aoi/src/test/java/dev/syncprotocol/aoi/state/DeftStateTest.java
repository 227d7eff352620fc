package dev.syncprotocol.aoi.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.aoi.kpi.KpiTarget;
import dev.syncprotocol.aoi.log.EntryStatus;
import dev.syncprotocol.aoi.log.LoopLog;
import dev.syncprotocol.aoi.log.LoopStage;
import dev.syncprotocol.aoi.log.Phase;
import dev.syncprotocol.aoi.log.StageRecord;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeftStateTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-05-04T12:00:00Z"), ZoneOffset.UTC);

    @TempDir
    Path folder;

    private Path run;
    private LoopLog log;

    @BeforeEach
    void aRun() throws IOException {
        run = Files.createDirectory(folder.resolve("run_20260504_064653"));
        log = LoopLog.of(run, NOON);
    }

    private RunFacts facts() {
        ObjectNode config = SyncJson.object()
                .put("specs_file", "/w/specs/baseline_spec.yaml")
                .put("training_csv", "/w/train/base/training_set.csv")
                .put("validation_csv", "/w/train/base/validation_set.csv")
                .put("kpi_test_csv", "/w/kpi/testing_set.csv")
                .put("images_dir", "/w/kpi/images")
                .put("automl_policy", "off");
        return new RunFacts(
                run,
                "2026-05-04T06:46:53+00:00",
                KpiTarget.parse("FAR < 0.1% at recall=100%"),
                3,
                "embedded",
                "logit",
                config);
    }

    private void commit(int phase, LoopStage stage, ObjectNode set) throws IOException {
        log.append(new StageRecord(new Phase(phase), stage, EntryStatus.OK, "done", 1, set, List.of()));
    }

    private DeftState fold() throws IOException {
        return DeftState.fold(facts(), log.read());
    }

    @Test
    void isWhatTheLogSays() throws IOException {
        commit(0, LoopStage.TRAIN, SyncJson.object().put("best_ckpt_path", "/w/a.safetensors"));
        commit(0, LoopStage.EVALUATE, SyncJson.object().put("far_pct", 40.0).put("threshold", 0.25));
        commit(1, LoopStage.ROUTING, SyncJson.object().putNull("routing_anomalygen_parquet"));

        DeftState state = fold();
        state.write(run.resolve(DeftState.NAME));
        DeftState read = DeftState.read(run.resolve(DeftState.NAME));

        assertThat(read.sameAs(fold())).isTrue();
        assertThat(read.currentIteration()).isEqualTo(1);
        assertThat(read.logHead()).isEqualTo(log.read().head());
        PhaseState baseline = read.phase(Phase.BASELINE).orElseThrow();
        assertThat(baseline.status()).isEqualTo("complete");
        assertThat(baseline.stageCompleted()).contains("evaluate");
        assertThat(baseline.threshold()).hasValue(0.25);
        assertThat(read.phase(new Phase(1)).orElseThrow().status()).isEqualTo("in_progress");
        assertThat(read.phase(new Phase(2))).isEmpty();
    }

    @Test
    void takesTheEarliestOfEquallyGoodPhases() throws IOException {
        commit(0, LoopStage.EVALUATE, SyncJson.object().put("far_pct", 40.0));
        commit(1, LoopStage.EVALUATE, SyncJson.object().put("far_pct", 20.0));
        commit(2, LoopStage.EVALUATE, SyncJson.object().put("far_pct", 20.0));
        commit(3, LoopStage.EVALUATE, SyncJson.object().put("far_pct", 30.0));
        assertThat(fold().best().orElseThrow().phase()).isEqualTo(new Phase(1));
    }

    @Test
    void countsNineAndTenAsNumbersNotAsWords() throws IOException {
        for (int n : List.of(9, 10)) {
            commit(n, LoopStage.EVALUATE, SyncJson.object().put("far_pct", n));
        }
        assertThat(fold().phases()).extracting(PhaseState::phase).containsExactly(new Phase(9), new Phase(10));
    }

    @Test
    void saysWhyTheLoopStopped() throws IOException {
        commit(0, LoopStage.LOOP_STOP, SyncJson.object().put("reason", "kpi_met"));
        assertThat(fold().stopReason()).contains("kpi_met");
        assertThat(fold().phase(Phase.BASELINE).orElseThrow().stageCompleted()).contains("loop_stop");
    }

    @Test
    void marksAPhaseThatFailedAndForgetsTheStopWhenItGoesOn() throws IOException {
        log.append(new StageRecord(
                Phase.BASELINE, LoopStage.TRAIN, EntryStatus.ERROR, "leakage", 1, SyncJson.object(), List.of()));
        log.append(new StageRecord(
                Phase.BASELINE,
                LoopStage.LOOP_STOP,
                EntryStatus.ERROR,
                "hard stop",
                0,
                SyncJson.object().put("reason", "hard_stop:leakage"),
                List.of()));
        assertThat(fold().stopReason()).contains("hard_stop:leakage");
        assertThat(fold().phase(Phase.BASELINE).orElseThrow().status()).isEqualTo("failed");

        commit(0, LoopStage.TRAIN, SyncJson.object());
        assertThat(fold().stopReason()).isEmpty();
        assertThat(fold().phase(Phase.BASELINE).orElseThrow().status()).isEqualTo("in_progress");
    }

    @Test
    void refusesAKeyGivenTwice() throws IOException {
        fold().write(run.resolve(DeftState.NAME));
        String text = Files.readString(run.resolve(DeftState.NAME));
        Files.writeString(
                run.resolve(DeftState.NAME),
                text.replace("\"current_iteration\" : 0", "\"current_iteration\" : 0, \"current_iteration\" : 1"));
        assertThatThrownBy(() -> DeftState.read(run.resolve(DeftState.NAME)))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining(DeftState.NAME);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void findsATrainedBaselineInAnotherPipelinesState(int version) throws IOException {
        Path file = Files.writeString(folder.resolve("seed.json"), """
                {"version": %d, "iterations": {"baseline": {"stage_completed": "train", "best_ckpt_path": "/w/best.pth"}}}
                """.formatted(version));
        assertThat(SeedState.read(file))
                .isEqualTo(new SeedState(version, java.util.Optional.of(Path.of("/w/best.pth"))));
    }

    @Test
    void findsNoTrainedBaselineWhereTheLastStageIsAnother() throws IOException {
        Path file = Files.writeString(folder.resolve("seed.json"), """
                {"version": 2, "baseline": {"stage_completed": "evaluate", "best_ckpt_path": "/w/best.pth"}}
                """);
        assertThat(SeedState.read(file).checkpoint()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"version\": 3}", "{}", "{\"version\": 2, \"version\": 2}", "no json"})
    void refusesAnotherVersionAndADoubledKey(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("seed.json"), text);
        assertThatThrownBy(() -> SeedState.read(file)).isInstanceOf(SyncException.class);
    }
}
