package dev.syncprotocol.training.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.json.LocatedDocument;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.protocol.schema.SchemaId;
import dev.syncprotocol.protocol.schema.SchemaValidator;
import dev.syncprotocol.runs.store.CodeState;
import dev.syncprotocol.runs.store.NewRun;
import dev.syncprotocol.runs.store.RunCheck;
import dev.syncprotocol.runs.store.RunLock;
import dev.syncprotocol.runs.store.RunStore;
import dev.syncprotocol.training.Configs;
import dev.syncprotocol.training.TrainConfigReader;
import dev.syncprotocol.training.TrainedWorkspace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine {@code process}: a real process of another program, started, followed, stopped, and believed in nothing. */
class OutsideTrainerTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);
    private static final String CONFIG = "configs/small.yaml";
    private static final BooleanSupplier NEVER = () -> false;

    @TempDir
    private Path workspace;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private UnaryOperator<ObjectNode> ordered = order -> order;
    private Map<String, String> more = Map.of();
    private int launches;

    @BeforeEach
    void layOut() throws IOException {
        put("data/train.jsonl", "{\"input\":\"1 + 1?\",\"output\":\"2\"}\n".repeat(10));
        put("data/eval.jsonl", "{\"input\":\"2 + 1?\",\"output\":\"3\"}\n".repeat(3));
    }

    @Test
    void itsRowsBecomeOursAndItsCheckpointsAreRecordedByDigest() throws IOException {
        trainer(
                "say=loading",
                "row=2",
                "save=2",
                "raw={\"step\":2,\"eval_loss\":0.75}",
                "row=4",
                "save=4",
                "row=6",
                "save=6");
        assertThat(launch(null)).as(words()).isZero();
        assertThat(outcome().path("outcome").asText()).isEqualTo("finished");
        assertThat(outcome().path("step").asInt()).isEqualTo(6);
        assertThat(outcome().path("loss").asDouble()).isEqualTo(1.0 / 6);
        assertThat(outcome().path("checkpoint").asText()).isEqualTo("checkpoints/x/checkpoint-6");
        List<JsonNode> rows = rows("reports/metrics.jsonl");
        assertThat(rows).extracting(row -> row.path("step").asInt()).containsExactly(2, 4, 6);
        assertThat(rows.get(1).path("loss").asDouble()).isEqualTo(0.25);
        assertThat(rows.get(1).path("lr").asDouble()).isEqualTo(0.001);
        assertThat(rows.get(1).path("num_tokens").asDouble()).as("of a step").isEqualTo(100);
        assertThat(rows.get(1).path("mean_token_accuracy").asDouble()).isEqualTo(0.5);
        assertThat(rows.get(1).path("grad_norm").isNull()).as("not made up").isTrue();
        assertThat(rows.get(1).properties())
                .extracting(Map.Entry::getKey)
                .contains("kl", "ratio", "mem", "time", "mem_used_mb", "sec_per_step", "seed", "epoch", "tokens_per_s");
        assertThat(rows("reports/eval_shadow.jsonl"))
                .singleElement()
                .satisfies(row -> assertThat(row.path("eval_loss").asDouble()).isEqualTo(0.75));
        assertThat(rows("reports/ckpt_manifest.jsonl"))
                .extracting(line -> line.path("path").asText())
                .containsExactly(
                        "checkpoints/x/checkpoint-2", "checkpoints/x/checkpoint-4", "checkpoints/x/checkpoint-6");
        assertThat(rows("reports/ckpt_manifest.jsonl")
                        .get(0)
                        .at("/files/model.safetensors")
                        .asText())
                .isEqualTo(Sha256.of("weights of step 2").hex());
        JsonNode beat = SyncJson.read(Files.readString(launchFolder().resolve("heartbeat.json")));
        assertThat(beat.path("step").asInt()).isEqualTo(6);
        assertThat(beat.path("tokens_per_s").isNumber()).isTrue();
        assertThat(Files.readString(workspace.resolve("logs/train.log")))
                .startsWith("DEVICE: outside PLAT: ")
                .contains("loading", "step 4/6 loss 0.25");
    }

    /** What it is told is an argument list: neither a blank nor a dollar sign means anything. */
    @Test
    void theEffectiveConfigAndAnyOfItsKeysAreHandedOverAsArguments() throws IOException {
        trainer("cfg={config}", "seed {run.seed} $HOME; ls", "{\"r\": {model.lora.r}}", "{engine.lr}", "row=6");
        assertThat(launch(null)).as(words()).isZero();
        assertThat(words())
                .contains(
                        "argument cfg=reports/config_effective.yaml\n",
                        "argument seed 7 $HOME; ls\n",
                        "argument {\"r\": 8}\n",
                        "argument 0.05\n");
        assertThat(workspace.resolve("reports/config_effective.yaml"))
                .content()
                .contains("device: outside", "the outside trainer decides");
    }

    @Test
    void itsExitCodeIsOursAndTheEndOfItsStandardErrorIsInTheReport() throws IOException {
        trainer("row=1", "complain=CUDA error: out of memory", "exit=3");
        assertThat(launch(null)).isEqualTo(1);
        JsonNode report = report();
        assertThat(report.path("message").asText()).contains("step 2, engine: the trainer ended with 3");
        assertThat(report.path("stage").asText()).isEqualTo("engine");
        assertThat(report.path("stderr_tail")).anyMatch(line -> line.asText().equals("CUDA error: out of memory"));
        assertThat(report.path("next")).anyMatch(line -> line.asText().startsWith("cd " + workspace));
        assertThat(SchemaValidator.violations(
                        SchemaId.ERROR_REPORT_V1,
                        LocatedDocument.read(
                                SyncJson.compact(report).getBytes(StandardCharsets.UTF_8), DocumentFormat.JSON)))
                .isEmpty();
        assertThat(rows("reports/metrics.jsonl")).hasSize(1);
        assertThat(workspace.resolve("checkpoints/x/.trainer.json")).doesNotExist();
    }

    /** Half a checkpoint of a trainer that failed is none. */
    @Test
    void theLastCheckpointOfATrainerThatFailedIsNotRecorded() throws IOException {
        trainer("row=1", "save=1", "row=2", "half=2", "exit=1");
        assertThat(launch(null)).isEqualTo(1);
        assertThat(outcome().path("checkpoint").asText()).isEqualTo("checkpoints/x/checkpoint-1");
        assertThat(report().path("last_checkpoint").asText()).isEqualTo("checkpoints/x/checkpoint-1");
    }

    @ParameterizedTest
    @CsvSource({
        "raw=step 2 loss 0.5,expected a JSON object",
        "raw=[2],expected a JSON object",
        "raw={\"loss\":0.5},expected a whole number under one of",
        "row=1,expected a step after 1",
        "raw={\"step\":2;\"loss\":NaN},no number"
    })
    void aRowThatCannotBeBelievedEndsTheTrainerAndIsNamed(String act, String expected) throws IOException {
        trainer("row=1", act.replace(';', ','), "row=3", "hang");
        assertThat(launch(null)).isEqualTo(1);
        assertThat(report().path("message").asText())
                .contains("logs/trainer.jsonl:2: ", expected, "it was stopped and ended with 143");
        assertThat(rows("reports/metrics.jsonl")).hasSize(1);
    }

    @Test
    void aRowWithoutANewlineCountsOnceTheTrainerHasEnded() throws IOException {
        trainer("row=1", "torn={\"step\":6,\"loss\":0.5}");
        assertThat(launch(null)).as(words()).isZero();
        assertThat(outcome().path("step").asInt()).isEqualTo(6);
        trainer("row=1", "torn={\"step\":6,\"lo");
        assertThat(launch(null)).isEqualTo(1);
        assertThat(report().path("message").asText()).contains("logs/trainer.jsonl:2: expected a JSON object");
    }

    @Test
    void aTrainerThatDidNothingAndEndedWellIsAFailure() throws IOException {
        trainer("say=done");
        assertThat(launch(null)).isEqualTo(1);
        assertThat(report().path("message").asText()).contains("wrote no row with a loss to logs/trainer.jsonl");
    }

    /** D12: SIGTERM is passed on, the trainer saves, and its last checkpoint is complete since it ended by itself. */
    @Test
    void aStopIsPassedOnAndWaitedFor() throws IOException {
        trainer("row=1", "save=1", "row=2", "save-when-stopped=2", "row=3", "hang");
        assertThat(launch(null, () -> lines("reports/metrics.jsonl") >= 3)).isEqualTo(130);
        assertThat(outcome().path("outcome").asText()).isEqualTo("stopped");
        assertThat(outcome().path("step").asInt()).isEqualTo(3);
        assertThat(outcome().path("checkpoint").asText()).isEqualTo("checkpoints/x/checkpoint-2");
        assertThat(words()).contains("stopping: SIGTERM to the trainer", "the trainer ended with 0");
    }

    @Test
    void aStopWithoutAnyCheckpointIsAFailure() throws IOException {
        trainer("row=1", "hang");
        assertThat(launch(null, () -> lines("reports/metrics.jsonl") >= 1)).isEqualTo(1);
        assertThat(words()).contains("the trainer ended with 143");
        assertThat(report().path("message").asText()).contains("before a checkpoint could be saved");
    }

    /** One that hangs, whatever it is told, is killed after its grace. */
    @Test
    void aTrainerThatDoesNotHearIsKilled() throws IOException {
        more = Map.of("grace_seconds: 20", "grace_seconds: 1");
        trainer("deaf", "row=1", "save=1", "row=2", "half=2", "hang");
        AtomicLong living = new AtomicLong();
        BooleanSupplier afterTwo = () -> {
            living.set(livingTrainers());
            return lines("reports/metrics.jsonl") >= 2;
        };
        assertThat(launch(null, afterTwo)).isEqualTo(1);
        assertThat(living).as("while it ran").hasValue(1);
        assertThat(report().path("message").asText()).contains("did not end within 1 s of SIGTERM and was killed");
        assertThat(outcome().path("checkpoint").asText()).isEqualTo("checkpoints/x/checkpoint-1");
        assertThat(livingTrainers()).isZero();
    }

    @Test
    void aTrainerThatSaysNothingMoreHasHung() throws IOException {
        more = Map.of("grace_seconds: 20", "grace_seconds: 20\n    quiet_seconds: 1");
        trainer("row=1", "hang");
        assertThat(launch(null)).isEqualTo(1);
        assertThat(report().path("message").asText()).contains("wrote no row and no word for 1 s");
        assertThat(livingTrainers()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "no-such-trainer,is not on the PATH",
        "ops/none.sh,is no program that can be run",
        "data/train.jsonl,is no program that can be run"
    })
    void aCommandThatIsNotThereIsRefusedWithTheManualWay(String program, String fault) throws IOException {
        command(List.of(program, "--lr", "{engine.lr}"));
        assertThat(launch(null)).isEqualTo(2);
        assertThat(words())
                .contains(
                        "the trainer cannot be started: " + program + " " + fault,
                        "by hand: cd " + workspace + " && " + program + " --lr 0.05");
        assertThat(outcome().path("error_report").isNull()).isTrue();
        assertThat(workspace.resolve("reports/metrics.jsonl")).doesNotExist();
    }

    /** A program the system cannot run at all: no interpreter, no format it knows. */
    @Test
    void aFileThatIsNoProgramIsRefused() throws IOException {
        script("ops/odd.sh", "#!/no/such/interpreter\n");
        command(List.of("ops/odd.sh"));
        assertThat(launch(null)).isEqualTo(2);
        assertThat(words()).contains("the trainer cannot be started: ", "by hand: cd " + workspace);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 126, 127})
    void aTrainerThatRefusesItsArgumentsIsRefused(int code) throws IOException {
        script("ops/train.sh", "#!/bin/sh\necho \"train.sh: unknown option --lr\" >&2\nexit " + code + "\n");
        command(List.of("ops/train.sh", "--lr", "{engine.lr}"));
        assertThat(launch(null)).isEqualTo(2);
        assertThat(words())
                .contains("the trainer ended with " + code, "it said: train.sh: unknown option --lr", "by hand: cd ");
        assertThat(workspace.resolve("checkpoints/x/.trainer.json")).doesNotExist();
    }

    @Test
    void goesOnFromARecordedCheckpointAndPutsLaterOnesAside() throws IOException {
        trainer("row=1", "save=1", "row=2", "save=2", "row=3", "save=3", "row=4", "half=4", "exit=1");
        assertThat(launch(null)).isEqualTo(1);
        trainer("row=3", "save=3", "row=6", "save=6");
        assertThat(launch("checkpoints/x/checkpoint-2")).as(words()).isEqualTo(2);
        assertThat(words()).contains("engine.process.command: ");
        ordered = order -> order.set("allow_change", SyncJson.read("[\"engine.process.command\"]"));
        assertThat(launch("checkpoints/x/checkpoint-2")).as(words()).isZero();
        assertThat(words()).contains("going on from checkpoints/x/checkpoint-2");
        assertThat(rows("reports/metrics.jsonl"))
                .extracting(row -> row.path("step").asInt())
                .containsExactly(1, 2, 3, 6);
        assertThat(names("checkpoints/x.cut_20260101_120000")).containsExactly("checkpoint-3", "checkpoint-4");
        assertThat(outcome().path("checkpoint").asText()).isEqualTo("checkpoints/x/checkpoint-6");
        assertThat(launch("latest")).as("it is finished").isZero();
        assertThat(words()).contains("already finished");
    }

    @Test
    void refusesToGoOnFromWhatIsNotAsItWasRecorded() throws IOException {
        trainer("row=1", "save=1", "row=2", "save=2", "row=3", "half=3", "exit=1");
        assertThat(launch(null)).isEqualTo(1);
        assertThat(launch("checkpoints/x/checkpoint-3")).as("never recorded").isEqualTo(2);
        put("checkpoints/x/checkpoint-2/model.safetensors", "weights of step 9");
        assertThat(launch("latest")).isEqualTo(6);
        assertThat(words()).contains("checkpoint-2/model.safetensors", "verifies is", "checkpoint-1");
        assertThat(launch("checkpoints/x/checkpoint-7")).isEqualTo(2);
    }

    @Test
    void aTrainerThatCannotGoOnSaysSo() throws IOException {
        trainer("row=1", "save=1", "row=2", "save=2", "exit=1");
        launch(null);
        more = Map.of("    resume: [--resume_from_checkpoint, \"{checkpoint}\"]\n", "");
        trainer("row=1", "save=1", "row=2", "save=2", "exit=1");
        ordered = order -> order.set("allow_change", SyncJson.read("[\"engine.process.resume\"]"));
        assertThat(launch("latest")).isEqualTo(2);
        assertThat(words()).contains("does not say how its trainer goes on from checkpoints/x/checkpoint-1");
    }

    @Test
    void aFreshRunBesideOldCheckpointsIsRefusedOrMovesThemAside() throws IOException {
        trainer("row=6", "save=6");
        assertThat(launch(null)).isZero();
        assertThat(launch(null)).isEqualTo(2);
        assertThat(words()).contains("already holds 1 checkpoints");
        ordered = order -> order.put("fresh", true);
        assertThat(launch(null)).isZero();
        assertThat(names("checkpoints")).containsExactly("x", "x.20260101_120000");
        assertThat(names("logs")).contains("trainer.jsonl", "trainer.jsonl.20260101_120000");
    }

    /** A follower that was killed leaves its trainer; nobody else may write the folder until that one is gone. */
    @Test
    void aTrainerOfAnEarlierLaunchThatStillLivesLocksTheFolder() throws IOException {
        trainer("row=6", "save=6");
        ProcessHandle self = ProcessHandle.current();
        put(
                "checkpoints/x/.trainer.json",
                SyncJson.compact(SyncJson.object()
                        .put("pid", self.pid())
                        .put(
                                "started_at",
                                self.info().startInstant().orElseThrow().toString())));
        assertThat(launch(null)).isEqualTo(5);
        assertThat(words()).contains("process " + self.pid() + ", still writes");
        put("checkpoints/x/.trainer.json", "{\"pid\":" + self.pid() + ",\"started_at\":\"2001-01-01T00:00:00Z\"}");
        assertThat(launch(null)).as("another process of that number").isZero();
    }

    @Test
    void aFileThatShrinksWhileItIsFollowedIsNotBelieved() throws IOException {
        trainer("row=1", "row=2", "hang");
        BooleanSupplier shrinks = () -> {
            if (lines("reports/metrics.jsonl") >= 2) {
                empty(workspace.resolve("logs/trainer.jsonl"));
            }
            return false;
        };
        assertThat(launch(null, shrinks)).isEqualTo(1);
        assertThat(report().path("message").asText()).contains("logs/trainer.jsonl: it was cut from");
    }

    /** A launch is a run: rows, models without what only a resume needs, and a best one. */
    @Test
    void isWrittenIntoItsRun() throws IOException {
        trainer("row=1", "save=1", "row=2", "row=3", "save=3", "row=6");
        Path run = begin();
        ordered = order -> order.put("run", workspace.relativize(run).toString())
                .put("lock_sha256", digest(run.resolve("config.lock.json")));
        assertThat(launch(null)).as(words()).isZero();
        assertThat(store().verify(run, RunCheck.Level.FULL).passed()).isTrue();
        List<String> rows = Files.readAllLines(run.resolve("metrics.csv"));
        assertThat(rows).hasSize(5);
        assertThat(rows.get(1)).matches("1,1,1[^,]*,,,1[^,]*,1,.*");
        assertThat(rows.get(2)).as("no checkpoint").matches("2,1,0.5[^,]*,,,,0,.*");
        try (ZipFile zip =
                new ZipFile(run.resolve("artifacts/checkpoints/step-000003.pt").toFile())) {
            assertThat(zip.stream().map(entry -> entry.getName()).toList())
                    .containsExactly("config_effective.yaml", "model.safetensors");
        }
        assertThat(words()).contains(": ok, promoted");
    }

    private void trainer(String... words) throws IOException {
        Stream<String> java = Stream.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-Xshare:auto",
                "-cp",
                Path.of(ScriptedTrainer.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .getPath())
                        .toString(),
                ScriptedTrainer.class.getName(),
                "{metrics}",
                "{run.output_dir}");
        command(Stream.concat(java, Stream.of(words)).toList());
    }

    private void command(List<String> arguments) throws IOException {
        ArrayNode list = SyncJson.object().putArray("command");
        arguments.forEach(list::add);
        String engine = "name: process\n  process:\n    command: " + SyncJson.compact(list)
                + "\n    resume: [--resume_from_checkpoint, \"{checkpoint}\"]\n    metrics: logs/trainer.jsonl"
                + "\n    grace_seconds: 20";
        String text = Configs.yaml(Map.of("name: java_ref", engine));
        for (Map.Entry<String, String> change : more.entrySet()) {
            assertThat(text).contains(change.getKey());
            text = text.replace(change.getKey(), change.getValue());
        }
        put(CONFIG, text);
    }

    private long livingTrainers() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().commandLine().orElse("").contains(ScriptedTrainer.class.getName()))
                .count();
    }

    private int launch(@Nullable String resume) throws IOException {
        return launch(resume, NEVER);
    }

    private int launch(@Nullable String resume, BooleanSupplier stop) throws IOException {
        launches++;
        trained().order(launches, CONFIG, order -> ordered.apply(order.put("resume", resume)));
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        return new TrainingProcess(
                        launchFolder(),
                        new TrainingProcess.Surroundings(
                                out,
                                (output, error) -> output.apply(out),
                                Map.of("PATH", "/usr/bin:/bin"),
                                1,
                                Configs.INSTALLED,
                                NOON),
                        stop)
                .run();
    }

    private Path begin() throws IOException {
        RunSource source = new RunSource(
                TrainConfigReader.readDocument(Files.readAllBytes(workspace.resolve(CONFIG)), CONFIG),
                Configs.INSTALLED.strategy("sft").orElseThrow(),
                10,
                Sha256.ofFile(workspace.resolve("data/train.jsonl")),
                Sha256.ofFile(workspace.resolve("data/eval.jsonl")));
        RunLock lock = store().open(new NewRun(
                source.bytes(),
                CONFIG + ".json",
                Optional.empty(),
                Optional.of("outside"),
                Optional.of(new RunLock.ConfigSource(CONFIG, Sha256.ofFile(workspace.resolve(CONFIG)), "yaml")),
                CodeState.NONE,
                SyncJson.object()));
        return workspace.resolve(lock.experimentDir());
    }

    private RunStore store() {
        return new RunStore(workspace, NOON, Duration.ofSeconds(5));
    }

    private Path launchFolder() {
        return workspace.resolve("launches/" + launches);
    }

    private JsonNode outcome() throws IOException {
        return SyncJson.read(Files.readString(launchFolder().resolve("outcome.json")));
    }

    private JsonNode report() throws IOException {
        return SyncJson.read(Files.readString(
                workspace.resolve(outcome().path("error_report").asText())));
    }

    private List<JsonNode> rows(String name) throws IOException {
        return Files.readAllLines(workspace.resolve(name)).stream()
                .map(SyncJson::read)
                .toList();
    }

    private long lines(String name) {
        Path file = workspace.resolve(name);
        try {
            return Files.exists(file) ? Files.readAllLines(file).size() : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void empty(Path file) {
        try {
            Files.write(file, new byte[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(Path file) {
        try {
            return Sha256.ofFile(file).hex();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String words() {
        return said.toString(StandardCharsets.UTF_8);
    }

    private List<String> names(String folder) throws IOException {
        try (Stream<Path> files = Files.list(workspace.resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private void script(String name, String text) throws IOException {
        put(name, text);
        Files.setPosixFilePermissions(workspace.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void put(String name, String content) throws IOException {
        trained().put(name, content);
    }

    private TrainedWorkspace trained() {
        return new TrainedWorkspace(workspace);
    }
}
