package dev.syncprotocol.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine as a real child process: killed, found lost, resumed, stopped. */
class LaunchTest {
    private static final String LAUNCH = "configs/train_local.yaml";
    private static final int SAVED_STEP = 4;
    private static final int LAST_STEP = 30;

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void bringARoundToReady() throws IOException {
        run(0, "init");
        run(0, "round", "next");
        run(0, "train", "scaffold");
        Path config = folder.resolve(LAUNCH);
        Files.writeString(
                config,
                Files.readString(config)
                        .replace("max_steps: 60", "max_steps: " + LAST_STEP)
                        .replace("save_steps: 20", "save_steps: " + SAVED_STEP)
                        .replace("eval_steps: 20", "eval_steps: 1000")
                        .replace("data/seed.jsonl", "data/train_min.jsonl"));
        Files.writeString(
                folder.resolve("package.json"),
                "{\"from\":\"cursor\",\"round\":1,\"artifacts_produced\":[],\"risks_blockers\":[\"none\"]}");
        for (int command = 1; command <= 3; command++) {
            run(0, "command", "done", Integer.toString(command));
        }
        run(0, "ingest", "package.json");
    }

    @Test
    void noticesAKilledEngineAndResumesWithRisingSteps() throws Exception {
        run(0, "launch", "--config", LAUNCH, "--detach");
        long pid = awaitStep(SAVED_STEP + 1);
        ProcessHandle engine = ProcessHandle.of(pid).orElseThrow();
        engine.destroyForcibly();
        engine.onExit().join();

        JsonNode lost = json(0, "status");
        assertThat(lost.at("/data/state").asText()).isEqualTo("FAILED");
        assertThat(lost.at("/data/launch/state").asText()).isEqualTo("lost");
        assertThat(gitLog()).as("status writes nothing").doesNotContain("lost");
        assertThat(lost.at("/data/gate/open").asBoolean()).isTrue();
        assertThat(lost.at("/data/next/0").asText())
                .isEqualTo("sync launch --config " + LAUNCH + " --resume checkpoints/local/latest");
        run(0, "status");
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("left no word; --resume checkpoints/local/latest goes on")
                .doesNotContain("is running");
        String first = lost.at("/data/launch/run").asText();
        assertThat(run(first).at("/data/state").asText())
                .as("its trainer is gone")
                .isEqualTo("crashed");

        run(0, "launch", "--config", LAUNCH, "--resume", "checkpoints/local/latest");
        assertThat(run(first).at("/data/state").asText()).isEqualTo("final");
        assertThat(run(first).at("/data/status").asText()).isEqualTo("failed");
        assertThat(run(first).at("/data/promoted").asBoolean()).isFalse();
        String second = json(0, "status").at("/data/launch/run").asText();
        assertThat(second).isNotEqualTo(first);
        assertThat(run(second).at("/data/promoted").asBoolean()).isTrue();
        run(0, "runs", "verify", "--all", "--full");
        assertThat(gitLog())
                .contains("launch r0001-l0001 of round 1 lost")
                .contains("launch r0001-l0002 of round 1 finished");
        assertThat(steps()).isSorted().doesNotHaveDuplicates().startsWith(1).endsWith(LAST_STEP);
        assertThat(json(0, "status").at("/data/state").asText()).isEqualTo("DONE");
    }

    @Test
    void stopsWithACheckpointAndAnswersARepeatedLaunch() throws Exception {
        run(0, "launch", "--config", LAUNCH, "--detach");
        awaitStep(2);
        JsonNode again = json(0, "launch", "--config", LAUNCH, "--detach");
        assertThat(again.at("/data/launch/launch").asText()).isEqualTo("r0001-l0001");
        assertThat(again.at("/data/launch/state").asText()).isEqualTo("running");

        JsonNode stopped = json(0, "stop");
        assertThat(stopped.at("/data/was_running").asBoolean()).isTrue();
        assertThat(stopped.at("/data/launch/stopped").asBoolean()).isTrue();
        assertThat(stopped.at("/data/next/0").asText()).endsWith("--resume checkpoints/local/latest");
        JsonNode run = run(stopped.at("/data/launch/run").asText());
        assertThat(run.at("/data/state").asText()).isEqualTo("final");
        assertThat(run.at("/data/status").asText()).isEqualTo("failed");
        assertThat(folder.resolve("checkpoints/local/latest/MANIFEST.json")).exists();
        assertThat(json(0, "status").at("/data/state").asText()).isEqualTo("FAILED");
        assertThat(json(0, "stop").at("/data/was_running").asBoolean()).isFalse();
    }

    /** run-store.md section 14.1: what was begun with one code does not go on with another unsaid. */
    @Test
    void aTrainingDoesNotGoOnWithOtherCodeUnlessItIsAllowedAndRecorded() throws Exception {
        run(0, "launch", "--config", LAUNCH, "--detach");
        awaitStep(SAVED_STEP + 1);
        json(0, "stop");
        Files.writeString(folder.resolve("model.py"), "changed");
        git("add", "model.py");
        git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "-m", "other code");
        JsonNode refused = json(4, "launch", "--config", LAUNCH, "--resume", "checkpoints/local/latest");
        assertThat(refused.at("/error/code").asText()).isEqualTo("lock_mismatch");
        assertThat(refused.at("/error/message").asText())
                .contains("the code has changed since run exp-", "commit none ->");
        assertThat(json(0, "status").at("/data/launch/launch").asText())
                .as("nothing was recorded")
                .isEqualTo("r0001-l0001");
        run(0, "launch", "--config", LAUNCH, "--resume", "checkpoints/local/latest", "--allow-code-drift");
        Path run = folder.resolve(
                json(0, "status").at("/data/launch/experiment_dir").asText());
        assertThat(Files.readString(run.resolve("reports/summary.md")))
                .contains("went on although the code had changed since");
        assertThat(Files.readString(run.resolve("logs/run.log")))
                .contains("WARNING the code has changed since run exp-");
    }

    private void git(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void startsTheTrainingWithTheIngestThatOpensTheGate() throws Exception {
        Path settings = folder.resolve(".sync/config.yaml");
        Files.writeString(settings, Files.readString(settings).replace("auto_launch: false", "auto_launch: true"));
        JsonNode ingested = json(0, "ingest", "package.json");
        assertThat(ingested.at("/data/already_ingested").asBoolean()).isTrue();
        assertThat(ingested.at("/data/auto_launch/started").asBoolean()).isTrue();
        assertThat(ingested.at("/data/auto_launch/launch/launch").asText()).isEqualTo("r0001-l0001");
        awaitStep(1);
        json(0, "stop");
        assertThat(json(0, "ingest", "package.json").at("/data/auto_launch").isMissingNode())
                .as("a stopped training is resumed by hand")
                .isTrue();
    }

    @Test
    void recordsTheIngestWhoseAutomaticLaunchIsRefused() throws Exception {
        Path settings = folder.resolve(".sync/config.yaml");
        Files.writeString(
                settings,
                Files.readString(settings)
                        .replace("auto_launch: false", "auto_launch: true")
                        .replace(LAUNCH, "configs/none.yaml"));
        JsonNode ingested = json(0, "ingest", "package.json");
        assertThat(ingested.at("/data/auto_launch/started").asBoolean()).isFalse();
        assertThat(ingested.at("/data/auto_launch/error/code").asText()).isEqualTo("usage");
    }

    @Test
    void tellsWhyTheEngineRefused() throws Exception {
        Files.writeString(folder.resolve("data/train_min.jsonl"), "{\"input\":\"a\"}\n");
        run(7, "launch", "--config", LAUNCH);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("data/train_min.jsonl:1");
        assertThat(json(0, "status").at("/data/state").asText()).isEqualTo("FAILED");
    }

    @Test
    void refusesAConfigWithEveryFault() throws IOException {
        Files.writeString(folder.resolve("configs/bad.yaml"), "run: {seed: -1, sedd: 2}\nengine: {name: warp}\n");
        JsonNode refused = json(2, "launch", "--config", "configs/bad.yaml");
        assertThat(refused.at("/error/code").asText()).isEqualTo("config_invalid");
        assertThat(refused.at("/error/violations").size()).isGreaterThan(3);
    }

    @Test
    void writesALaunchIntoARunThatItsOwnLockGoverns() throws Exception {
        run(0, "launch", "--config", LAUNCH, "--detach");
        awaitStep(1);
        JsonNode status = json(0, "status");
        Path run = folder.resolve(status.at("/data/launch/experiment_dir").asText());
        JsonNode lock = SyncJson.read(Files.readString(run.resolve("config.lock.json")));
        assertThat(lock.at("/train/hyper/train_config/run/max_steps").asInt()).isEqualTo(LAST_STEP);
        assertThat(lock.at("/runtime/launch").asText()).isEqualTo("r0001-l0001");
        assertThat(lock.at("/config_source/path").asText()).isEqualTo(LAUNCH);
        assertThat(Files.readAllLines(run.resolve("metrics.csv")).get(0)).startsWith("step,epoch,train_loss");
        json(0, "stop");
        assertThat(Files.readString(run.resolve("logs/run.log"))).contains("INFO DEVICE: cpu");
        assertThat(run.resolve("reports/summary.md")).exists();
        assertThat(gitLog()).contains("launch r0001-l0001 of round 1 stopped");
    }

    /** The seed's own words for it; they pass the same gate and their values are in the lock. */
    @Test
    void trainsAndGoesOnByTheTrainVerbs() throws IOException {
        String config = "configs/train_min.yaml";
        JsonNode trained = json(0, "train", "run", "--config", config, "--set", "run.max_steps=2");
        assertThat(trained.at("/data/launch/max_steps").asInt()).isEqualTo(2);
        Path lock = folder.resolve(trained.at("/data/launch/experiment_dir").asText())
                .resolve("config.lock.json");
        assertThat(SyncJson.read(Files.readString(lock))
                        .at("/train/hyper/train_config/run/max_steps")
                        .asInt())
                .isEqualTo(2);
        JsonNode again = json(0, "train", "run", "--config", config, "--set", "run.max_steps=2");
        assertThat(again.at("/data/launch/launch").asText())
                .isEqualTo(trained.at("/data/launch/launch").asText());
        JsonNode resumed = json(
                0,
                "train",
                "resume",
                "--config",
                config,
                "--set",
                "run.max_steps=3",
                "--allow-change",
                "run.max_steps");
        assertThat(resumed.at("/data/launch/step").asInt()).isEqualTo(3);
        assertThat(resumed.at("/data/launch/resume").asText()).isEqualTo("checkpoints/min/latest");
        json(2, "train", "run", "--config", config, "--set", "run.max_stepz=3");
        json(2, "train", "run", "--config", config, "--resume", "a", "--resume-from", "b");
        json(3, "train", "run", "--config", "configs/train_local.yaml", "--set", "gate.needs=[nobody_asked]");
    }

    private JsonNode run(String id) {
        return json(0, "runs", "show", id);
    }

    private long awaitStep(long step) throws IOException, InterruptedException {
        Path launch = folder.resolve(".sync/launches/r0001-l0001");
        Path heartbeat = launch.resolve("heartbeat.json");
        try (WatchService changes = launch.getFileSystem().newWatchService()) {
            launch.register(changes, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
            while (true) {
                if (Files.exists(heartbeat)) {
                    JsonNode beat = SyncJson.read(Files.readString(heartbeat));
                    if (beat.path("step").asLong() >= step) {
                        return beat.path("pid").asLong();
                    }
                }
                WatchKey key = changes.take();
                key.pollEvents();
                key.reset();
            }
        }
    }

    private List<Integer> steps() throws IOException {
        return Files.readAllLines(folder.resolve("reports/metrics.jsonl")).stream()
                .map(line -> SyncJson.read(line).path("step").asInt())
                .toList();
    }

    private String gitLog() throws IOException {
        Process git = new ProcessBuilder("git", "log", "--format=%s", "sync/ledger")
                .directory(folder.toFile())
                .start();
        return new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private JsonNode json(int exit, String... args) {
        String[] withJson = java.util.Arrays.copyOf(args, args.length + 1);
        withJson[args.length] = "--json";
        run(exit, withJson);
        return CheckedAnswer.of(out.toString(StandardCharsets.UTF_8), String.join(" ", args));
    }

    private void run(int exit, String... args) {
        out.reset();
        err.reset();
        Surroundings surroundings = new Surroundings(
                folder,
                new ByteArrayInputStream(new byte[0]),
                Map.of(),
                Clock.systemUTC(),
                false,
                new CountDownLatch(1));
        int code = new FrontDoor(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .call(surroundings, args);
        assertThat(code).as(String.join(" ", args) + "\n" + out + err).isEqualTo(exit);
    }
}
