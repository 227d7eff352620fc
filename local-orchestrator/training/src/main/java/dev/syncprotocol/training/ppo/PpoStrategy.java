package dev.syncprotocol.training.ppo;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.training.Batch;
import dev.syncprotocol.training.Engine;
import dev.syncprotocol.training.KeyedRandom;
import dev.syncprotocol.training.KeyedRandom.Purpose;
import dev.syncprotocol.training.Objective;
import dev.syncprotocol.training.PpoKeys;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Proximal policy optimisation: answers are drawn, scored, and made likelier or less likely by what they earned beyond what
 * the value head expected. A step is one rollout batch with all its epochs (D3).
 */
public final class PpoStrategy implements Strategy {
    private static final String KL_COEFFICIENT = "kl_coef";

    private final TrainConfig config;
    private final PpoKeys keys;
    private final Rollouts rollouts;
    private final Collator collator;

    // Mutable: the coefficient the next step's rewards are made with, and who draws.
    private double klCoefficient;
    private @Nullable PolicyEngine engine;

    private PpoStrategy(TrainConfig config, PpoKeys keys, Rollouts rollouts) {
        this.config = config;
        this.keys = keys;
        this.rollouts = rollouts;
        this.collator =
                new Collator(config.data().paddingSide(), rollouts.tokenizer().pad());
        this.klCoefficient = keys.klCoef();
    }

    /** Makes it for {@code strategy.name: ppo}. */
    public static final class Provider implements StrategyProvider {
        @Override
        public String name() {
            return "ppo";
        }

        @Override
        public Class<? extends Objective> objective() {
            return PpoObjective.class;
        }

        @Override
        public boolean comparesWithReference(TrainConfig config) {
            return true;
        }

        @Override
        public boolean estimatesValues() {
            return true;
        }

        @Override
        public Strategy create(StrategySetup setup) {
            PpoKeys keys = setup.config().ppo().orElseThrow();
            ScoreSum rewards = ScoreSum.of(keys.rewards(), setup.config(), setup.installed());
            return new PpoStrategy(setup.config(), keys, new Rollouts(setup.tokenizer(), rewards, 1));
        }
    }

    @Override
    public void attachEngine(Engine attached) {
        engine = PolicyEngine.of(attached);
    }

    @Override
    public TrainingInputs onBatch(Batch batch) {
        Rollout rollout = rollouts.draw(engine(), batch, sampling(Optional.empty()));
        return inputs(0, rollout, experience(rollout));
    }

    @Override
    public TrainingInputs onBatch(long step, Batch batch) {
        KeyedRandom random = new KeyedRandom(config.run().seed(), Purpose.SAMPLING, step);
        Rollout rollout = rollouts.draw(engine(), batch, sampling(Optional.of(random)));
        Experience experience = experience(rollout);
        TrainingInputs inputs = inputs(step, rollout, experience);
        int episodes = rollout.episodes().size();
        keys.adaptiveKl()
                .ifPresent(
                        adaptive -> klCoefficient = new AdaptiveKl(klCoefficient, adaptive.target(), adaptive.horizon())
                                .after(experience.meanKl(), episodes)
                                .coefficient());
        return inputs;
    }

    @Override
    public Map<String, Double> stateDict() {
        return keys.adaptiveKl().isPresent() ? Map.of(KL_COEFFICIENT, klCoefficient) : Map.of();
    }

    @Override
    public void loadStateDict(Map<String, Double> state) {
        klCoefficient = state.getOrDefault(KL_COEFFICIENT, klCoefficient);
    }

    private Experience experience(Rollout rollout) {
        Batch batch = rollout.batch(collator);
        PolicyEngine.Scoring scoring = new PolicyEngine.Scoring(
                keys.sampling().logitScale(), true, keys.sampling().maxTokens());
        List<PolicyScore> policy = engine().score(batch, scoring, Weights.TRAINED);
        List<PolicyScore> reference = engine().score(batch, scoring.withoutValues(), Weights.REFERENCE);
        rollout.episodes().stream()
                .filter(episode -> Double.isNaN(episode.score()))
                .findFirst()
                .ifPresent(unscored -> {
                    throw new SyncException(
                            ErrorCode.TRAINING_FAILED, "no reward scores the answer to " + unscored.id());
                });
        TokenRewards rewards = new TokenRewards(
                klCoefficient,
                keys.klEstimator(),
                keys.missingEosPenalty(),
                keys.sampling().maxTokens());
        return Experience.of(rollout, policy, reference, rewards, new Gae(keys.gamma(), keys.lam()));
    }

    private TrainingInputs inputs(long step, Rollout rollout, Experience experience) {
        PpoObjective.Form form = new PpoObjective.Form(
                new PpoLoss(config.engine().clipCoef(), keys.valueClip()),
                keys.vfCoef(),
                keys.entCoef(),
                keys.sampling().logitScale(),
                keys.sampling().maxTokens());
        PpoObjective.Course course = new PpoObjective.Course(
                keys.epochs(),
                keys.miniBatches(),
                new KlStop(keys.klRule(), config.engine().targetKl()),
                keys.ratioThreshold(),
                new KeyedRandom(config.run().seed(), Purpose.MINI_BATCHES, step));
        Map<String, Double> figures = experience.figures(rollout);
        figures.put(KL_COEFFICIENT, klCoefficient);
        figures.put("episode", (double) step * rollout.episodes().size());
        return new TrainingInputs(
                rollout.batch(collator),
                new PpoObjective(form, course, experience.targets(), figures),
                rollout.earned());
    }

    private Sampling sampling(Optional<KeyedRandom> random) {
        return new Sampling(keys.sampling(), rollouts.stops(), random);
    }

    private PolicyEngine engine() {
        if (engine == null) {
            throw new IllegalStateException("attachEngine comes first");
        }
        return engine;
    }
}
