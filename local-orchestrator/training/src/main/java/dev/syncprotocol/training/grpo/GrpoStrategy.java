package dev.syncprotocol.training.grpo;

import dev.syncprotocol.training.Batch;
import dev.syncprotocol.training.Engine;
import dev.syncprotocol.training.GrpoKeys;
import dev.syncprotocol.training.KeyedRandom;
import dev.syncprotocol.training.KeyedRandom.Purpose;
import dev.syncprotocol.training.Objective;
import dev.syncprotocol.training.Strategy;
import dev.syncprotocol.training.StrategyProvider;
import dev.syncprotocol.training.StrategySetup;
import dev.syncprotocol.training.TrainConfig;
import dev.syncprotocol.training.TrainingInputs;
import dev.syncprotocol.training.data.Collator;
import dev.syncprotocol.training.reward.ScoreSum;
import dev.syncprotocol.training.rollout.PolicyEngine;
import dev.syncprotocol.training.rollout.PolicyEngine.Weights;
import dev.syncprotocol.training.rollout.PolicyScore;
import dev.syncprotocol.training.rollout.Rollout;
import dev.syncprotocol.training.rollout.Rollouts;
import dev.syncprotocol.training.rollout.Sampling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Group-relative policy optimisation, and with {@code importance_sampling_level: sequence} GSPO, with
 * {@code advantage: rloo} RLOO. A step is {@code num_generations} answers to each of its prompts.
 */
public final class GrpoStrategy implements Strategy {
    private final TrainConfig config;
    private final GrpoKeys keys;
    private final Rollouts rollouts;
    private final Collator collator;
    private @Nullable PolicyEngine engine;

    private GrpoStrategy(TrainConfig config, GrpoKeys keys, Rollouts rollouts) {
        this.config = config;
        this.keys = keys;
        this.rollouts = rollouts;
        this.collator =
                new Collator(config.data().paddingSide(), rollouts.tokenizer().pad());
    }

    /** Makes it for {@code strategy.name: grpo}. */
    public static final class Provider implements StrategyProvider {
        @Override
        public String name() {
            return "grpo";
        }

        @Override
        public Class<? extends Objective> objective() {
            return GrpoObjective.class;
        }

        @Override
        public boolean comparesWithReference(TrainConfig config) {
            return config.grpo().filter(keys -> keys.beta() > 0).isPresent();
        }

        @Override
        public Strategy create(StrategySetup setup) {
            GrpoKeys keys = setup.config().grpo().orElseThrow();
            ScoreSum rewards = ScoreSum.of(keys.rewards(), setup.config(), setup.installed());
            return new GrpoStrategy(setup.config(), keys, new Rollouts(setup.tokenizer(), rewards, keys.generations()));
        }
    }

    @Override
    public void attachEngine(Engine attached) {
        engine = PolicyEngine.of(attached);
    }

    /** Answers are drawn here too, since a group of likeliest answers has no spread; always the same ones. */
    @Override
    public TrainingInputs onBatch(Batch batch) {
        return onBatch(0, batch);
    }

    @Override
    public TrainingInputs onBatch(long step, Batch batch) {
        KeyedRandom random = new KeyedRandom(config.run().seed(), Purpose.SAMPLING, step);
        Rollout rollout =
                rollouts.draw(engine(), batch, new Sampling(keys.sampling(), rollouts.stops(), Optional.of(random)));
        GroupAdvantage.Outcome advantages =
                new GroupAdvantage(keys.generations(), keys.baseline(), keys.scale()).of(rollout.scores());
        Batch rows = rollout.batch(collator);
        GrpoObjective.Form form = new GrpoObjective.Form(
                new GrpoLoss(keys.beta(), keys.epsilon(), keys.epsilonHigh(), keys.level()),
                keys.reduction(),
                keys.sampling().logitScale(),
                keys.sampling().maxTokens(),
                rollout.tokens());
        return new TrainingInputs(
                rows,
                new GrpoObjective(
                        form,
                        keys.iterations(),
                        targets(rollout, rows, advantages.advantages()),
                        figures(rollout, advantages)),
                rollout.earned());
    }

    private List<GrpoObjective.Target> targets(Rollout rollout, Batch rows, double[] advantages) {
        Optional<List<PolicyScore>> old =
                keys.iterations() > 1 ? Optional.of(scores(rows, Weights.TRAINED)) : Optional.empty();
        Optional<List<PolicyScore>> reference =
                keys.beta() > 0 ? Optional.of(scores(rows, Weights.REFERENCE)) : Optional.empty();
        List<GrpoObjective.Target> targets = new ArrayList<>();
        for (int i = 0; i < advantages.length; i++) {
            int row = i;
            targets.add(new GrpoObjective.Target(
                    rollout.episodes().get(row).completion().tokens().length,
                    old.map(scores -> scores.get(row).logp()),
                    reference.map(scores -> scores.get(row).logp()),
                    advantages[row]));
        }
        return targets;
    }

    private List<PolicyScore> scores(Batch rows, Weights weights) {
        PolicyEngine.Scoring scoring = new PolicyEngine.Scoring(
                keys.sampling().logitScale(), false, keys.sampling().maxTokens());
        return engine().score(rows, scoring, weights);
    }

    private static Map<String, Double> figures(Rollout rollout, GroupAdvantage.Outcome advantages) {
        Map<String, Double> figures = new TreeMap<>(rollout.rewardFigures());
        figures.putAll(CompletionFigures.of(rollout));
        figures.put("reward_std", advantages.spread());
        figures.put("frac_reward_zero_std", advantages.flat());
        if (!Double.isNaN(advantages.reward())) {
            figures.put("reward", advantages.reward());
        }
        return figures;
    }

    private PolicyEngine engine() {
        if (engine == null) {
            throw new IllegalStateException("attachEngine comes first");
        }
        return engine;
    }
}
