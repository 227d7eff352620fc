package dev.syncprotocol.training;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.digest.RepoPath;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.StreamSupport;

/** A filled, valid tree to the typed records. */
final class ConfigTree {
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
                constant(TrainConfig.PaddingSide.class, text("data.padding_side")));
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
                        number("engine.lr_power")));
    }

    private Optional<TrainConfig.Preference> preference() {
        if (StrategyKeys.of(text("strategy.name")).isEmpty()) {
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
