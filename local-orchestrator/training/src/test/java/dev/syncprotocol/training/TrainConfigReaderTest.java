package dev.syncprotocol.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.error.Violation;
import dev.syncprotocol.training.TrainConfig.DeviceKind;
import dev.syncprotocol.training.TrainConfig.FinetuneMethod;
import dev.syncprotocol.training.TrainConfig.Precision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainConfigReaderTest {
    private static final Path EXAMPLES =
            Path.of(System.getProperty("sync.root"), "schemas/examples/valid/train-config.v1");
    private final TrainConfigReader reader = new TrainConfigReader(Configs.INSTALLED);

    @ParameterizedTest
    @ValueSource(strings = {"seed-003-first-version.yaml", "seed-003-patched.yaml"})
    void loadsBothFormsOfTheSeedUnmodified(String name) throws IOException {
        TrainConfig config = TrainConfigReader.readDocument(bytes(name), name).config();
        assertThat(config.engine().lr()).isEqualTo(1e-5);
        assertThat(config.engine().maxGradNorm()).isEqualTo(1.0);
        assertThat(config.run().seed()).isEqualTo(20250823);
        assertThat(config.run().devicePref()).containsExactly(DeviceKind.MPS, DeviceKind.CPU);
        assertThat(config.model().lora().targetModules()).hasSize(7);
        assertThat(config.finetune()).isEqualTo(FinetuneMethod.LORA);
        assertThat(config.gate().needs()).isEqualTo(TrainConfig.Needs.ALL);
    }

    @Test
    void saysWhatThisBuildLacksForTheSeedsConfig() throws IOException {
        byte[] seed = bytes("seed-003-patched.yaml");
        List<Violation> broken = violations(() -> reader.read(seed, "configs/train_local.yaml"));
        assertThat(broken).extracting(Violation::pointer).containsExactly("/engine/name");
        assertThat(broken.get(0).expected()).isEqualTo("one of [java_ref, process, pure_pt_sft]");
        assertThat(broken).allMatch(violation -> violation.line() > 0 && violation.column() > 0);
    }

    @Test
    void namesEveryFaultAtOnceInTextOrder() {
        String text = Configs.yaml(Map.of(
                "seed: 7", "seed: -1\n  max_step: 3",
                "batch_size: 2", "batch_size: two",
                "lr: 0.05", "lr: 0",
                "output_dir: checkpoints/x", "output_dir: ../x"));
        List<Violation> broken = violations(() -> reader.read(utf8(text), "configs/x.yaml"));
        assertThat(broken)
                .extracting(Violation::pointer)
                .containsExactly("/run/seed", "/run/max_step", "/run/output_dir", "/data/batch_size", "/engine/lr");
        assertThat(broken).extracting(Violation::line).isSorted().doesNotContain(0);
        assertThat(broken.get(1).expected()).contains("max_steps");
    }

    @Test
    void refusesAKeyGivenTwice() {
        String text = Configs.yaml(Map.of("seed: 7", "seed: 7\n  seed: 8"));
        assertThat(violations(() -> reader.read(utf8(text), "configs/x.yaml")))
                .singleElement()
                .satisfies(violation -> assertThat(violation.pointer()).isEqualTo("/run/seed"));
    }

    @ParameterizedTest
    @CsvSource({"1.0e-5", "1e-5", "0.00001", "1E-5"})
    void readsEverySpellingOfASmallNumber(String spelling) {
        TrainConfig config = Configs.small(Map.of("lr: 0.05", "lr: " + spelling));
        assertThat(config.engine().lr()).isEqualTo(1e-5);
    }

    @Test
    void anInfiniteLimitMeasuresAndNeverClips() {
        TrainConfig config = Configs.small(Map.of("lr: 0.05", "lr: 0.05\n  max_grad_norm: .inf"));
        assertThat(config.engine().maxGradNorm()).isInfinite();
        assertThat(config.gradientLimit()).hasValue(Double.POSITIVE_INFINITY);
        assertThat(Configs.small(Map.of("strategy:", "callbacks: [-grad_clip]\nstrategy:"))
                        .gradientLimit())
                .isEmpty();
    }

    @Test
    void onlyTheSmallestLoopWaitsForNothing() {
        String gate = "strategy:\n  name: sft\ngate:\n  needs: []\n";
        TrainConfig small = Configs.small(Map.of("strategy:\n  name: sft\n", gate));
        assertThat(small.gate().needs()).isEqualTo(new TrainConfig.Needs(false, List.of()));
        String endless = Configs.yaml(Map.of("strategy:\n  name: sft\n", gate, "max_steps: 6", "max_steps: 2001"));
        assertThat(violations(() -> reader.read(utf8(endless), "configs/x.yaml")))
                .singleElement()
                .satisfies(violation -> assertThat(violation.pointer()).isEqualTo("/gate/needs"));
    }

    @Test
    void readsTheGateTyped() {
        String gate =
                "strategy:\n  name: sft\ngate:\n  needs: [template_pack_v2]\n  preflight: reports/rc1/round2_pass.json\n"
                        + "  allow_degraded: true\n";
        TrainConfig.Gate read =
                Configs.small(Map.of("strategy:\n  name: sft\n", gate)).gate();
        assertThat(read.needs().names()).containsExactly("template_pack_v2");
        assertThat(read.preflight())
                .hasValueSatisfying(path -> assertThat(path.value()).startsWith("reports/"));
        assertThat(read.allowDegraded()).isTrue();
    }

    @Test
    void readsAnOutsideTrainerTyped() {
        ProcessKeys keys = Configs.small(Map.of("name: java_ref", trainer("[torchrun, train.py]")))
                .engine()
                .process()
                .orElseThrow();
        assertThat(keys.command()).containsExactly("torchrun", "train.py");
        assertThat(keys.resume()).isEmpty();
        assertThat(keys.metrics().value()).isEqualTo("logs/rows.jsonl");
        assertThat(keys.checkpointName().matcher("checkpoint-500").matches()).isTrue();
        assertThat(keys.checkpointName().matcher("checkpoint-best").matches()).isFalse();
        assertThat(keys.graceSeconds()).isEqualTo(60);
        assertThat(Configs.small(Map.of()).engine().process()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "[t, '{run.sed}']        | logs/rows.jsonl       | logging    | /engine/process/command/1 | {run.sed}",
                "[t, 'f={checkpoint}']   | logs/rows.jsonl       | logging    | /engine/process/command/1 | {checkpoint}",
                "[t]                     | ../rows.jsonl         | logging    | /engine/process/metrics   | ../rows.jsonl",
                "[t]                     | reports/metrics.jsonl | logging    | /engine/process/metrics   | reports/metrics.jsonl",
                "[t]                     | logs/train.log        | logging    | /engine/process/metrics   | logs/train.log",
                "[t]                     | logs/rows.jsonl       | early_stop | /callbacks/0              | early_stop"
            })
    void refusesAnOutsideTrainerThatCouldNotBeFollowed(
            String command, String metrics, String callback, String pointer, String found) {
        String text = Configs.yaml(Map.of(
                "name: java_ref",
                trainer(command).replace("logs/rows.jsonl", metrics),
                "strategy:",
                "callbacks: [" + callback + ", eval_shadow]\nstrategy:"));
        assertThat(violations(() -> reader.read(utf8(text), "configs/x.yaml")))
                .singleElement()
                .satisfies(violation -> {
                    assertThat(violation.pointer()).isEqualTo(pointer);
                    assertThat(violation.found()).isEqualTo(found);
                });
    }

    @Test
    void anOutsideTrainerAndTheEngineProcessBelongTogether() {
        String without = Configs.yaml(Map.of("name: java_ref", "name: process"));
        assertThat(violations(() -> reader.read(utf8(without), "x")))
                .extracting(Violation::pointer)
                .containsExactly("/engine/process");
        String beside =
                Configs.yaml(Map.of("name: java_ref", trainer("[t]").replace("name: process", "name: java_ref")));
        assertThat(violations(() -> reader.read(utf8(beside), "x")))
                .singleElement()
                .satisfies(violation -> assertThat(violation.found()).isEqualTo("engine.name: java_ref"));
    }

    private static String trainer(String command) {
        return "name: process\n  process:\n    metrics: logs/rows.jsonl\n    command: " + command;
    }

    @Test
    void marksDefaults() {
        LoadedConfig loaded = Configs.loaded(Map.of());
        assertThat(loaded.defaults())
                .contains("data.padding_side", "engine.max_grad_norm", "callbacks", "gate.needs")
                .doesNotContain("run.seed", "engine.lr", "finetune.method");
        assertThat(loaded.config().run().mixedPrecision()).isEqualTo(Precision.FP16);
    }

    @Test
    void anEngineThatTrainsAllWeightsRefusesAnAdapter() {
        String text = Configs.yaml(Map.of("lora: {enable: false}", "lora: {r: 4}\nfinetune: {method: qlora}"));
        assertThat(violations(() -> reader.read(utf8(text), "x")))
                .extracting(Violation::pointer)
                .containsExactly("/model/lora/enable");
    }

    @Test
    void readsDposKeysWithTheirDefaults() {
        LoadedConfig loaded = Configs.loaded(Map.of("name: sft", "name: dpo\n  beta: 0.3\n  loss: robust"));
        assertThat(loaded.config().preference())
                .hasValue(new TrainConfig.Preference(0.3, TrainConfig.DpoForm.ROBUST, 0, true, 1, 1));
        assertThat(loaded.defaults())
                .contains("strategy.label_smoothing", "strategy.disable_dropout")
                .doesNotContain("strategy.beta");
        assertThat(Configs.small(Map.of()).preference()).isEmpty();
    }

    @Test
    void refusesKeysOfAnotherStrategyAndThoseThatDoNotFitTogether() {
        String text = Configs.yaml(Map.of(
                "name: sft",
                "name: dpo\n  gamma: 1\n  beta: 0\n  loss: ipo\n  label_smoothing: 0.1\n"
                        + "  precompute_ref_log_probs: true"));
        assertThat(violations(() -> reader.read(utf8(text), "x")))
                .extracting(Violation::pointer)
                .containsExactly(
                        "/strategy/gamma",
                        "/strategy/beta",
                        "/strategy/label_smoothing",
                        "/strategy/precompute_ref_log_probs");
    }

    @Test
    void readsThePpoOfTheSeedWithItsDefaults() throws IOException {
        TrainConfig config = TrainConfigReader.readDocument(bytes("seed-003-patched.yaml"), "seed")
                .config();
        assertThat(config.ppo())
                .hasValue(new PpoKeys(
                        PpoKeys.KlRule.CLEANRL,
                        0.05,
                        PpoKeys.KlEstimator.K1,
                        Optional.empty(),
                        4,
                        1,
                        1.0,
                        0.95,
                        0.1,
                        0.2,
                        0,
                        new SamplingKeys(53, 0.7, 0, 1),
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        0.1,
                        List.of(new RewardTerm("token_f1", 1))));
        assertThat(config.grpo()).isEmpty();
    }

    @Test
    void anAdaptiveKlCoefficientStartsAboveAConstantOne() {
        PpoKeys adaptive = ppo("adaptive_kl: true\n  kl_target: 2");
        assertThat(adaptive.klCoef()).isEqualTo(0.2);
        assertThat(adaptive.adaptiveKl()).hasValue(new PpoKeys.AdaptiveKlKeys(2, 10_000));
        assertThat(ppo("adaptive_kl: true\n  kl_coef: 0.1").klCoef()).isEqualTo(0.1);
        assertThat(ppo("reward: [{name: format, weight: 0.5}, {name: length}]").rewards())
                .containsExactly(new RewardTerm("format", 0.5), new RewardTerm("length", 1));
    }

    @Test
    void grposUpperClipIsTheLowerOneUnlessGiven() {
        TrainConfig config = Configs.small(Map.of("name: sft", "name: grpo\n  epsilon: 0.1"));
        assertThat(config.grpo())
                .hasValue(new GrpoKeys(
                        0,
                        0.1,
                        0.1,
                        8,
                        1,
                        new SamplingKeys(512, 1, 0, 1),
                        GrpoKeys.Reduction.DAPO,
                        GrpoKeys.RewardScale.GROUP,
                        GrpoKeys.RatioLevel.TOKEN,
                        GrpoKeys.Baseline.GROUP,
                        List.of(new RewardTerm("token_f1", 1))));
    }

    @Test
    void refusesARewardThisBuildHasNotAndMiniBatchesOfDifferentSizes() {
        String text = Configs.yaml(
                Map.of("name: sft", "name: ppo\n  reward: [{name: format}, {name: bleu}]\n  num_mini_batches: 3"));
        assertThat(violations(() -> reader.read(utf8(text), "x")))
                .extracting(Violation::pointer)
                .containsExactlyInAnyOrder("/strategy/reward/1/name", "/strategy/num_mini_batches");
        String one = Configs.yaml(Map.of("name: sft", "name: grpo\n  reward: bleu"));
        assertThat(violations(() -> reader.read(utf8(one), "x")))
                .filteredOn(violation -> violation.pointer().equals("/strategy/reward"))
                .singleElement()
                .satisfies(violation -> assertThat(violation.expected()).contains("exact_answer", "token_f1"));
    }

    private static PpoKeys ppo(String keys) {
        return Configs.small(Map.of("name: sft", "name: ppo\n  " + keys)).ppo().orElseThrow();
    }

    @Test
    void refusesContradictions() {
        String text = Configs.yaml(
                Map.of("strategy:\n  name: sft\n", "strategy:\n  name: sft\n  beta: 0.1\nfinetune: {method: lora}\n"));
        assertThat(violations(() -> reader.read(utf8(text), "x")))
                .extracting(Violation::pointer)
                .containsExactly("/strategy/beta", "/finetune/method");
    }

    private static List<Violation> violations(ThrowingCallable reading) {
        SyncException refused = catchThrowableOfType(SyncException.class, reading);
        assertThat(refused.code()).isEqualTo(ErrorCode.CONFIG_INVALID);
        return refused.violations();
    }

    private static byte[] bytes(String example) throws IOException {
        return Files.readAllBytes(EXAMPLES.resolve(example));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
