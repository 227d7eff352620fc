package dev.syncprotocol.training;

import dev.syncprotocol.protocol.digest.RepoPath;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A training configuration after defaults (training.md section 5.1). Made by {@link TrainConfigReader} only from a
 * document that broke no rule; the checks here catch code, not people.
 *
 * @param run how long, from which seed, with what outputs
 * @param data what is learned from and measured on
 * @param model what is trained
 * @param engine which engine, and its optimizer
 * @param strategy the strategy's name
 * @param preference the keys of a strategy that learns from preferences; empty for others
 * @param ppo the keys of PPO; empty for others
 * @param grpo the keys of GRPO; empty for others
 * @param callbacks names in call order; {@code -grad_clip} and {@code -lr_schedule} switch those two off (D14)
 * @param finetune what part of the weights is trained
 * @param gate what must hold before the coordinator lets the run start
 */
public record TrainConfig(
        Run run,
        Data data,
        Model model,
        EngineKeys engine,
        String strategy,
        Optional<Preference> preference,
        Optional<PpoKeys> ppo,
        Optional<GrpoKeys> grpo,
        List<String> callbacks,
        FinetuneMethod finetune,
        Gate gate) {

    public TrainConfig {
        callbacks = List.copyOf(callbacks);
    }

    /** Whether gradients are clipped at {@link EngineKeys#maxGradNorm()}; implied unless switched off (D14). */
    public boolean clipsGradients() {
        return !callbacks.contains("-grad_clip");
    }

    /** Whether the learning rate follows its schedule; implied unless switched off (D14). */
    public boolean schedulesLearningRate() {
        return !callbacks.contains("-lr_schedule");
    }

    /** Names of the callbacks to call, in order, without the two that are part of the arithmetic. */
    public List<String> calledCallbacks() {
        return callbacks.stream()
                .filter(name -> !name.startsWith("-") && !name.equals("grad_clip") && !name.equals("lr_schedule"))
                .toList();
    }

    /** The names under which the run is measured on {@code data.eval_path}; one of them is enough. */
    static final List<String> EVALUATIONS = List.of("eval", "eval_shadow");

    /** Whether the run is measured on {@code data.eval_path}. */
    public boolean evaluates() {
        return EVALUATIONS.stream().anyMatch(callbacks::contains);
    }

    /** Rows of one step: {@code batch_size * gradient_accumulation} (D3). */
    public int rowsPerStep() {
        return data.batchSize() * run.gradientAccumulation();
    }

    /**
     * The section {@code run}.
     *
     * @param seed from which every random number of the run follows
     * @param outputDir folder of checkpoints, inside the workspace
     * @param saveSteps steps between checkpoints
     * @param evalSteps steps between evaluations
     * @param maxSteps last step
     * @param mixedPrecision what was asked for; {@link PrecisionOutcome} says what runs
     * @param gradientAccumulation micro-batches of one step
     * @param devicePref devices in order of preference
     * @param logFile the run's log, inside the workspace
     * @param keepLastK checkpoints kept; 0 keeps all (D16)
     * @param threads threads of the native engine; empty = number of cores, fixed in the effective config
     * @param patience evaluations without a better one after which {@code early_stop} ends the run
     * @param minDelta a better evaluation loss is smaller by more than this
     */
    public record Run(
            long seed,
            RepoPath outputDir,
            int saveSteps,
            int evalSteps,
            int maxSteps,
            Precision mixedPrecision,
            int gradientAccumulation,
            List<DeviceKind> devicePref,
            RepoPath logFile,
            int keepLastK,
            OptionalInt threads,
            int patience,
            double minDelta) {
        public Run {
            devicePref = List.copyOf(devicePref);
        }
    }

    /**
     * The section {@code data}.
     *
     * @param trainPath rows to learn from
     * @param evalPath rows to measure on
     * @param maxLength most tokens of a row
     * @param batchSize rows of a micro-batch
     * @param paddingSide on which side short rows are filled
     * @param prioritySampling how prompts are drawn by difficulty; empty where all are drawn alike
     */
    public record Data(
            RepoPath trainPath,
            RepoPath evalPath,
            int maxLength,
            int batchSize,
            PaddingSide paddingSide,
            Optional<PriorityKeys> prioritySampling) {}

    /**
     * The section {@code model}.
     *
     * @param base name or folder, looked for at launch by {@link ModelLookup} (D10)
     * @param init where the first weights come from
     * @param trustRemoteCode recorded and never acted on (T27)
     * @param useCache recorded; training has no key-value cache
     * @param gradientCheckpointing asked for; the effective config says whether it is applied
     * @param lora the adapter
     */
    public record Model(
            String base,
            WeightInit init,
            boolean trustRemoteCode,
            boolean useCache,
            boolean gradientCheckpointing,
            Lora lora) {}

    /**
     * The section {@code model.lora}.
     *
     * @param enable whether only an adapter is trained
     * @param r rank
     * @param alpha scale numerator
     * @param dropout on the adapter's input
     * @param targetModules names of the layers that get one
     * @param useRslora scale {@code alpha/sqrt(r)} in place of {@code alpha/r}
     */
    public record Lora(
            boolean enable, int r, double alpha, double dropout, List<String> targetModules, boolean useRslora) {
        public Lora {
            targetModules = List.copyOf(targetModules);
        }
    }

    /**
     * The section {@code engine}.
     *
     * @param name key of the engine
     * @param lr peak learning rate
     * @param targetKl PPO's stop
     * @param clipCoef PPO's clip
     * @param maxGradNorm limit of the global gradient norm; infinite measures and never clips
     * @param optimizer AdamW's constants
     * @param schedule the learning rate's course
     * @param process the outside trainer of the engine {@code process}; empty for others
     */
    public record EngineKeys(
            String name,
            double lr,
            double targetKl,
            double clipCoef,
            double maxGradNorm,
            AdamW optimizer,
            Schedule schedule,
            Optional<ProcessKeys> process) {}

    /** Constants of AdamW as in torch: decay rates of the moments, the denominator's epsilon, decoupled decay. */
    public record AdamW(double beta1, double beta2, double eps, double weightDecay) {}

    /**
     * The learning rate's course.
     *
     * @param kind its formula
     * @param warmupSteps steps of linear warm-up
     * @param minLrRate floor of {@code cosine_with_min_lr} as a share of the peak
     * @param end last rate of {@code polynomial}
     * @param power exponent of {@code polynomial}
     */
    public record Schedule(ScheduleKind kind, int warmupSteps, double minLrRate, double end, double power) {}

    /**
     * The section {@code strategy} of one that learns from preferences (training.md section 7.1).
     *
     * @param beta strength of the reference
     * @param form of the DPO loss
     * @param labelSmoothing share of pairs taken to be the wrong way round
     * @param disableDropout whether the adapter's dropout is off while training
     * @param desirableWeight KTO's weight of wanted answers
     * @param undesirableWeight KTO's weight of unwanted answers
     */
    public record Preference(
            double beta,
            DpoForm form,
            double labelSmoothing,
            boolean disableDropout,
            double desirableWeight,
            double undesirableWeight) {}

    /** The forms of the DPO loss, in the words of {@code strategy.loss}. */
    public enum DpoForm {
        SIGMOID,
        ROBUST,
        IPO,
        HINGE
    }

    /**
     * The section {@code gate} (coordinator.md section 6).
     *
     * @param needs which external needs must be satisfied
     * @param preflight path of the preflight pass, where the config demands one
     * @param allowDegraded whether the run may start on a marked stand-in
     */
    public record Gate(Needs needs, Optional<RepoPath> preflight, boolean allowDegraded) {}

    /**
     * Which needs a run waits for.
     *
     * @param all every required need of the rounds so far
     * @param names these only, when not all; may be empty
     */
    public record Needs(boolean all, List<String> names) {
        /** Every required need. */
        public static final Needs ALL = new Needs(true, List.of());

        public Needs {
            names = List.copyOf(names);
        }
    }

    /** What was asked of the arithmetic. */
    public enum Precision {
        FP16,
        BF16,
        FP32
    }

    /** A device, in the words of the config. */
    public enum DeviceKind {
        MPS,
        CPU
    }

    /** On which side short rows are filled. */
    public enum PaddingSide {
        LEFT,
        RIGHT
    }

    /** Where the first weights come from. */
    public enum WeightInit {
        /** From the model folder; a folder without weights is refused. */
        WEIGHTS,
        /** Drawn from {@code run.seed}. */
        RANDOM
    }

    /** What part of the weights is trained. */
    public enum FinetuneMethod {
        LORA,
        QLORA,
        FULL
    }

    /** Courses of the learning rate (training.md section 6.3). */
    public enum ScheduleKind {
        LINEAR,
        COSINE,
        CONSTANT,
        CONSTANT_WITH_WARMUP,
        COSINE_WITH_MIN_LR,
        POLYNOMIAL,
        INVERSE_SQRT
    }

    /** The limit of the gradient norm, empty where clipping is switched off. */
    public OptionalDouble gradientLimit() {
        return clipsGradients() ? OptionalDouble.of(engine.maxGradNorm()) : OptionalDouble.empty();
    }
}
