package dev.syncprotocol.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.gates.rc1.Rc1Paths;
import dev.syncprotocol.gates.weights.OverclarPenalty;
import dev.syncprotocol.protocol.error.Violation;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.json.LocatedDocument;
import dev.syncprotocol.protocol.json.SyncJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The flat RC1 configuration as the local one it stands for (preflight.md section 11). Its own sections {@code run},
 * {@code data}, {@code model}, {@code engine}, {@code strategy}, {@code callbacks} and {@code gate} are kept; a flat key fills what they
 * leave open, and what the same key gives twice differently is a violation.
 */
final class Rc1Mapping {
    /** What a key says that no key of the file gives. */
    static final String OWN = "rc1";

    private static final List<String> SECTIONS =
            List.of("run", "data", "model", "engine", "strategy", "callbacks", "finetune", "gate");
    private static final String FIXED = """
            {"run.save_steps":1000,"run.log_file":"logs/train.log","data.eval_path":"%s","engine.name":"trl_ppo",
             "strategy.name":"ppo"}
            """.formatted(Rc1Paths.SHADOW);
    private static final double DEFAULT_TARGET_KL = 0.02;
    private static final JsonNode SEED_SAMPLING = SyncJson.read("""
            {"by_difficulty":{"easy":0.2,"medium":0.4,"hard":0.4},"low_perf_cap":0.3,
             "seed_ratio_schedule":[{"step":0,"ratio":0.5},{"step":20000,"ratio":0.35},{"step":40000,"ratio":0.2}]}
            """);

    private final LocatedDocument original;
    private final ObjectNode tree = SyncJson.object();
    private final Map<String, String> sources = new LinkedHashMap<>();
    private final List<Violation> broken = new ArrayList<>();

    private Rc1Mapping(LocatedDocument original) {
        this.original = original;
    }

    /** Maps a document that has the form of {@code ppo-scale.v1}. */
    static Rc1Mapping of(LocatedDocument original) {
        Rc1Mapping mapping = new Rc1Mapping(original);
        mapping.map();
        return mapping;
    }

    /** A file with {@code seed_pool} or {@code steps} at the top is the RC1 schema (training.md section 5.2). */
    static boolean isRc1(JsonNode root) {
        return root.has("seed_pool") || root.has("steps");
    }

    /** The local configuration it stands for. */
    LocatedDocument local() {
        return LocatedDocument.read(EffectiveConfig.yaml(tree).getBytes(StandardCharsets.UTF_8), DocumentFormat.YAML);
    }

    /** The flat key behind each dotted local key that one fills; {@link #OWN} where RC1 itself does. */
    Map<String, String> sources() {
        return Collections.unmodifiableMap(sources);
    }

    /** What cannot be mapped, where it stands in the file. */
    List<Violation> broken() {
        return List.copyOf(broken);
    }

    /** A violation of the local form, moved to the place of the file that caused it. */
    Violation inFile(Violation local) {
        String pointer = local.pointer();
        if (original.root().at(pointer).isMissingNode()) {
            String dotted = pointer.replaceFirst("^/", "").replace('/', '.');
            pointer = sources.entrySet().stream()
                    .filter(entry -> dotted.startsWith(entry.getKey())
                            && !entry.getValue().equals(OWN))
                    .map(entry -> ConfigDefaults.pointer(entry.getValue()))
                    .findFirst()
                    .orElse("");
        }
        return original.violation(pointer, local.rule(), local.expected(), local.found());
    }

    private void map() {
        SECTIONS.stream().filter(original.root()::has).forEach(name -> tree.set(name, at(name).deepCopy()));
        fill("run.max_steps", "steps", at("steps"));
        seed();
        fill("data.train_path", "seed_pool", at("seed_pool"));
        fill("model.base", "base_model", at("base_model"));
        fill("engine.target_kl", "target_kl", targetKl());
        if (at("finetune.method").asText().equals("full")) {
            fill("model.lora.enable", "finetune.method", tree.booleanNode(false));
        }
        reward();
        sampling();
        fill("gate.preflight", OWN, tree.textNode(Rc1Paths.TICKET));
        SyncJson.read(FIXED).properties().forEach(entry -> leave(entry.getKey(), OWN, entry.getValue()));
    }

    private JsonNode targetKl() {
        return original.root().has("target_kl") ? at("target_kl") : tree.numberNode(DEFAULT_TARGET_KL);
    }

    /** One seed is one run (T16, D13): the first, unless {@code run.seed} names another of the list. */
    private void seed() {
        JsonNode seeds = at("seeds");
        leave("run.seed", "seeds", seeds.path(0));
        JsonNode chosen = tree.at("/run/seed");
        boolean listed = false;
        for (JsonNode seed : seeds) {
            listed |= seed.equals(chosen) || seed.isIntegralNumber() && seed.longValue() == chosen.longValue();
        }
        if (!listed) {
            breaks("seeds", "run.seed is one of the seeds", seeds.toString(), chosen.toString());
        }
        String below = seeds.size() > 1 ? "/seed_" + chosen.asText() : "";
        leave("run.output_dir", "seeds", tree.textNode("checkpoints/rc1" + below));
    }

    /** The live scorer, minus the penalty for asking back (D36). */
    private void reward() {
        ArrayNode terms = tree.arrayNode();
        terms.addObject().put("name", "scorer");
        if (at("use_overclar_penalty").asBoolean(false)) {
            double alpha = at("overclar_penalty.alpha").asDouble(OverclarPenalty.SEED.alpha());
            terms.addObject().put("name", "overclar_penalty").put("weight", alpha / OverclarPenalty.SEED.alpha());
        }
        fill("strategy.reward", "use_overclar_penalty", terms);
        int cap = at("overclar_penalty.cap").asInt(OverclarPenalty.SEED.cap());
        if (cap != OverclarPenalty.SEED.cap()) {
            breaks(
                    "overclar_penalty.cap",
                    "this build trains with the seed's cap",
                    Integer.toString(OverclarPenalty.SEED.cap()),
                    Integer.toString(cap));
        }
    }

    /** The seed's numbers where the file gives none; without the switch all prompts are new and drawn alike. */
    private void sampling() {
        if (at("priority_sampling.enable").asBoolean(at("priority_sampling").isObject())) {
            ObjectNode given = SEED_SAMPLING.deepCopy();
            at("priority_sampling").properties().stream()
                    .filter(entry -> !entry.getKey().equals("enable"))
                    .forEach(entry -> given.set(entry.getKey(), entry.getValue()));
            fill("data.priority_sampling", "priority_sampling", given);
        }
    }

    /** A flat key; a section that says something else is refused. */
    private void fill(String local, String flat, JsonNode value) {
        JsonNode given = tree.at(ConfigDefaults.pointer(local));
        boolean same = given.isMissingNode()
                || given.equals(value)
                || given.isNumber() && value.isNumber() && given.doubleValue() == value.doubleValue();
        if (!same) {
            breaks(local, flat + " gives it too", value.toString(), given.toString());
            return;
        }
        leave(local, flat, value);
    }

    /** A value for what the sections leave open. */
    private void leave(String local, String source, JsonNode value) {
        if (tree.at(ConfigDefaults.pointer(local)).isMissingNode() && !value.isMissingNode()) {
            ConfigDefaults.put(tree, local, value.deepCopy());
            sources.put(local, source);
        }
    }

    private JsonNode at(String dotted) {
        return original.root().at(ConfigDefaults.pointer(dotted));
    }

    private void breaks(String key, String rule, String expected, String found) {
        broken.add(original.violation(ConfigDefaults.pointer(key), rule, expected, found));
    }
}
