package dev.syncprotocol.runs.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run from its claim to the showcase, on real files (run-store.md sections 8 to 11). */
class RunStoreTest {
    @TempDir
    Path workspace;

    Experiment experiment;

    @BeforeEach
    void makesAStore() {
        experiment = new Experiment(workspace);
    }

    @Test
    void putsEveryFileOfANewRunInItsPlace() throws IOException {
        RunLock lock = experiment.store.open(Experiment.asked(Experiment.config("max"), "a"));
        assertThat(lock.experimentDir()).isEqualTo("experiments/runs/exp-20260801-1210-denoise-fft-a");
        Path run = workspace.resolve(lock.experimentDir());
        assertThat(run.resolve("metrics.csv"))
                .hasContent("step,epoch,train_loss,val_loss,val_acc,primary,is_best,timestamp");
        assertThat(run.resolve("logs/errors.log")).isEmptyFile();
        assertThat(RunManifest.read(run.resolve("manifest.json")).isFinal()).isFalse();
        assertThat(workspace.resolve("experiments/configs/exp-20260801-1210.yaml"))
                .exists();
        assertThat(RunLock.read(run.resolve("config.lock.json")).recomputedHash())
                .isEqualTo(lock.configHash());
        assertThat(experiment.store.show(lock.id().value()).state()).isEqualTo(RunState.OPEN);
    }

    @Test
    void refusesTheIdOfARunThatExistsAndTouchesNothing() throws IOException {
        experiment.trained("a", "1");
        Map<String, String> before = contents(workspace);
        assertThatThrownBy(() -> experiment.store.open(Experiment.asked(Experiment.config("max"), "a")))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RUN_EXISTS));
        assertThat(contents(workspace)).isEqualTo(before);
    }

    @Test
    void finishesAVerifiedRegisteredAndPromotedRun() throws IOException {
        Path run = experiment.trained("a", "1.5", "3", "2");
        Finished finished = experiment.finish(run);
        assertThat(finished.outcome()).isEqualTo(Finished.Outcome.PROMOTED);
        assertThat(finished.manifest().ended().best().orElseThrow().point()).isEqualTo(new BestPoint(3, 20, 2));
        assertThat(run.resolve("artifacts/checkpoints/best.pt"))
                .hasSameBinaryContentAs(run.resolve("artifacts/checkpoints/step-000020.pt"));
        assertThat(experiment.showcase().resolve("best.pt"))
                .hasSameBinaryContentAs(run.resolve("artifacts/checkpoints/best.pt"));
        assertThat(finished.row().version()).isEqualTo("1.0.0");
        assertThat(run.resolve("reports/charts/primary.svg")).exists();
        assertThat(run.resolve("reports/charts/primary.png")).isNotEmptyFile();
        assertThat(run.resolve("reports/summary.md"))
                .content()
                .contains("## Result", "## What was run", "## Metrics", "## Where things are", "## Reproduce")
                .contains("Best val_psnr: 3.0 at step 20, epoch 2");
        experiment.demandSound(List.of(run));
    }

    @Test
    void givesARootDigestThatAShellCanRecompute() throws IOException {
        Path run = experiment.trained("a", "1");
        String root = experiment.finish(run).manifest().ended().content().root().hex();
        assertThat(Coreutils.output(run, "grep -v '  manifest.json$' SHA256SUMS | sha256sum"))
                .startsWith(root);
    }

    @Test
    void sumsUpTheGoldenFilesToTheGoldenRoot() {
        RunContent content =
                new RunContent(List.of(file("artifacts/a.bin", "hello\n"), file("b.txt", "")), List.of(), List.of());
        assertThat(content.root().hex()).isEqualTo("106721e36fd8723745f8d698a6807dcf2da8cbc4113e6d9ddcc17107c2a0f26e");
    }

    @Test
    void keepsNamesThatCoreutilsMustEscape() throws IOException {
        Path run = experiment.trained("a", "1");
        Files.writeString(run.resolve("artifacts/line\nfeed.txt"), "x");
        Files.writeString(run.resolve("artifacts/back\\slash.txt"), "y");
        experiment.finish(run);
        Coreutils.demandOk(run);
    }

    @Test
    void promotesOnlyWhatIsStrictlyBetter() throws IOException {
        Path first = experiment.trained("a", "3");
        experiment.finish(first);
        Map<String, String> shown = contents(experiment.showcase());
        assertThat(experiment.finish(experiment.trained("tie", "3")).outcome())
                .isEqualTo(Finished.Outcome.NOT_IMPROVED);
        assertThat(experiment.finish(experiment.trained("worse", "2")).outcome())
                .isEqualTo(Finished.Outcome.NOT_IMPROVED);
        assertThat(contents(experiment.showcase())).isEqualTo(shown);
        Finished better = experiment.finish(experiment.trained("better", "3.1"));
        assertThat(better.outcome()).isEqualTo(Finished.Outcome.PROMOTED);
        assertThat(better.before().orElseThrow().experimentId()).endsWith("-a");
        assertThat(experiment.store.history("denoise-fft")).hasSize(2);
        assertThat(experiment.store.registered()).extracting(RegistryRow::seq).containsExactly(1L, 2L, 3L, 4L);
        assertThat(experiment.store.registered())
                .extracting(RegistryRow::version)
                .containsExactly("1.0.0", "1.0.1", "1.0.2", "1.0.3");
    }

    @Test
    void letsTheSmallerValueWinInModeMin() throws IOException {
        experiment.finish(experiment.trainedWith(Experiment.config("min"), "a", "3", "1", "2"));
        Finished worse = experiment.finish(experiment.trainedWith(Experiment.config("min"), "b", "1.5"));
        assertThat(worse.outcome()).isEqualTo(Finished.Outcome.NOT_IMPROVED);
        assertThat(experiment
                        .store
                        .showcase("denoise-fft")
                        .orElseThrow()
                        .point()
                        .value())
                .isEqualTo(1);
    }

    @Test
    void demandsMoreThanMinDelta() throws IOException {
        String config = Experiment.config("max").replace("mode: max", "mode: max, min_delta: 0.5");
        experiment.finish(experiment.trainedWith(config, "a", "3"));
        assertThat(experiment.finish(experiment.trainedWith(config, "b", "3.5")).outcome())
                .isEqualTo(Finished.Outcome.NOT_IMPROVED);
        assertThat(experiment
                        .finish(experiment.trainedWith(config, "c", "3.75"))
                        .outcome())
                .isEqualTo(Finished.Outcome.PROMOTED);
    }

    @Test
    void touchesNoShowcaseOfAnotherMetric() throws IOException {
        experiment.finish(experiment.trained("a", "3"));
        Map<String, String> shown = contents(experiment.showcase());
        Finished other = experiment.finish(experiment.trainedWith(Experiment.config("min"), "b", "1"));
        assertThat(other.outcome()).isEqualTo(Finished.Outcome.CRITERION_CHANGED);
        assertThat(contents(experiment.showcase())).isEqualTo(shown);
        assertThat(experiment.store.registered()).hasSize(2);
    }

    @Test
    void finishesARunWithoutAFiniteValueAsNoBest() throws IOException {
        Path run = experiment.trained("a", "nan", "inf", "");
        Finished finished = experiment.finish(run);
        assertThat(finished.outcome()).isEqualTo(Finished.Outcome.NO_BEST);
        assertThat(finished.manifest().ended().status()).isEqualTo(RunStatus.NO_BEST);
        assertThat(experiment.showcase()).doesNotExist();
        assertThat(finished.row().primaryValue()).isEmpty();
        assertThat(experiment.store.verify(run, RunCheck.Level.FULL).passed()).isTrue();
    }

    @Test
    void leavesARunOpenWhoseMetricsCannotBeRead() throws IOException {
        Path run = experiment.trained("a", "1");
        Files.writeString(run.resolve("metrics.csv"), "step,epoch,value\n1,1,2\n");
        assertThatThrownBy(() -> experiment.finish(run))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.METRICS_INVALID));
        assertThat(run.resolve(".closing")).doesNotExist();
        assertThat(RunManifest.read(run.resolve("manifest.json")).isFinal()).isFalse();
    }

    @Test
    void keepsATornRowAside() throws IOException {
        Path run = experiment.trained("a", "1");
        Files.writeString(run.resolve("metrics.csv"), "20,2,0.", StandardOpenOption.APPEND);
        experiment.finish(run);
        assertThat(run.resolve("logs/metrics.torn")).hasContent("20,2,0.");
        assertThat(run.resolve("reports/summary.md")).content().contains("torn last row");
        experiment.demandSound(List.of(run));
    }

    @Test
    void takesTheBestRowThatHasACheckpoint() throws IOException {
        Path run = experiment.trained("a", "1", "3", "2");
        Files.delete(run.resolve("artifacts/checkpoints/step-000020.pt"));
        Finished finished = experiment.finish(run);
        assertThat(finished.manifest().ended().best().orElseThrow().point().step())
                .isEqualTo(30);
        assertThat(finished.manifest().ended().bestOverall().orElseThrow().step())
                .isEqualTo(20);
        assertThat(finished.warnings()).anyMatch(warning -> warning.contains("no checkpoint"));
    }

    @Test
    void promotesAFailedRunOnlyWhenAsked() throws IOException {
        FinishOptions failed = new FinishOptions(1, FinishOptions.Promotion.OK_ONLY);
        assertThat(experiment.store.finish(experiment.trained("a", "1"), failed).outcome())
                .isEqualTo(Finished.Outcome.NOT_PROMOTED);
        FinishOptions allowed = new FinishOptions(1, FinishOptions.Promotion.FAILED_TOO);
        assertThat(experiment
                        .store
                        .finish(experiment.trained("b", "1"), allowed)
                        .outcome())
                .isEqualTo(Finished.Outcome.PROMOTED);
    }

    @Test
    void changesNoByteOfAFinalRunWhenFinishedAgain() throws IOException {
        Path run = experiment.trained("a", "1");
        experiment.finish(run);
        Map<String, String> before = contents(workspace);
        assertThat(experiment.finish(run).outcome()).isEqualTo(Finished.Outcome.ALREADY_FINAL);
        assertThat(contents(workspace)).isEqualTo(before);
    }

    @Test
    void findsAFlippedByteAndNamesTheFile() throws IOException {
        Path run = experiment.trained("a", "1");
        experiment.finish(run);
        Path file = run.resolve("artifacts/checkpoints/step-000010.pt");
        flip(file);
        assertThat(experiment.store.verify(run, RunCheck.Level.QUICK).passed()).isTrue();
        assertThat(experiment.store.verify(run, RunCheck.Level.FULL).findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.code()).isEqualTo(ErrorCode.DIGEST_MISMATCH);
                    assertThat(finding.path()).isEqualTo("artifacts/checkpoints/step-000010.pt");
                });
        assertThat(Coreutils.check(run)).isEqualTo(1);
    }

    @Test
    void findsWhatIsMissingAddedOrShortWithoutReadingContents() throws IOException {
        Path run = experiment.trained("a", "1", "2");
        experiment.finish(run);
        Path shortened = run.resolve("artifacts/checkpoints/step-000020.pt");
        Files.delete(run.resolve("artifacts/checkpoints/step-000010.pt"));
        Files.writeString(run.resolve("artifacts/added.bin"), "x");
        shortened.toFile().setWritable(true);
        Files.writeString(shortened, "x");
        assertThat(experiment.store.verify(run, RunCheck.Level.QUICK).findings())
                .extracting(Finding::code)
                .containsExactlyInAnyOrder(
                        ErrorCode.MISSING_FILE, ErrorCode.UNEXPECTED_FILE, ErrorCode.DIGEST_MISMATCH);
    }

    @Test
    void neverPromotesADamagedCandidate() throws IOException {
        experiment.finish(experiment.trained("a", "1"));
        Map<String, String> shown = contents(experiment.showcase());
        Path run = experiment.trained("b", "2");
        Experiment damaging = new Experiment(workspace, new StoreFiles((change, file) -> {
            if (change.equals("append") && file.endsWith("models.csv")) {
                flipNow(run.resolve("artifacts/checkpoints/best.pt"));
            }
        }));
        assertThatThrownBy(() -> damaging.finish(run))
                .isInstanceOfSatisfying(
                        RunDamaged.class,
                        e -> assertThat(e.findings())
                                .extracting(Finding::path)
                                .contains("artifacts/checkpoints/best.pt"));
        assertThat(contents(experiment.showcase())).isEqualTo(shown);
    }

    @Test
    void findsAnEditedRegistryAndALostTail() throws IOException {
        experiment.finish(experiment.trained("a", "1"));
        experiment.finish(experiment.trained("b", "2"));
        Path models = workspace.resolve("registry/models.csv");
        String good = Files.readString(models);
        Files.writeString(models, good.replace(",1.0,", ",9.0,"));
        assertThat(experiment.store.checkRegistry()).isNotEmpty();
        Files.writeString(models, good.substring(0, good.indexOf('\n', good.indexOf('\n') + 1) + 1));
        assertThat(experiment.store.checkRegistry()).isEmpty();
        Files.writeString(models, good.substring(0, good.indexOf('\n') + 1));
        assertThat(experiment.store.checkRegistry())
                .anyMatch(finding -> finding.what().contains("began when the registry had a line that is gone"));
        Files.writeString(models, good);
        assertThat(experiment.store.checkRegistry()).isEmpty();
    }

    @Test
    void refusesALinkThatLeavesTheRun() throws IOException {
        Path run = experiment.trained("a", "1");
        Files.createSymbolicLink(run.resolve("artifacts/out"), workspace);
        assertThatThrownBy(() -> experiment.finish(run))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PATH_REFUSED));
    }

    @Test
    void listsNewestFirstAndBestFirst() throws IOException {
        experiment.finish(experiment.trained("a", "3"));
        experiment.finish(experiment.trained("b", "5"));
        experiment.trained("c", "9");
        assertThat(experiment.store.ids()).hasSize(3);
        RunQuery best = new RunQuery(
                Optional.of("denoise-fft"), Optional.of(RunState.FINAL), Optional.empty(), RunQuery.Sort.PRIMARY, 1);
        assertThat(experiment.store.list(best)).singleElement().satisfies(line -> {
            assertThat(line.id()).endsWith("-b");
            assertThat(line.promoted()).isTrue();
        });
        assertThat(experiment.store.best("val_psnr", Mode.MAX).orElseThrow().experimentId())
                .endsWith("-b");
    }

    @ParameterizedTest
    @CsvSource({
        "'1 3 2', MAX, 2", "'1 3 2', MIN, 1", "'2 2 2', MAX, 1", "'nan 1', MAX, 2", "'inf 1', MAX, 2",
        "'-inf 1', MIN, 2", "'nan nan', MAX, 0", "'', MAX, 0", "'_ 0.5', MAX, 2", "'-0.0 0.0', MAX, 1"
    })
    void findsTheGoldenBestRows(String primaries, Mode mode, long expected) throws IOException {
        Path file = workspace.resolve("metrics.csv");
        StringBuilder text = new StringBuilder(CsvText.line(MetricsTable.MANDATORY));
        int step = 0;
        for (String value : primaries.isEmpty() ? new String[0] : primaries.split(" ")) {
            step++;
            text.append(step)
                    .append(",1,,,,")
                    .append(value.equals("_") ? "" : value)
                    .append(",0,1\n");
        }
        Files.writeString(file, text);
        MetricsTable table = MetricsTable.read(file, MetricsTable.MANDATORY);
        assertThat(BestRule.best(table, mode, row -> true).map(MetricsRow::step).orElse(0L))
                .isEqualTo(expected);
    }

    private static RunFile file(String path, String content) {
        return new RunFile(path, content.length(), Sha256.of(content), FileKind.of(path), Experiment.NOON);
    }

    private static void flipNow(Path file) {
        try {
            flip(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static void flip(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[0] ^= 1;
        file.toFile().setWritable(true);
        Files.write(file, bytes);
    }

    /** Every file below a folder with its digest and time of change. */
    static Map<String, String> contents(Path folder) throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                all.put(
                        folder.relativize(path).toString(),
                        Sha256.ofFile(path) + " " + Files.getLastModifiedTime(path));
            }
        }
        return all;
    }

    @Test
    void readsJsonAndYamlOfOneConfigurationAsTheSame() throws IOException {
        Path examples = Path.of(System.getProperty("sync.root"), "schemas/examples/valid/run-config.v1");
        for (String name : List.of("the-sample.yaml", "the-sample-as-json-with-textual-lr.json")) {
            Path file = examples.resolve(name);
            RunConfig config = RunConfig.read(Files.readAllBytes(file), RunConfig.format(file), name);
            assertThat(config.configHash().hex())
                    .as(name)
                    .isEqualTo("788966c7687a2d44ae47f3a4a6dd73b794fed824d8c3e40af5ddf624a44bf45a");
        }
        assertThat(SyncJson.object()).isEmpty();
    }

    @Test
    void refusesPathsOutsideTheWorkspace() {
        String config = Experiment.config("max") + "paths: {best_dir: ../elsewhere}\n";
        assertThatThrownBy(() -> RunConfig.read(
                        config.getBytes(StandardCharsets.UTF_8), RunConfig.format(Path.of("a.yaml")), "a.yaml"))
                .isInstanceOfSatisfying(
                        SyncException.class,
                        e -> assertThat(e.violations())
                                .singleElement()
                                .satisfies(violation ->
                                        assertThat(violation.pointer()).isEqualTo("/paths/best_dir")));
    }
}
