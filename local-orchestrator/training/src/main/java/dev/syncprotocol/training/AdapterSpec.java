package dev.syncprotocol.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A low-rank adapter beside frozen weights (Hu et al. 2021), in the terms of PEFT's {@code adapter_config.json}
 * (training.md section 9).
 *
 * @param base {@code base_model_name_or_path}; empty where a file names none
 * @param r rank, at least 1
 * @param alpha scale numerator, above 0
 * @param dropout on the adapter's input, in [0, 1)
 * @param targetModules names of the layers that have one, at least one
 * @param useRslora whether the scale is {@code alpha/sqrt(r)} in place of {@code alpha/r} (Kalajdzievski 2023)
 */
public record AdapterSpec(
        String base, int r, double alpha, double dropout, List<String> targetModules, boolean useRslora) {
    /** The factor from the input's side, r by in; its name after the module's. */
    public static final String DOWN = ".lora_A.weight";

    /** The factor to the output's side, out by r; its name after the module's. */
    public static final String UP = ".lora_B.weight";

    private static final String FILE_PREFIX = "base_model.model.";

    public AdapterSpec {
        targetModules = List.copyOf(targetModules);
        if (r < 1 || !(alpha > 0) || !(dropout >= 0 && dropout < 1) || targetModules.isEmpty()) {
            throw new IllegalArgumentException(
                    "r " + r + ", lora_alpha " + alpha + ", lora_dropout " + dropout + ", targets " + targetModules);
        }
    }

    /** The adapter a configuration asks for; empty where all weights are trained. */
    public static Optional<AdapterSpec> of(TrainConfig config) {
        TrainConfig.Lora lora = config.model().lora();
        return lora.enable()
                ? Optional.of(new AdapterSpec(
                        config.model().base(),
                        lora.r(),
                        lora.alpha(),
                        lora.dropout(),
                        lora.targetModules(),
                        lora.useRslora()))
                : Optional.empty();
    }

    /**
     * From {@code adapter_config.json}; keys it leaves out have PEFT's defaults.
     *
     * @throws IllegalArgumentException naming what this build does not know: another kind of adapter, a pattern for the
     *     targets, a bias, further trained modules, a rank or alpha of a layer's own
     */
    public static AdapterSpec read(JsonNode config) {
        requireKnown(config);
        List<String> targets = new ArrayList<>();
        config.path("target_modules").forEach(name -> targets.add(name.asText()));
        return new AdapterSpec(
                config.path("base_model_name_or_path").asText(""),
                config.path("r").asInt(8),
                config.path("lora_alpha").asDouble(8),
                config.path("lora_dropout").asDouble(0),
                targets,
                config.path("use_rslora").asBoolean(false));
    }

    /** The content of {@code adapter_config.json}, keys in order of their names. */
    public ObjectNode config() {
        ObjectNode config = SyncJson.object();
        config.putObject("alpha_pattern");
        config.put("base_model_name_or_path", base)
                .put("bias", "none")
                .put("fan_in_fan_out", false)
                .put("inference_mode", true);
        putNumber(config, "lora_alpha", alpha);
        config.put("lora_dropout", dropout)
                .putNull("modules_to_save")
                .put("peft_type", "LORA")
                .put("r", r);
        config.putObject("rank_pattern");
        targetModules.forEach(config.putArray("target_modules")::add);
        return config.put("task_type", "CAUSAL_LM").put("use_rslora", useRslora);
    }

    /** What the product of the two factors is multiplied by. */
    public double scaling() {
        return useRslora ? alpha / Math.sqrt(r) : alpha / r;
    }

    /** Whether a target names this layer: the whole path, or its end from a dot on (PEFT's rule for lists). */
    public boolean targets(String module) {
        return targetModules.stream().anyMatch(target -> names(target, module));
    }

    /** The targets that name none of these layers, in stated order. */
    public List<String> unmatched(List<String> modules) {
        return targetModules.stream()
                .filter(target -> modules.stream().noneMatch(module -> names(target, module)))
                .toList();
    }

    /** A parameter's key in PEFT's file. */
    public static String fileKey(String parameter) {
        return FILE_PREFIX + parameter;
    }

    /**
     * The parameter behind a key of PEFT's file.
     *
     * @throws IllegalArgumentException for a key of another kind
     */
    public static String parameterOf(String fileKey) {
        if (!fileKey.startsWith(FILE_PREFIX) || !(fileKey.endsWith(DOWN) || fileKey.endsWith(UP))) {
            throw new IllegalArgumentException(fileKey + " is no key of an adapter");
        }
        return fileKey.substring(FILE_PREFIX.length());
    }

    private static boolean names(String target, String module) {
        return module.equals(target) || module.endsWith("." + target);
    }

    private static void putNumber(ObjectNode config, String name, double value) {
        if (value == Math.rint(value) && value < Integer.MAX_VALUE) {
            config.put(name, (int) value);
        } else {
            config.put(name, value);
        }
    }

    private static void requireKnown(JsonNode config) {
        require(config.path("peft_type").asText("").equals("LORA"), config, "peft_type");
        require(config.path("target_modules").isArray(), config, "target_modules");
        require(config.path("bias").asText("none").equals("none"), config, "bias");
        require(config.path("modules_to_save").isEmpty(), config, "modules_to_save");
        for (String pattern : List.of("rank_pattern", "alpha_pattern")) {
            require(config.path(pattern).isEmpty(), config, pattern);
        }
        for (String flag : List.of("fan_in_fan_out", "use_dora")) {
            require(!config.path(flag).asBoolean(false), config, flag);
        }
    }

    private static void require(boolean known, JsonNode config, String key) {
        if (!known) {
            throw new IllegalArgumentException(
                    "adapter_config.json: this build does not know " + key + " " + config.path(key));
        }
    }
}
