package dev.syncprotocol.training.bench;

import dev.syncprotocol.training.Batch;
import dev.syncprotocol.training.EngineSetup;
import dev.syncprotocol.training.KeyedRandom;
import dev.syncprotocol.training.KeyedRandom.Purpose;
import dev.syncprotocol.training.ModelFolder;
import dev.syncprotocol.training.PpoKeys.KlRule;
import dev.syncprotocol.training.RowRole;
import dev.syncprotocol.training.SamplingKeys;
import dev.syncprotocol.training.TokenGrid;
import dev.syncprotocol.training.TrainConfig;
import dev.syncprotocol.training.TrainConfig.DpoForm;
import dev.syncprotocol.training.TrainConfigReader;
import dev.syncprotocol.training.TrainingInputs;
import dev.syncprotocol.training.dpo.DpoLoss;
import dev.syncprotocol.training.dpo.DpoObjective;
import dev.syncprotocol.training.ppo.KlStop;
import dev.syncprotocol.training.ppo.PpoLoss;
import dev.syncprotocol.training.ppo.PpoObjective;
import dev.syncprotocol.training.rollout.PolicyEngine;
import dev.syncprotocol.training.rollout.PolicyScore;
import dev.syncprotocol.training.rollout.Sampling;
import dev.syncprotocol.training.sft.SftObjective;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The work of a measured step, on random tokens.
 *
 * @param request its sizes
 */
record Workload(BenchRequest request) {
    private static final String CONFIG = """
            run: {seed: %d, output_dir: checkpoints/bench, log_file: logs/bench.log, gradient_accumulation: 1}
            data: {train_path: none.jsonl, eval_path: none.jsonl, batch_size: %d}
            model: {base: bench, init: random, trust_remote_code: false, gradient_checkpointing: false, lora: %s}
            engine: {name: %s, lr: 1.0e-4, lr_scheduler: constant, optimizer: {weight_decay: 0.01}}
            strategy: {name: %s}
            """;

    /** The engine key of this work. */
    String engine() {
        return switch (request.mode()) {
            case SFT, GENERATE -> "pure_pt";
            case DPO -> "trl_dpo";
            case PPO -> "trl_ppo";
        };
    }

    /** What the engine starts from. */
    EngineSetup setup() {
        ModelFolder model = new ModelFolder(Path.of("bench"), request.shape(), Optional.empty());
        boolean policy = request.mode() == BenchMode.PPO;
        return new EngineSetup(config(), model, request.threads(), request.mode() == BenchMode.DPO, policy);
    }

    /** What a step is given; scores what has to be scored first. */
    TrainingInputs inputs(PolicyEngine engine) {
        return switch (request.mode()) {
            case SFT -> new TrainingInputs(batch(), new SftObjective(batch().labelCount()));
            case DPO -> new TrainingInputs(batch(), new DpoObjective(new DpoLoss(DpoForm.SIGMOID, 0.1, 0), false));
            case PPO -> new TrainingInputs(batch(), ppo(engine));
            case GENERATE -> throw new IllegalStateException("generating has no inputs to learn from");
        };
    }

    /** Draws {@code seq} tokens for every row. */
    void generate(PolicyEngine engine, long step) {
        List<int[]> prompts = IntStream.range(0, request.batch())
                .mapToObj(row -> new int[] {batch().inputIds().at(row, 0)})
                .toList();
        KeyedRandom random = new KeyedRandom(request.seed(), Purpose.SAMPLING, step);
        engine.generate(prompts, new Sampling(new SamplingKeys(request.seq(), 1, 0, 1), Set.of(), Optional.of(random)));
    }

    private TrainConfig config() {
        boolean pairs = request.mode() == BenchMode.DPO;
        String lora = request.lora() == 0
                ? "{enable: false}"
                : "{r: " + request.lora() + ", alpha: " + 2 * request.lora() + ", dropout: 0}";
        String strategy =
                request.mode() == BenchMode.GENERATE ? "sft" : request.mode().word();
        String text = CONFIG.formatted(
                request.seed(), pairs ? request.batch() / 2 : request.batch(), lora, engine(), strategy);
        return TrainConfigReader.readDocument(text.getBytes(StandardCharsets.UTF_8), "bench")
                .config();
    }

    private Batch batch() {
        KeyedRandom random = new KeyedRandom(request.seed(), Purpose.DATA, 0);
        int[][] tokens = new int[request.batch()][request.seq()];
        int[][] labels = new int[request.batch()][];
        for (int row = 0; row < tokens.length; row++) {
            for (int column = 0; column < request.seq(); column++) {
                tokens[row][column] = random.below(request.vocab(), (long) row * request.seq() + column);
            }
            labels[row] = tokens[row].clone();
            labels[row][0] = Batch.IGNORED;
        }
        Batch.Span whole = new Batch.Span(0, request.seq());
        List<RowRole> roles =
                IntStream.range(0, request.batch()).mapToObj(this::role).toList();
        return new Batch(
                TokenGrid.of(tokens),
                TokenGrid.of(labels),
                roles.stream().map(role -> whole).toList(),
                roles.stream().map(role -> "random").toList(),
                roles);
    }

    private RowRole role(int row) {
        if (request.mode() != BenchMode.DPO) {
            return RowRole.ANSWER;
        }
        return row % 2 == 0 ? RowRole.CHOSEN : RowRole.REJECTED;
    }

    /** Section 14.2: clips 0.2 and 0.2, {@code pg + 0.05*mean(max(...))}, which is half of that here. */
    private PpoObjective ppo(PolicyEngine engine) {
        int length = request.seq() - 1;
        List<PolicyScore> scores =
                engine.score(batch(), new PolicyEngine.Scoring(1, true, length), PolicyEngine.Weights.TRAINED);
        KeyedRandom random = new KeyedRandom(request.seed(), Purpose.DATA, 1);
        List<PpoObjective.Target> targets = IntStream.range(0, scores.size())
                .mapToObj(row -> target(scores.get(row), random, (long) row * length))
                .toList();
        return new PpoObjective(
                new PpoObjective.Form(new PpoLoss(0.2, 0.2), 0.1, 0, 1, length),
                new PpoObjective.Course(1, 1, new KlStop(KlRule.OFF, 1), OptionalDouble.empty(), random),
                targets,
                Map.of());
    }

    private static PpoObjective.Target target(PolicyScore score, KeyedRandom random, long first) {
        double[] advantages = new double[score.logp().length];
        Arrays.setAll(advantages, t -> random.gaussian(first + t));
        return new PpoObjective.Target(score.logp(), advantages, score.values(), advantages);
    }
}
