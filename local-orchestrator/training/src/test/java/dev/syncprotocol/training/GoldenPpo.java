package dev.syncprotocol.training;

import static dev.syncprotocol.training.Golden.assertClose;
import static dev.syncprotocol.training.Golden.matrix;
import static dev.syncprotocol.training.Golden.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.training.KeyedRandom.Purpose;
import dev.syncprotocol.training.PpoKeys.KlEstimator;
import dev.syncprotocol.training.PpoKeys.KlRule;
import dev.syncprotocol.training.TrainConfig.PaddingSide;
import dev.syncprotocol.training.data.Collator;
import dev.syncprotocol.training.ppo.Experience;
import dev.syncprotocol.training.ppo.Gae;
import dev.syncprotocol.training.ppo.KlStop;
import dev.syncprotocol.training.ppo.PpoLoss;
import dev.syncprotocol.training.ppo.PpoObjective;
import dev.syncprotocol.training.ppo.TokenRewards;
import dev.syncprotocol.training.rollout.Completion;
import dev.syncprotocol.training.rollout.Episode;
import dev.syncprotocol.training.rollout.PolicyEngine;
import dev.syncprotocol.training.rollout.PolicyEngine.Scoring;
import dev.syncprotocol.training.rollout.PolicyEngine.Weights;
import dev.syncprotocol.training.rollout.PolicyScore;
import dev.syncprotocol.training.rollout.Rollout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** The golden run {@code tiny_ppo} as an engine meets it: rollout, rewards, GAE, whitening, four epochs. */
public final class GoldenPpo {
    private static final JsonNode GOLDEN = Golden.onlyCase("tiny_ppo");
    private static final JsonNode EXPECTED = GOLDEN.path("expected");
    private static final int RESPONSE_LENGTH = 3;

    private GoldenPpo() {}

    /** A matrix the run starts from: E, W, E_ref or W_ref; or the vector u as one row. */
    public static double[][] start(String name) {
        JsonNode values = GOLDEN.path("inputs").path(name);
        return values.get(0).isArray() ? matrix(values) : new double[][] {numbers(values)};
    }

    /** Each epoch as a step of its own, so that every figure of each is compared. */
    public static void assertEachEpochIsReproducedBy(PolicyEngine engine, double tolerance) {
        engine.setup(setup());
        Experience experience = experience(engine, tolerance);
        for (int epoch = 0; epoch < EXPECTED.path("epochs").size(); epoch++) {
            JsonNode expected = EXPECTED.path("epochs").get(epoch);
            StepStats stats = engine.trainStep(epoch + 1, inputs(experience, 1));
            assertClose(stats.loss(), expected.path("loss").doubleValue(), tolerance);
            assertClose(stats.gradNorm(), expected.path("grad_norm").doubleValue(), tolerance);
            assertClose(
                    stats.ratio().orElseThrow(),
                    expected.path("ratio_mean_masked").doubleValue(),
                    tolerance);
            Map<String, String> names = Map.of(
                    "loss_policy", "pg_loss",
                    "loss_value", "vf_loss",
                    "clipfrac", "pg_clipfrac",
                    "vf_clipfrac", "vf_clipfrac",
                    "approxkl", "approxkl_masked");
            names.forEach((ours, theirs) ->
                    assertClose(stats.more().get(ours), expected.path(theirs).doubleValue(), tolerance));
        }
        assertWeights(engine, tolerance);
    }

    /** All epochs in one step, as the strategy runs them. */
    public static void assertTheStepIsReproducedBy(PolicyEngine engine, double tolerance) {
        engine.setup(setup());
        StepStats stats = engine.trainStep(1, inputs(experience(engine, tolerance), 4));
        double mean = 0;
        for (JsonNode epoch : EXPECTED.path("epochs")) {
            mean += epoch.path("loss").doubleValue() / 4;
        }
        assertClose(stats.loss(), mean, tolerance);
        assertThat(stats.optimizerUpdates()).isEqualTo(4);
        assertWeights(engine, tolerance);
    }

    private static EngineSetup setup() {
        TrainConfig config = Configs.small(
                Map.of("lr: 0.05", "lr: 0.1\n  lr_scheduler: constant\n  optimizer: {weight_decay: 0.01}"));
        DecoderShape shape = new DecoderShape(3, 1, 1, 1, 2, 1, 5, 1e-6, 10_000, true, 0.02);
        ModelFolder model = new ModelFolder(Path.of("golden"), shape, Optional.empty());
        return new EngineSetup(config, model, 1, true, true);
    }

    /** The rollout's scores and what follows from them, compared on the way. */
    private static Experience experience(PolicyEngine engine, double tolerance) {
        Rollout rollout = rollout();
        Batch batch = batch(rollout);
        List<PolicyScore> policy = engine.score(batch, new Scoring(1, true, RESPONSE_LENGTH), Weights.TRAINED);
        List<PolicyScore> reference = engine.score(batch, new Scoring(1, false, RESPONSE_LENGTH), Weights.REFERENCE);
        assertClose(rows(policy, PolicyScore::logp), matrix(EXPECTED.path("old_logprobs")), tolerance);
        assertClose(rows(reference, PolicyScore::logp), matrix(EXPECTED.path("ref_logprobs")), tolerance);
        assertClose(rows(policy, PolicyScore::values), matrix(EXPECTED.path("old_values")), tolerance);
        JsonNode ppo = GOLDEN.path("inputs").path("ppo");
        TokenRewards rewards = new TokenRewards(
                ppo.path("kl_coef").doubleValue(), KlEstimator.K1, OptionalDouble.empty(), RESPONSE_LENGTH);
        Gae gae = new Gae(ppo.path("gamma").doubleValue(), ppo.path("lam").doubleValue());
        Experience experience = Experience.of(rollout, policy, reference, rewards, gae);
        assertClose(
                rows(experience.earned(), TokenRewards.Earned::tokens), matrix(EXPECTED.path("rewards")), tolerance);
        assertClose(
                rows(experience.targets(), PpoObjective.Target::advantages),
                matrix(EXPECTED.path("advantages")),
                tolerance);
        assertClose(
                rows(experience.targets(), PpoObjective.Target::returns), matrix(EXPECTED.path("returns")), tolerance);
        return experience;
    }

    private static TrainingInputs inputs(Experience experience, int epochs) {
        JsonNode ppo = GOLDEN.path("inputs").path("ppo");
        PpoLoss loss = new PpoLoss(
                ppo.path("cliprange").doubleValue(), ppo.path("cliprange_value").doubleValue());
        return new TrainingInputs(
                batch(rollout()),
                new PpoObjective(
                        new PpoObjective.Form(loss, ppo.path("vf_coef").doubleValue(), 0, 1, RESPONSE_LENGTH),
                        new PpoObjective.Course(
                                epochs,
                                1,
                                new KlStop(KlRule.OFF, 1),
                                OptionalDouble.empty(),
                                new KeyedRandom(1, Purpose.MINI_BATCHES, 1)),
                        experience.targets(),
                        Map.of()));
    }

    private static Rollout rollout() {
        JsonNode in = GOLDEN.path("inputs");
        List<Episode> episodes = new ArrayList<>();
        for (int row = 0; row < in.path("sequences").size(); row++) {
            int[] tokens = Arrays.stream(numbers(in.path("sequences").get(row)))
                    .mapToInt(token -> (int) token)
                    .toArray();
            int prompt = in.path("prompt_lengths").get(row).intValue();
            double score = in.path("scores").get(row).doubleValue();
            Completion completion = new Completion(Arrays.copyOfRange(tokens, prompt, tokens.length), true);
            episodes.add(new Episode(Arrays.copyOf(tokens, prompt), completion, "g:" + row, List.of(score), score));
        }
        return new Rollout(episodes, List.of("given"));
    }

    private static Batch batch(Rollout rollout) {
        return rollout.batch(new Collator(PaddingSide.RIGHT));
    }

    private static void assertWeights(Engine engine, double tolerance) {
        Map<String, Tensor> weights = engine.stateDict().weights();
        for (String name : List.of("E", "W", "u")) {
            JsonNode expected = EXPECTED.path(name + "_after");
            double[] wanted = expected.get(0).isArray()
                    ? Arrays.stream(matrix(expected))
                            .flatMapToDouble(Arrays::stream)
                            .toArray()
                    : numbers(expected);
            assertClose(weights.get(name).doubles(), wanted, tolerance);
        }
    }

    private static <T> double[][] rows(List<T> from, Function<T, double[]> what) {
        return from.stream().map(what).toArray(double[][]::new);
    }
}
