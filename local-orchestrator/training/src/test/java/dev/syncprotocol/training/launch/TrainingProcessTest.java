package dev.syncprotocol.training.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.json.LocatedDocument;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.protocol.schema.SchemaId;
import dev.syncprotocol.protocol.schema.SchemaValidator;
import dev.syncprotocol.runs.AuditLog;
import dev.syncprotocol.training.Configs;
import dev.syncprotocol.training.TrainedWorkspace;
import dev.syncprotocol.training.checkpoint.OutputLock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole process with the reference engine, but for the JVM around it. */
class TrainingProcessTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);
    private static final String MODEL = "{\"architectures\":[\"Qwen3ForCausalLM\"],\"hidden_size\":4,"
            + "\"num_hidden_layers\":1,\"num_attention_heads\":1,\"num_key_value_heads\":1,\"head_dim\":4,"
            + "\"intermediate_size\":4,\"vocab_size\":264}";

    @TempDir
    private Path workspace;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private int launches;
    private UnaryOperator<ObjectNode> ordered = order -> order;

    @BeforeEach
    void layOut() throws IOException {
        put("models/tiny/config.json", MODEL);
        put("data/train.jsonl", rows(10));
        put("data/eval.jsonl", rows(3));
        config(Map.of());
    }

    /** Seed 003, test_train_smoke: ten rows, metrics with rising steps and a loss. */
    @Test
    void trainsToTheEndAndLeavesEverythingASeedAsksFor() throws IOException {
        assertThat(launch(null)).isZero();
        assertThat(outcome().path("outcome").asText()).isEqualTo("finished");
        assertThat(outcome().path("checkpoint").asText()).isEqualTo("checkpoints/x/step_00006");
        List<JsonNode> rows = metrics();
        assertThat(rows).extracting(row -> row.path("step").asInt()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(rows)
                .allSatisfy(row -> assertThat(row.properties())
                        .extracting(Map.Entry::getKey)
                        .contains(
                                "step",
                                "loss",
                                "kl",
                                "ratio",
                                "lr",
                                "mem",
                                "time",
                                "mem_used_mb",
                                "sec_per_step",
                                "seed",
                                "epoch",
                                "optimizer_updates",
                                "grad_norm",
                                "num_tokens",
                                "tokens_per_s"));
        assertThat(rows.get(5).path("loss").asDouble())
                .isLessThan(rows.get(0).path("loss").asDouble());
        assertThat(names("checkpoints/x")).contains("step_00002", "step_00004", "step_00006", "latest");
        assertThat(names("reports")).contains("metrics.jsonl", "config_effective.yaml", "ckpt_manifest.jsonl");
        assertThat(Files.readAllLines(workspace.resolve("reports/eval_shadow.jsonl")))
                .hasSize(2);
        assertThat(workspace.resolve("logs/metrics.jsonl"))
                .hasSameTextualContentAs(workspace.resolve("reports/metrics.jsonl"));
        assertThat(Files.readAllLines(workspace.resolve("logs/train.log")).get(0))
                .matches("DEVICE: cpu PLAT: .+");
        JsonNode beat = SyncJson.read(Files.readString(launchFolder().resolve("heartbeat.json")));
        assertThat(beat.path("step").asInt()).isEqualTo(6);
        assertThat(beat.path("pid").asLong()).isEqualTo(ProcessHandle.current().pid());
    }

    /** CK-1: stopped after every step and resumed, the files at the end are the same bytes. */
    @Test
    void resumesExactlyAfterEveryStep(@TempDir Path other) throws IOException {
        assertThat(launch(null)).isZero();
        Path whole = Files.move(workspace.resolve("checkpoints/x/step_00006"), other.resolve("whole"));
        List<ObjectNode> rows = trained().metrics();
        for (int k = 1; k < 6; k++) {
            deleteTree(workspace.resolve("checkpoints"));
            int stopAfter = k;
            assertThat(launch(null, () -> steps() >= stopAfter)).isEqualTo(130);
            assertThat(outcome().path("outcome").asText()).isEqualTo("stopped");
            assertThat(launch("checkpoints/x/latest")).isZero();
            Path resumed = workspace.resolve("checkpoints/x/step_00006");
            for (String name :
                    List.of("model.safetensors", "opt.pt", "sched.pt", "scaler.pt", "rng.pkl", "trainer_state.json")) {
                assertThat(resumed.resolve(name))
                        .as("%s after step %d", name, k)
                        .hasSameBinaryContentAs(whole.resolve(name));
            }
            assertThat(trained().metrics()).isEqualTo(rows);
        }
    }

    /** CK-7: the names of the transformers Trainer; the best is judged by what is measured beside the run. */
    @Test
    void theTrainerStateKnowsTheBestEvaluationAndItsCheckpoint() throws IOException {
        config(Map.of("eval_steps: 3", "eval_steps: 2"));
        assertThat(launch(null)).isZero();
        JsonNode state =
                SyncJson.read(Files.readString(workspace.resolve("checkpoints/x/step_00006/trainer_state.json")));
        List<JsonNode> measured = Files.readAllLines(workspace.resolve("reports/eval_shadow.jsonl")).stream()
                .map(SyncJson::read)
                .toList();
        assertThat(measured).as("steps 2, 4 and 6").hasSize(3);
        assertThat(state.path("best_metric").asDouble())
                .as("saved before step 6 was measured, in the order of the list")
                .isEqualTo(measured.get(1).path("eval_loss").asDouble())
                .isLessThan(measured.get(0).path("eval_loss").asDouble());
        assertThat(state.path("best_global_step").asInt()).isEqualTo(4);
        assertThat(state.path("best_model_checkpoint").asText()).isEqualTo("checkpoints/x/step_00004");
        assertThat(state.path("log_history"))
                .filteredOn(entry -> entry.has("eval_loss"))
                .extracting(entry -> entry.path("step").asInt())
                .containsExactly(2, 4);
        for (String name : List.of("epoch", "max_steps", "save_steps", "train_batch_size", "num_input_tokens_seen")) {
            assertThat(state.has(name)).as(name).isTrue();
        }
    }

    /** The evaluation of the step a checkpoint was taken at came after it: a resume reads it from its own log. */
    @Test
    void aResumedRunKnowsWhatWasMeasuredBefore(@TempDir Path other) throws IOException {
        config(Map.of("eval_steps: 3", "eval_steps: 2"));
        assertThat(launch(null)).isZero();
        Path whole = Files.move(workspace.resolve("checkpoints/x/step_00006"), other.resolve("whole"));
        assertThat(launch("checkpoints/x/step_00004")).isZero();
        assertThat(workspace.resolve("checkpoints/x/step_00006/trainer_state.json"))
                .hasSameBinaryContentAs(whole.resolve("trainer_state.json"));
    }

    /** CK-1 for a process that dies: nothing of the step in progress is saved, the steps since the checkpoint are repeated. */
    @Test
    void endsWithTheSameBytesAfterDyingAfterEveryStep(@TempDir Path other) throws IOException {
        assertThat(launch(null)).isZero();
        Path whole = Files.move(workspace.resolve("checkpoints/x/step_00006"), other.resolve("whole"));
        List<ObjectNode> rows = trained().metrics();
        for (int k = 1; k < 6; k++) {
            deleteTree(workspace.resolve("checkpoints"));
            int last = k;
            assertThat(launch(null, () -> dies(last))).isEqualTo(1);
            assertThat(launch(k < 2 ? null : "latest")).isZero();
            Path resumed = workspace.resolve("checkpoints/x/step_00006");
            for (String name :
                    List.of("model.safetensors", "opt.pt", "sched.pt", "scaler.pt", "rng.pkl", "trainer_state.json")) {
                assertThat(resumed.resolve(name))
                        .as("%s after dying at step %d", name, k)
                        .hasSameBinaryContentAs(whole.resolve(name));
            }
            assertThat(trained().metrics()).isEqualTo(rows);
        }
    }

    private boolean dies(long step) {
        if (steps() >= step) {
            throw new StackOverflowError("stands for a process that is gone");
        }
        return false;
    }

    /** CK-6: a second and a third resume, and one at the end of an epoch (ten rows, four a step). */
    @Test
    void resumesAgainAndAgain(@TempDir Path other) throws IOException {
        assertThat(launch(null)).isZero();
        Path whole = Files.move(workspace.resolve("checkpoints/x/step_00006"), other.resolve("whole"));
        deleteTree(workspace.resolve("checkpoints"));
        assertThat(launch(null, () -> steps() >= 1)).isEqualTo(130);
        assertThat(launch("latest", () -> steps() >= 3)).isEqualTo(130);
        assertThat(launch("latest", () -> steps() >= 5)).isEqualTo(130);
        assertThat(launch("latest")).isZero();
        assertThat(workspace.resolve("checkpoints/x/step_00006/opt.pt"))
                .hasSameBinaryContentAs(whole.resolve("opt.pt"));
        assertThat(metrics()).extracting(row -> row.path("step").asInt()).containsExactly(1, 2, 3, 4, 5, 6);
    }

    /** D38. */
    @Test
    void aFreshRunMovesTheEarlierOneAside() throws IOException {
        launch(null);
        ordered = order -> order.put("fresh", true);
        assertThat(launch(null)).isZero();
        assertThat(names("checkpoints")).containsExactly("x", "x.20260101_120000");
        assertThat(names("checkpoints/x.20260101_120000")).contains("step_00006");
        assertThat(names("reports")).contains("metrics.20260101_120000.jsonl");
    }

    /** CK-5: a key that is named may differ, any other may not. */
    @Test
    void goesOnWithArithmeticThatWasAllowedToChange() throws IOException {
        assertThat(launch(null, () -> steps() >= 3)).isEqualTo(130);
        config(Map.of("lr: 0.05", "lr: 0.06"));
        ordered = order -> order.set("allow_change", SyncJson.read("[\"run.seed\"]"));
        assertThat(launch("latest")).isEqualTo(2);
        ordered = order -> order.set("allow_change", SyncJson.read("[\"engine.lr\"]"));
        assertThat(launch("latest")).isZero();
    }

    /** A rate so small that nothing gets better by half: three evaluations later the run is over. */
    @Test
    void endsEarlyWhenEvaluationsGetNoBetterAndSaysSo() throws IOException {
        config(Map.of(
                "eval_steps: 3", "eval_steps: 1\n  early_stop_patience: 2\n  early_stop_min_delta: 0.5",
                "lr: 0.05", "lr: 1.0e-6",
                "strategy:", "callbacks: [logging, checkpoint, eval_shadow, early_stop]\nstrategy:"));
        assertThat(launch(null)).isZero();
        assertThat(outcome().path("outcome").asText()).isEqualTo("finished");
        assertThat(outcome().path("step").asInt()).isEqualTo(3);
        assertThat(outcome().path("checkpoint").asText()).isEqualTo("checkpoints/x/step_00003");
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("ends early: 2 evaluations were no better than that of step 1");
        assertThat(launch("latest")).as("it was over before").isZero();
        assertThat(metrics()).hasSize(3);
        assertThat(launch("checkpoints/x/step_00002"))
                .as("from an earlier checkpoint it ends where the whole run ended")
                .isZero();
        assertThat(metrics()).hasSize(3);
    }

    /** S3-1.7: {@code eval} and {@code eval_shadow} are two names of one measurement. */
    @Test
    void evalMeasuresAsEvalShadowDoes(@TempDir Path other) throws IOException {
        assertThat(launch(null)).isZero();
        Path shadow = Files.move(workspace.resolve("reports/eval_shadow.jsonl"), other.resolve("rows"));
        deleteTree(workspace.resolve("checkpoints"));
        config(Map.of("strategy:", "callbacks: [logging, checkpoint, eval]\nstrategy:"));
        assertThat(launch(null)).isZero();
        assertThat(workspace.resolve("reports/eval_shadow.jsonl")).hasSameTextualContentAs(shadow);
        config(Map.of("strategy:", "callbacks: [eval, eval_shadow]\nstrategy:"));
        assertThat(launch(null)).isEqualTo(2);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("they measure the same");
    }

    @Test
    void refusesAnEarlyStopThatHearsNoEvaluation() throws IOException {
        config(Map.of("strategy:", "callbacks: [logging, checkpoint, early_stop]\nstrategy:"));
        assertThat(launch(null)).isEqualTo(2);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("eval_shadow in the list");
    }

    /** D6. */
    @Test
    void leavesAnAuditTrailInWhichEveryLineFollowsTheOneBefore() throws IOException {
        config(Map.of("save_steps: 2", "save_steps: 2\n  keep_last_k: 3"));
        launch(null, () -> steps() >= 5);
        launch("checkpoints/x/step_00004");
        put("data/train.jsonl", rows(2) + "{\"input\":1}\n");
        ordered = order -> order.put("fresh", true);
        launch(null);
        AuditLog.of(workspace, NOON).verify();
        List<JsonNode> lines = Files.readAllLines(workspace.resolve(AuditLog.PATH)).stream()
                .map(SyncJson::read)
                .toList();
        assertThat(lines.stream().map(line -> line.path("event").asText()).distinct())
                .containsExactly(
                        "start",
                        "config",
                        "device",
                        "checkpoint",
                        "end",
                        "resume",
                        "cut",
                        "checkpoint_deleted",
                        "error");
        JsonNode end = lines.get(lines.size() - 1);
        assertThat(end.at("/train_log/sha256").asText())
                .isEqualTo(Sha256.ofFile(workspace.resolve("logs/train.log")).hex());
        assertThat(end.path("exit_code").asInt()).isEqualTo(1);
    }

    @Test
    void refusesToTrainOnAnAuditTrailThatWasChanged() throws IOException {
        launch(null);
        Path audit = workspace.resolve(AuditLog.PATH);
        List<String> lines = new ArrayList<>(Files.readAllLines(audit));
        lines.remove(2);
        Files.write(audit, lines);
        ordered = order -> order.put("fresh", true);
        assertThat(launch(null)).isEqualTo(6);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("reports/audit.jsonl:3 does not follow");
    }

    /** D5: steps after the checkpoint are repeated, their old rows kept beside. */
    @Test
    void resumingFromAnOlderCheckpointCutsTheMetrics() throws IOException {
        launch(null);
        assertThat(launch("checkpoints/x/step_00002")).isZero();
        assertThat(metrics()).extracting(row -> row.path("step").asInt()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(Files.readAllLines(workspace.resolve("reports/metrics.cut_20260101_120000.jsonl")))
                .hasSize(4);
    }

    @Test
    void resumingAFinishedRunSaysSoAndWritesNothing() throws IOException {
        launch(null);
        List<String> before = names("reports");
        String rows = Files.readString(workspace.resolve("reports/metrics.jsonl"));
        assertThat(launch("checkpoints/x/latest")).isZero();
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("already finished");
        assertThat(names("reports")).isEqualTo(before);
        assertThat(workspace.resolve("reports/metrics.jsonl")).hasContent(rows);
    }

    @Test
    void refusesAFreshRunBesideOldCheckpoints() throws IOException {
        launch(null);
        assertThat(launch(null)).isEqualTo(2);
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("already holds 3 checkpoints", "--resume checkpoints/x/latest");
    }

    @Test
    void refusesToStartAroundTheGate() throws IOException {
        Files.createDirectories(workspace.resolve("launches/none"));
        assertThat(process(workspace.resolve("launches/none"), () -> false).run())
                .isEqualTo(2);
        Path folder = order(null);
        config(Map.of("seed: 7", "seed: 8"));
        assertThat(process(folder, () -> false).run()).isEqualTo(2);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("the launch was ordered for");
        assertThat(workspace.resolve("checkpoints")).doesNotExist();
    }

    @Test
    void refusesAnInvalidConfigWithEveryFault() throws IOException {
        config(Map.of("seed: 7", "seed: -7", "lr: 0.05", "lr: 0"));
        assertThat(launch(null)).isEqualTo(2);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("/run/seed", "/engine/lr", "line 2");
        assertThat(outcome().path("error_report").isNull()).isTrue();
    }

    /** CK-5. */
    @ParameterizedTest
    @CsvSource({"lr: 0.05,lr: 0.06,engine.lr", "seed: 7,seed: 8,run.seed", "threads: 1,threads: 2,run.threads"})
    void refusesToResumeWithOtherArithmetic(String old, String changed, String key) throws IOException {
        assertThat(launch(null, () -> steps() >= 3)).isEqualTo(130);
        config(Map.of(old, changed));
        assertThat(launch("checkpoints/x/latest")).isEqualTo(2);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains(key + ": ");
    }

    @Test
    void resumesWithAnotherLogFile() throws IOException {
        assertThat(launch(null, () -> steps() >= 3)).isEqualTo(130);
        config(Map.of("logs/train.log", "logs/other.log", "save_steps: 2", "save_steps: 5"));
        assertThat(launch("latest")).isZero();
        assertThat(workspace.resolve("logs/other.log")).exists();
    }

    @Test
    void aMissingCheckpointIsRefusedAndADamagedOneNamed() throws IOException {
        assertThat(launch("checkpoints/x/latest")).isEqualTo(2);
        launch(null);
        Files.writeString(workspace.resolve("checkpoints/x/step_00006/opt.pt"), "x");
        assertThat(launch("checkpoints/x/latest")).isEqualTo(6);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("opt.pt", "step_00004");
    }

    @ParameterizedTest
    @ValueSource(strings = {"data/train.jsonl", "data/eval.jsonl"})
    void aMissingDataFileIsRefused(String name) throws IOException {
        Files.delete(workspace.resolve(name));
        assertThat(launch(null)).isEqualTo(2);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains(name);
    }

    @Test
    void aBadRowEndsWithAReportThatNamesIt() throws IOException {
        put("data/train.jsonl", rows(2) + "{\"input\":1}\n");
        assertThat(launch(null)).isEqualTo(1);
        JsonNode report = report();
        assertThat(report.path("stage").asText()).isEqualTo("data");
        assertThat(report.path("message").asText()).startsWith("data/train.jsonl:3: ");
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("FATAL: data/train.jsonl:3");
    }

    @Test
    void aFailureInTheLoopLeavesAReportWithTraceLogAndCheckpoint() throws IOException {
        BooleanSupplier sabotage = () -> {
            if (steps() == 3) {
                replaceByFolder(workspace.resolve("reports/ckpt_manifest.jsonl"));
            }
            return false;
        };
        assertThat(launch(null, sabotage)).isEqualTo(1);
        JsonNode report = report();
        assertThat(SchemaValidator.violations(
                        SchemaId.ERROR_REPORT_V1,
                        LocatedDocument.read(
                                Files.readAllBytes(workspace.resolve(
                                        outcome().path("error_report").asText())),
                                DocumentFormat.JSON)))
                .isEmpty();
        assertThat(report.path("stage").asText()).isEqualTo("callback");
        assertThat(report.path("step").asInt()).isEqualTo(4);
        assertThat(report.path("log_tail")).anyMatch(line -> line.asText().startsWith("step 3/6"));
        assertThat(report.path("trace").asText()).contains("ManifestChain");
        assertThat(outcome().path("step").asInt()).isEqualTo(3);
    }

    /** S3-6.3: NaN never reaches the metrics; the run stops and names the rows. */
    @Test
    void aLossThatIsNoNumberStopsTheRunAndNamesTheRows() throws IOException {
        config(Map.of("lr: 0.05", "lr: 1e300"));
        assertThat(launch(null)).isEqualTo(1);
        JsonNode report = report();
        assertThat(report.path("stage").asText()).isEqualTo("engine");
        assertThat(report.path("batch_ids"))
                .hasSize(4)
                .allMatch(id -> id.asText().startsWith("data/train.jsonl:"));
        assertThat(report.path("message").asText()).contains("loss NaN");
        assertThat(metrics()).hasSize(report.path("step").asInt() - 1);
    }

    @Test
    void aStopBeforeTheFirstStepIsAFailure() throws IOException {
        assertThat(launch(null, () -> true)).isEqualTo(1);
        assertThat(report().path("message").asText()).contains("before a checkpoint could be saved");
    }

    @Test
    void aSecondTrainerOfTheFolderIsLockedOut() throws IOException {
        try (OutputLock held = OutputLock.take(workspace.resolve("checkpoints/x"))) {
            assertThat(held).isNotNull();
            assertThat(launch(null)).isEqualTo(5);
        }
    }

    @Test
    void aVocabularySmallerThanTheTokenizersIsRefused() throws IOException {
        put("models/tiny/config.json", MODEL.replace("264", "200"));
        assertThat(launch(null)).isEqualTo(2);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("vocab_size 200");
    }

    @Test
    void aModelWithoutWeightsIsNeverSilentlyRandom() throws IOException {
        config(Map.of("  init: random\n", ""));
        assertThat(launch(null)).isEqualTo(2);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("no model.safetensors", "model.init: random");
    }

    private int launch(@Nullable String resume) throws IOException {
        return launch(resume, () -> false);
    }

    private int launch(@Nullable String resume, BooleanSupplier stop) throws IOException {
        return process(order(resume), stop).run();
    }

    private TrainingProcess process(Path folder, BooleanSupplier stop) {
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        return new TrainingProcess(
                folder,
                new TrainingProcess.Surroundings(
                        out, (output, error) -> output.apply(out), Map.of(), 1, Configs.INSTALLED, NOON),
                stop);
    }

    private Path order(@Nullable String resume) throws IOException {
        launches++;
        return trained().order(launches, "configs/small.yaml", order -> ordered.apply(order.put("resume", resume)));
    }

    private Path launchFolder() {
        return trained().launch(launches);
    }

    private JsonNode outcome() throws IOException {
        return SyncJson.read(Files.readString(launchFolder().resolve("outcome.json")));
    }

    private JsonNode report() throws IOException {
        return SyncJson.read(Files.readString(
                workspace.resolve(outcome().path("error_report").asText())));
    }

    private List<JsonNode> metrics() throws IOException {
        return Files.readAllLines(workspace.resolve("reports/metrics.jsonl")).stream()
                .map(SyncJson::read)
                .toList();
    }

    private long steps() {
        Path file = workspace.resolve("reports/metrics.jsonl");
        try {
            return Files.exists(file) ? Files.readAllLines(file).size() : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void config(Map<String, String> replaced) throws IOException {
        put("configs/small.yaml", Configs.yaml(replaced));
    }

    private void put(String name, String content) throws IOException {
        trained().put(name, content);
    }

    private TrainedWorkspace trained() {
        return new TrainedWorkspace(workspace);
    }

    private static String rows(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append("{\"input\":\"")
                    .append(i)
                    .append(" + 1?\",\"output\":\"")
                    .append(i + 1)
                    .append("\"}\n");
        }
        return text.toString();
    }

    private List<String> names(String folder) throws IOException {
        try (Stream<Path> files = Files.list(workspace.resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static void replaceByFolder(Path file) {
        try {
            Files.deleteIfExists(file);
            Files.createDirectories(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void deleteTree(Path root) throws IOException {
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
