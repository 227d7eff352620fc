package dev.syncprotocol.training;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.gates.weights.SeedRatioSchedule;
import dev.syncprotocol.protocol.digest.RepoPath;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.StreamSupport;

/** A filled, valid tree to the typed records. */
final class ConfigTree {
    private static final Set<String> PREFERENCES = Set.of("dpo", "kto", "orpo");

    private final JsonNode root;

    private ConfigTree(JsonNode root) {
        this.root = root;
    }

    static TrainConfig typed(JsonNode root) {
        return new ConfigTree(root).config();
    }

    private TrainConfig config() {
        return new TrainConfig(
                run(),
                data(),
                model(),
                engine(),
                text("strategy.name"),
                preference(),
                ppo(),
                grpo(),
                texts("callbacks"),
                finetune(),
                gate());
    }

    private TrainConfig.Run run() {
        JsonNode threads = at("run.threads");
        return new TrainConfig.Run(
                at("run.seed").longValue(),
                path("run.output_dir"),
                integer("run.save_steps"),
                integer("run.eval_steps"),
                integer("run.max_steps"),
                constant(TrainConfig.Precision.class, text("run.mixed_precision")),
                integer("run.gradient_accumulation"),
                texts("run.device_pref").stream()
                        .map(name -> constant(TrainConfig.DeviceKind.class, name))
                        .toList(),
                path("run.log_file"),
                integer("run.keep_last_k"),
                threads.isMissingNode() ? OptionalInt.empty() : OptionalInt.of(threads.intValue()),
                integer("run.early_stop_patience"),
                number("run.early_stop_min_delta"));
    }

    private TrainConfig.Data data() {
        return new TrainConfig.Data(
                path("data.train_path"),
                path("data.eval_path"),
                integer("data.max_length"),
                integer("data.batch_size"),
                constant(TrainConfig.PaddingSide.class, text("data.padding_side")),
                prioritySampling());
    }

    private Optional<PriorityKeys> prioritySampling() {
        if (at("data.priority_sampling").isMissingNode()) {
            return Optional.empty();
        }
        List<SeedRatioSchedule.Entry> schedule = StreamSupport.stream(
                        at("data.priority_sampling.seed_ratio_schedule").spliterator(), false)
                .map(entry -> new SeedRatioSchedule.Entry(
                        entry.path("step").longValue(), entry.path("ratio").doubleValue()))
                .toList();
        return Optional.of(new PriorityKeys(
                new PriorityKeys.Shares(
                        number("data.priority_sampling.by_difficulty.easy"),
                        number("data.priority_sampling.by_difficulty.medium"),
                        number("data.priority_sampling.by_difficulty.hard")),
                number("data.priority_sampling.low_perf_cap"),
                new SeedRatioSchedule(schedule)));
    }

    private TrainConfig.Model model() {
        return new TrainConfig.Model(
                text("model.base"),
                constant(TrainConfig.WeightInit.class, text("model.init")),
                flag("model.trust_remote_code"),
                flag("model.use_cache"),
                flag("model.gradient_checkpointing"),
                new TrainConfig.Lora(
                        flag("model.lora.enable"),
                        integer("model.lora.r"),
                        number("model.lora.alpha"),
                        number("model.lora.dropout"),
                        texts("model.lora.target_modules"),
                        flag("model.lora.use_rslora")));
    }

    private TrainConfig.EngineKeys engine() {
        return new TrainConfig.EngineKeys(
                text("engine.name"),
                number("engine.lr"),
                number("engine.target_kl"),
                number("engine.clip_coef"),
                number("engine.max_grad_norm"),
                new TrainConfig.AdamW(
                        number("engine.optimizer.beta1"),
                        number("engine.optimizer.beta2"),
                        number("engine.optimizer.eps"),
                        number("engine.optimizer.weight_decay")),
                new TrainConfig.Schedule(
                        constant(TrainConfig.ScheduleKind.class, text("engine.lr_scheduler")),
                        integer("engine.warmup_steps"),
                        number("engine.min_lr_rate"),
                        number("engine.lr_end"),
                        number("engine.lr_power")),
                process());
    }

    private Optional<ProcessKeys> process() {
        if (!text("engine.name").equals(ProcessKeys.ENGINE)) {
            return Optional.empty();
        }
        return Optional.of(new ProcessKeys(
                texts("engine.process.command"),
                texts("engine.process.resume"),
                path("engine.process.metrics"),
                text("engine.process.checkpoints"),
                integer("engine.process.grace_seconds"),
                integer("engine.process.quiet_seconds")));
    }

    private Optional<TrainConfig.Preference> preference() {
        if (!PREFERENCES.contains(text("strategy.name"))) {
            return Optional.empty();
        }
        return Optional.of(new TrainConfig.Preference(
                number("strategy.beta"),
                at("strategy.loss").isMissingNode()
                        ? TrainConfig.DpoForm.SIGMOID
                        : constant(TrainConfig.DpoForm.class, text("strategy.loss")),
                at("strategy.label_smoothing").asDouble(0),
                at("strategy.disable_dropout").asBoolean(true),
                at("strategy.desirable_weight").asDouble(1),
                at("strategy.undesirable_weight").asDouble(1)));
    }

    private Optional<PpoKeys> ppo() {
        if (!text("strategy.name").equals("ppo")) {
            return Optional.empty();
        }
        return Optional.of(new PpoKeys(
                constant(PpoKeys.KlRule.class, text("strategy.kl_stop")),
                number("strategy.kl_coef"),
                constant(PpoKeys.KlEstimator.class, text("strategy.kl_estimator")),
                flag("strategy.adaptive_kl")
                        ? Optional.of(
                                new PpoKeys.AdaptiveKlKeys(number("strategy.kl_target"), number("strategy.kl_horizon")))
                        : Optional.empty(),
                integer("strategy.num_ppo_epochs"),
                integer("strategy.num_mini_batches"),
                number("strategy.gamma"),
                number("strategy.lam"),
                number("strategy.vf_coef"),
                number("strategy.cliprange_value"),
                number("strategy.ent_coef"),
                sampling("strategy.response_length"),
                optional("strategy.missing_eos_penalty"),
                optional("strategy.ratio_threshold"),
                number("strategy.value_dropout"),
                rewards()));
    }

    private Optional<GrpoKeys> grpo() {
        if (!text("strategy.name").equals("grpo")) {
            return Optional.empty();
        }
        return Optional.of(new GrpoKeys(
                number("strategy.beta"),
                number("strategy.epsilon"),
                optional("strategy.epsilon_high").orElse(number("strategy.epsilon")),
                integer("strategy.num_generations"),
                integer("strategy.num_iterations"),
                sampling("strategy.max_completion_length"),
                constant(GrpoKeys.Reduction.class, text("strategy.loss_type")),
                constant(GrpoKeys.RewardScale.class, text("strategy.scale_rewards")),
                constant(GrpoKeys.RatioLevel.class, text("strategy.importance_sampling_level")),
                constant(GrpoKeys.Baseline.class, text("strategy.advantage")),
                rewards()));
    }

    private SamplingKeys sampling(String maxTokens) {
        return new SamplingKeys(
                integer(maxTokens),
                number("strategy.temperature"),
                integer("strategy.top_k"),
                number("strategy.top_p"));
    }

    /** One name, or a list of names with weights. */
    private List<RewardTerm> rewards() {
        JsonNode reward = at("strategy.reward");
        if (reward.isTextual()) {
            return List.of(new RewardTerm(reward.textValue(), 1));
        }
        return StreamSupport.stream(reward.spliterator(), false)
                .map(term -> new RewardTerm(
                        term.path("name").textValue(), term.path("weight").asDouble(1)))
                .toList();
    }

    private OptionalDouble optional(String name) {
        JsonNode value = at(name);
        return value.isNumber() ? OptionalDouble.of(value.doubleValue()) : OptionalDouble.empty();
    }

    private TrainConfig.FinetuneMethod finetune() {
        JsonNode method = at("finetune.method");
        if (method.isMissingNode()) {
            return flag("model.lora.enable") ? TrainConfig.FinetuneMethod.LORA : TrainConfig.FinetuneMethod.FULL;
        }
        return constant(TrainConfig.FinetuneMethod.class, method.textValue());
    }

    private TrainConfig.Gate gate() {
        JsonNode needs = at("gate.needs");
        JsonNode preflight = at("gate.preflight");
        return new TrainConfig.Gate(
                needs.isArray() ? new TrainConfig.Needs(false, texts("gate.needs")) : TrainConfig.Needs.ALL,
                preflight.isTextual() ? Optional.of(new RepoPath(preflight.textValue())) : Optional.empty(),
                flag("gate.allow_degraded"));
    }

    private JsonNode at(String name) {
        return root.at(ConfigDefaults.pointer(name));
    }

    private String text(String name) {
        return at(name).textValue();
    }

    private int integer(String name) {
        return at(name).intValue();
    }

    private double number(String name) {
        return at(name).doubleValue();
    }

    private boolean flag(String name) {
        return at(name).booleanValue();
    }

    private RepoPath path(String name) {
        return new RepoPath(text(name));
    }

    private List<String> texts(String name) {
        return StreamSupport.stream(at(name).spliterator(), false)
                .map(JsonNode::textValue)
                .toList();
    }

    private static <E extends Enum<E>> E constant(Class<E> kind, String word) {
        return Enum.valueOf(kind, word.toUpperCase(Locale.ROOT));
    }
}
