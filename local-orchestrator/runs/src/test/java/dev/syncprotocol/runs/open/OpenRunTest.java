package dev.syncprotocol.runs.open;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.SecretMask;
import dev.syncprotocol.runs.store.CodeState;
import dev.syncprotocol.runs.store.FinishOptions;
import dev.syncprotocol.runs.store.Finished;
import dev.syncprotocol.runs.store.NewRun;
import dev.syncprotocol.runs.store.RunCheck;
import dev.syncprotocol.runs.store.RunState;
import dev.syncprotocol.runs.store.RunStatus;
import dev.syncprotocol.runs.store.RunStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run as a trainer of this product makes it: rows, checkpoints, logs, events; then finished. */
class OpenRunTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-08-01T12:10:03Z"), ZoneOffset.UTC);
    private static final SecretMask MASK = SecretMask.of(Map.of("SCORER_API_KEY", "s3cr3t-value"));

    @TempDir
    private Path workspace;

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);
    private Path folder;

    @BeforeEach
    void begin() throws IOException {
        begin("max", 3, 50);
    }

    private void begin(String mode, int keepLast, int rotateMegabytes) throws IOException {
        String config = """
                experiment: {name: denoise fft %s %d %d, seed: 42}
                data: {dataset: mydata/v1}
                model: {arch: unet}
                train: {epochs: 30, batch_size: 32, lr: 3e-4, save_every_n: 5, keep_last_k: %d, keep_best: true}
                metrics: {primary: val_psnr, mode: %s, extra: [lr]}
                logging: {rotate_mb: %d}
                """.formatted(mode, keepLast, rotateMegabytes, keepLast, mode, rotateMegabytes);
        folder = workspace.resolve(store().open(new NewRun(
                        config.getBytes(StandardCharsets.UTF_8),
                        "configs/exp.yaml",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        CodeState.NONE,
                        SyncJson.object()))
                .experimentDir());
    }

    @Test
    void writesARowToTheFileToStdoutAndToTheEvents() throws IOException {
        try (OpenRun run = take()) {
            MetricsWriter metrics = run.metrics(out);
            assertThat(metrics.append(row(10, 1, 1.5))).isTrue();
            assertThat(metrics.append(row(20, 2, 1.5)))
                    .as("a tie is no improvement")
                    .isFalse();
            assertThat(metrics.append(row(30, 3, 16))).isTrue();
            assertThat(metrics.append(measured(40, 3, OptionalDouble.empty()))).isFalse();
        }
        assertThat(folder.resolve("metrics.csv")).hasContent("""
                step,epoch,train_loss,val_loss,val_acc,primary,is_best,timestamp,lr
                10,1,0.25,,,1.5,1,1785586203,0.001
                20,2,0.25,,,1.5,0,1785586203,0.001
                30,3,0.25,,,16.0,1,1785586203,0.001
                40,3,0.25,,,,0,1785586203,0.001
                """);
        assertThat(shown.toString(StandardCharsets.UTF_8))
                .startsWith("step 10 epoch 1 train_loss 0.25 primary 1.5 is_best 1 lr 0.001\n");
        String events = HexFormat.of()
                .formatHex(Files.readAllBytes(folder.resolve("logs/tensorboard/events.out.tfevents.1785586203.sync")));
        assertThat(events)
                .startsWith("1800000000000000a37f4b22")
                .contains(hex("primary"), hex("train_loss"), hex("lr"));
        assertThat(events).as("what was not measured is no event").doesNotContain(hex("val_loss"));
    }

    @Test
    void goesOnAfterTheRowsThatAreThere() throws IOException {
        try (OpenRun run = take()) {
            run.metrics(out).append(row(10, 2, 5));
        }
        Files.writeString(folder.resolve("metrics.csv"), "11,2,0.2", StandardOpenOption.APPEND);
        try (OpenRun run = take()) {
            MetricsWriter metrics = run.metrics(out);
            assertThat(metrics.append(row(12, 2, 4))).isFalse();
            assertThat(metrics.append(row(13, 2, 6))).isTrue();
        }
        assertThat(Files.readAllLines(folder.resolve("metrics.csv"))).hasSize(4);
        assertThat(folder.resolve("logs/metrics.torn")).hasContent("11,2,0.2");
        try (Stream<Path> files = Files.list(folder.resolve("logs/tensorboard"))) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void refusesAMetricNobodyDeclared() throws IOException {
        try (OpenRun run = take()) {
            Evaluation row = new Evaluation(
                    1,
                    1,
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    Map.of("rouge", 0.5));
            SyncException refused = catchThrowableOfType(
                    SyncException.class, () -> run.metrics(out).append(row));
            assertThat(refused.code()).isEqualTo(ErrorCode.METRIC_UNDECLARED);
            assertThat(refused).hasMessageContaining("rouge");
        }
    }

    @Test
    void refusesAStepThatDoesNotRise() throws IOException {
        try (OpenRun run = take()) {
            MetricsWriter metrics = run.metrics(out);
            metrics.append(row(5, 2, 1));
            for (Evaluation back : List.of(row(5, 2, 1), row(4, 2, 1), row(6, 1, 1))) {
                SyncException refused = catchThrowableOfType(SyncException.class, () -> metrics.append(back));
                assertThat(refused.code()).isEqualTo(ErrorCode.METRICS_INVALID);
            }
        }
    }

    /** The example of run-store.md section 12: best at epoch 10, now at 30, the last three kept. */
    @Test
    void keepsTheLastFewAndTheBestAndBuriesTheRest() throws IOException {
        try (OpenRun run = take()) {
            MetricsWriter metrics = run.metrics(out);
            for (int epoch = 5; epoch <= 30; epoch += 5) {
                metrics.append(row(epoch, epoch, epoch == 10 ? 9 : 1));
                String content = "weights " + epoch;
                run.checkpoint(epoch, bytes -> bytes.write(content.getBytes(StandardCharsets.UTF_8)));
            }
        }
        assertThat(checkpoints())
                .containsExactly("step-000010.pt", "step-000020.pt", "step-000025.pt", "step-000030.pt");
        List<String> stones = Files.readAllLines(folder.resolve("tombstones.jsonl"));
        assertThat(stones).hasSize(2);
        assertThat(SyncJson.read(stones.get(0)).path("path").asText())
                .isEqualTo("artifacts/checkpoints/step-000005.pt");
        assertThat(SyncJson.read(stones.get(1)).path("reason").asText()).isEqualTo("keep_last_k");
        Finished finished = store().finish(folder, FinishOptions.OK);
        assertThat(finished.manifest().ended().content().tombstones()).hasSize(2);
        assertThat(folder.resolve("artifacts/checkpoints/best.pt")).hasContent("weights 10");
        assertThat(store().verify(folder, RunCheck.Level.FULL).passed()).isTrue();
    }

    @Test
    void neverWritesAStepTwice() throws IOException {
        try (OpenRun run = take()) {
            run.checkpoint(7, bytes -> bytes.write(1));
            assertThatThrownBy(() -> run.checkpoint(7, bytes -> bytes.write(2)))
                    .isInstanceOf(FileAlreadyExistsException.class);
            assertThat(run.hasCheckpoint(7)).isTrue();
        }
        assertThat(Files.readAllBytes(folder.resolve("artifacts/checkpoints/step-000007.pt")))
                .containsExactly(1);
        assertThat(checkpoints()).containsExactly("step-000007.pt");
    }

    @Test
    void logsLinesWithTimeAndLevelAndNoSecret() throws IOException {
        try (OpenRun run = take()) {
            try (OutputStream record = run.record();
                    OutputStream stdout = run.stdout()) {
                for (OutputStream stream : List.of(record, stdout)) {
                    stream.write("DEVICE: cpu\nkey s3cr3t-value\nWARNING: small\nFATAL: broken\nunfini"
                            .getBytes(StandardCharsets.UTF_8));
                    stream.write("shed".getBytes(StandardCharsets.UTF_8));
                }
            }
            run.logger().log(RunLogger.Level.DEBUG, "not at level INFO");
            run.logger().trace(new IllegalStateException("deep"));
            run.logger().fatal(1, "broken");
        }
        assertThat(folder.resolve("logs/run.log")).hasContent("""
                2026-08-01 12:10:03,000 INFO DEVICE: cpu
                2026-08-01 12:10:03,000 INFO key ***
                2026-08-01 12:10:03,000 WARNING small
                2026-08-01 12:10:03,000 ERROR broken
                2026-08-01 12:10:03,000 INFO unfinished
                """);
        assertThat(folder.resolve("logs/stdout.log")).hasContent("""
                DEVICE: cpu
                key ***
                WARNING: small
                FATAL: broken
                unfinished
                """);
        List<String> errors = Files.readAllLines(folder.resolve("logs/errors.log"));
        assertThat(errors.get(0)).isEqualTo("2026-08-01 12:10:03,000 ERROR broken");
        assertThat(errors.get(1)).isEqualTo("\tjava.lang.IllegalStateException: deep");
        assertThat(errors.get(errors.size() - 1)).isEqualTo("2026-08-01 12:10:03,000 FATAL exit=1 broken");
        assertThat(errors.subList(1, errors.size() - 1)).allMatch(line -> line.startsWith("\t"));
    }

    @Test
    void splitsALargeLogAndLosesNoLine() throws IOException {
        begin("max", 0, 1);
        String padding = "x".repeat(100_000);
        try (OpenRun run = take()) {
            for (int line = 0; line < 25; line++) {
                run.logger().log(RunLogger.Level.INFO, line + " " + padding);
            }
        }
        List<String> lines = Stream.of("run.0001.log", "run.0002.log", "run.log")
                .flatMap(name -> read(folder.resolve("logs").resolve(name)).stream())
                .map(line -> line.replaceFirst(".*INFO (\\d+) .*", "$1"))
                .toList();
        assertThat(lines)
                .isEqualTo(IntStream.range(0, 25).mapToObj(Integer::toString).toList());
        assertThat(folder.resolve("logs/run.0003.log")).doesNotExist();
        assertThat(Files.size(folder.resolve("logs/run.0001.log"))).isLessThanOrEqualTo(1 << 20);
    }

    @Test
    void locksOutASecondTrainerAndFinishWhileItIsHeld() throws IOException {
        try (OpenRun run = take()) {
            assertThat(run.lock().config().name()).startsWith("denoise fft");
            RunStore impatient = new RunStore(workspace, NOON, Duration.ZERO);
            SyncException locked =
                    catchThrowableOfType(SyncException.class, () -> impatient.finish(folder, FinishOptions.OK));
            assertThat(locked.code()).isEqualTo(ErrorCode.LOCKED);
            assertThat(state()).isEqualTo(RunState.OPEN);
        }
        assertThat(state()).as("its trainer is gone and nobody finished it").isEqualTo(RunState.CRASHED);
    }

    @Test
    void refusesARunThatIsFinal() throws IOException {
        Finished finished = store().finish(folder, new FinishOptions(137, FinishOptions.Promotion.OK_ONLY));
        assertThat(finished.manifest().ended().status()).isEqualTo(RunStatus.FAILED);
        SyncException refused = catchThrowableOfType(SyncException.class, this::take);
        assertThat(refused.code()).isEqualTo(ErrorCode.RUN_EXISTS);
    }

    @Test
    void refusesAFolderThatIsNotWhereItsLockSays() throws IOException {
        Path moved = Files.move(folder, folder.resolveSibling("exp-20260801-1210-moved"));
        SyncException refused =
                catchThrowableOfType(SyncException.class, () -> OpenRun.take(workspace, moved, MASK, NOON));
        assertThat(refused.code()).isEqualTo(ErrorCode.LOCK_MISMATCH);
    }

    private OpenRun take() throws IOException {
        return OpenRun.take(workspace, folder, MASK, NOON);
    }

    private RunStore store() {
        return new RunStore(workspace, NOON, Duration.ofSeconds(5));
    }

    private RunState state() throws IOException {
        return store().show(folder.getFileName().toString()).state();
    }

    private List<String> checkpoints() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("artifacts/checkpoints"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static Evaluation row(long step, long epoch, double primary) {
        return measured(step, epoch, OptionalDouble.of(primary));
    }

    private static Evaluation measured(long step, long epoch, OptionalDouble primary) {
        return new Evaluation(
                step,
                epoch,
                OptionalDouble.of(0.25),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                primary,
                Map.of("lr", 0.001));
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> read(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
