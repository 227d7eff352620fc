package dev.syncprotocol.training;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.error.Violation;
import dev.syncprotocol.protocol.json.LocatedDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The rules a schema cannot say: those between keys, and those about what this build has. They tolerate a document that
 * breaks the schema too, so that all faults come in one answer.
 */
final class ConfigRules {
    /** Longest run that may start without waiting for any need (coordinator.md section 6: the smallest local loop). */
    static final int UNGATED_MAX_STEPS = 2000;

    private static final Set<String> KEYED_STRATEGIES = Set.of("sft", "dpo", "kto", "orpo", "ppo", "grpo");

    private final LocatedDocument document;
    private final Installed installed;
    private final List<Violation> broken = new ArrayList<>();

    private ConfigRules(LocatedDocument document, Installed installed) {
        this.document = document;
        this.installed = installed;
    }

    /** The rules that hold whatever this build has. */
    static List<Violation> ofDocument(LocatedDocument document) {
        ConfigRules rules = new ConfigRules(document, new Installed(List.of(), List.of(), List.of(), List.of()));
        Stream.of(
                        "run.output_dir",
                        "run.log_file",
                        "data.train_path",
                        "data.eval_path",
                        "gate.preflight",
                        "engine.process.metrics")
                .forEach(rules::staysInside);
        rules.smallUngatedRun();
        rules.finetuneMatchesLora();
        rules.strategyHasItsOwnKeys();
        rules.dpoKeysFitTogether();
        rules.preferencesHaveAReference();
        rules.miniBatchesDivideAStep();
        rules.samplingFitsTogether();
        rules.processHasItsSection();
        rules.placeholdersAreKnown();
        rules.trainerWritesAFileOfItsOwn();
        rules.trainerDecidesWhenItEnds();
        return List.copyOf(rules.broken);
    }

    /** What the document asks for and this build does not have. */
    static List<Violation> ofBuild(LocatedDocument document, Installed installed) {
        ConfigRules rules = new ConfigRules(document, installed);
        rules.engineIsHere();
        rules.strategyIsHere();
        rules.engineKnowsObjective();
        rules.callbacksAreHere();
        rules.earlyStopHearsEvaluations();
        rules.engineTrainsAdapters();
        rules.rewardsAreHere();
        return List.copyOf(rules.broken);
    }

    private void staysInside(String key) {
        JsonNode value = at(key);
        if (value.isTextual()) {
            RepoPath.refusal(value.textValue())
                    .ifPresent(refusal -> breaks(key, refusal.rule(), refusal.expected(), value.textValue()));
        }
    }

    private void smallUngatedRun() {
        JsonNode needs = at("gate.needs");
        int steps = at("run.max_steps").asInt(UNGATED_MAX_STEPS);
        if (needs.isArray() && needs.isEmpty() && steps > UNGATED_MAX_STEPS) {
            breaks(
                    "gate.needs",
                    "only the smallest loop waits for nothing",
                    "all, or a list of needs, when run.max_steps is above " + UNGATED_MAX_STEPS,
                    "[] with run.max_steps " + steps);
        }
    }

    private void finetuneMatchesLora() {
        String method = at("finetune.method").asText("");
        boolean adapter = at("model.lora.enable").asBoolean(true);
        if (method.equals("full") && adapter) {
            breaks("finetune.method", "one method", "lora or qlora while model.lora.enable is true", method);
        }
        if (Set.of("lora", "qlora").contains(method) && !adapter) {
            breaks("finetune.method", "one method", "full while model.lora.enable is false", method);
        }
    }

    /** A key of another strategy would be read by nobody. */
    private void strategyHasItsOwnKeys() {
        String name = at("strategy.name").asText("");
        if (KEYED_STRATEGIES.contains(name)) {
            Set<String> own = StrategyKeys.of(name).keySet();
            document.root().path("strategy").properties().stream()
                    .map(entry -> entry.getKey())
                    .filter(key -> !key.equals("name") && !own.contains(key))
                    .forEach(key -> breaks("strategy." + key, "unknown field", ownKeys(name, own), key));
        }
    }

    private static String ownKeys(String name, Set<String> own) {
        return own.isEmpty() ? "no key but name: " + name + " has none" : "a key of " + name + ": " + own;
    }

    private void dpoKeysFitTogether() {
        if (!at("strategy.name").asText("").equals("dpo")) {
            return;
        }
        String loss = at("strategy.loss").asText("sigmoid");
        if (Set.of("ipo", "hinge").contains(loss)
                && at("strategy.label_smoothing").asDouble(0) > 0) {
            breaks("strategy.label_smoothing", "one meaning", "0 with the loss " + loss, "a smoothing");
        }
        if (at("strategy.precompute_ref_log_probs").asBoolean(false)) {
            breaks(
                    "strategy.precompute_ref_log_probs",
                    "the reference is computed in each step",
                    "false: it is the base without its adapter, or a frozen copy",
                    "true");
        }
    }

    private void preferencesHaveAReference() {
        if (Set.of("dpo", "kto", "orpo").contains(at("strategy.name").asText(""))
                && at("strategy.beta").isNumber()
                && at("strategy.beta").doubleValue() == 0) {
            breaks("strategy.beta", "a loss with a slope", "a number above 0", "0");
        }
    }

    /** As in TRL: mini-batches of different sizes would weigh rows differently. */
    private void miniBatchesDivideAStep() {
        int rows =
                at("data.batch_size").asInt(1) * at("run.gradient_accumulation").asInt(2);
        int parts = at("strategy.num_mini_batches").asInt(1);
        if (parts > 0 && rows % parts != 0) {
            breaks(
                    "strategy.num_mini_batches",
                    "mini-batches of one size",
                    "a divisor of data.batch_size * run.gradient_accumulation, " + rows,
                    Integer.toString(parts));
        }
    }

    /** Groups are told apart by what their answers earn, so there must be something earned. */
    private void samplingFitsTogether() {
        String key = "data.priority_sampling";
        String strategy = at("strategy.name").asText("");
        if (at(key).isMissingNode()) {
            return;
        }
        if (isOutside() || !StrategyKeys.of(strategy).containsKey("reward")) {
            breaks(key, "a strategy that earns rewards, in this build's loop", "strategy.name: ppo or grpo", strategy);
        }
        double sum = Stream.of("easy", "medium", "hard")
                .mapToDouble(name -> at(key + ".by_difficulty." + name).asDouble())
                .sum();
        if (Math.abs(sum - 1) > 1e-9) {
            breaks(key + ".by_difficulty", "shares of a batch", "shares that sum to 1", Double.toString(sum));
        }
        risingFromZero(key + ".seed_ratio_schedule");
    }

    private void risingFromZero(String key) {
        long before = -1;
        for (int i = 0; i < at(key).size(); i++) {
            long step = at(key).path(i).path("step").asLong();
            if (i == 0 && step != 0 || step <= before) {
                breaks(key + "." + i + ".step", "steps rising from 0", "above " + before, Long.toString(step));
            }
            before = step;
        }
    }

    private boolean isOutside() {
        return at("engine.name").asText("").equals(ProcessKeys.ENGINE);
    }

    private void processHasItsSection() {
        boolean given = !at("engine.process").isMissingNode();
        if (isOutside() && !given) {
            breaks("engine.process", "the engine process has a trainer", "a section with command and metrics", "none");
        }
        if (!isOutside() && given) {
            breaks(
                    "engine.process",
                    "a trainer is started by the engine process alone",
                    "engine.name: process, or no such section",
                    "engine.name: " + at("engine.name").asText("none"));
        }
    }

    private void placeholdersAreKnown() {
        Set<String> known = new TreeSet<>(ConfigDefaults.table().values().keySet());
        StrategyKeys.of(at("strategy.name").asText("")).keySet().forEach(key -> known.add("strategy." + key));
        known.addAll(Set.of(ProcessKeys.CONFIG, ProcessKeys.METRICS));
        placeholdersAreKnown("engine.process.command", known);
        known.add(ProcessKeys.CHECKPOINT);
        placeholdersAreKnown("engine.process.resume", known);
    }

    private void placeholdersAreKnown(String key, Set<String> known) {
        JsonNode arguments = at(key);
        for (int i = 0; i < arguments.size(); i++) {
            String at = key + "." + i;
            ProcessKeys.placeholdersOf(arguments.get(i).asText(""))
                    .filter(name -> !known.contains(name))
                    .forEach(name -> breaks(
                            at,
                            "a placeholder is config, metrics or a key of the config; checkpoint in resume",
                            "{config}, {metrics}, or a key such as {run.seed}",
                            "{" + name + "}"));
        }
    }

    private void trainerWritesAFileOfItsOwn() {
        String metrics = at("engine.process.metrics").asText("");
        if (Set.of(
                                "reports/metrics.jsonl",
                                "reports/eval_shadow.jsonl",
                                at("run.log_file").asText(""))
                        .contains(metrics)
                && !metrics.isEmpty()) {
            breaks("engine.process.metrics", "the trainer's own file", "a file that nobody else writes", metrics);
        }
    }

    private void trainerDecidesWhenItEnds() {
        JsonNode names = at("callbacks");
        for (int i = 0; isOutside() && i < names.size(); i++) {
            if (names.get(i).asText("").equals("early_stop")) {
                breaks(
                        "callbacks." + i,
                        "an outside trainer ends by itself",
                        "logging, checkpoint, eval_shadow",
                        "early_stop");
            }
        }
    }

    private void engineIsHere() {
        String name = at("engine.name").asText("");
        if (!name.isEmpty() && !isOutside() && installed.engine(name).isEmpty()) {
            breaks("engine.name", "the engine is in this build", "one of " + engineKeys(), name);
        }
    }

    private void strategyIsHere() {
        String name = at("strategy.name").asText("");
        if (!name.isEmpty() && installed.strategy(name).isEmpty()) {
            breaks("strategy.name", "the strategy is in this build", "one of " + strategyNames(), name);
        }
    }

    private void engineKnowsObjective() {
        Optional<EngineProvider> engine = installed.engine(at("engine.name").asText(""));
        Optional<StrategyProvider> strategy =
                installed.strategy(at("strategy.name").asText(""));
        if (engine.isPresent()
                && strategy.isPresent()
                && !differentiates(engine.get(), strategy.get().objective())) {
            breaks(
                    "strategy.name",
                    "the engine can differentiate the strategy's objective",
                    "a strategy for the engine " + at("engine.name").asText(),
                    strategy.get().name());
        }
    }

    private static boolean differentiates(EngineProvider engine, Class<? extends Objective> objective) {
        return engine.objectives().stream().anyMatch(known -> known.isAssignableFrom(objective));
    }

    private void callbacksAreHere() {
        JsonNode names = at("callbacks");
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i).asText("");
            boolean arithmetic =
                    name.endsWith("grad_clip") || name.endsWith("lr_schedule") || name.equals("-tensorboard");
            if (!arithmetic && installed.callback(name).isEmpty()) {
                breaks("callbacks." + i, "the callback is in this build", "one of " + callbackNames(), name);
            }
        }
    }

    private void earlyStopHearsEvaluations() {
        List<String> names = StreamSupport.stream(at("callbacks").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
        long evaluations =
                names.stream().filter(TrainConfig.EVALUATIONS::contains).count();
        if (names.contains("early_stop") && evaluations == 0) {
            breaks(
                    "callbacks",
                    "early_stop follows evaluations",
                    "eval or eval_shadow in the list",
                    String.join(", ", names));
        }
        if (evaluations > 1) {
            breaks(
                    "callbacks",
                    "one evaluation",
                    "eval or eval_shadow: they measure the same",
                    String.join(", ", names));
        }
    }

    private void engineTrainsAdapters() {
        Optional<EngineProvider> engine = installed.engine(at("engine.name").asText(""));
        if (at("model.lora.enable").asBoolean(true)
                && engine.isPresent()
                && !engine.get().trainsAdapters()) {
            breaks(
                    "model.lora.enable",
                    "the engine can train an adapter",
                    "false: the engine " + at("engine.name").asText() + " trains all weights",
                    at("model.lora.enable").isMissingNode() ? "true by default" : "true");
        }
    }

    private void rewardsAreHere() {
        String strategy = at("strategy.name").asText("");
        JsonNode given = at("strategy.reward");
        if (given.isArray()) {
            for (int i = 0; i < given.size(); i++) {
                rewardIsHere(
                        "strategy.reward." + i + ".name",
                        given.get(i).path("name").asText(""));
            }
        } else if (StrategyKeys.of(strategy).containsKey("reward")) {
            rewardIsHere("strategy.reward", given.asText(""));
        }
    }

    private void rewardIsHere(String key, String name) {
        if (!name.isEmpty() && installed.reward(name).isEmpty()) {
            breaks(key, "the reward is in this build", "one of " + rewardNames(), name);
        }
    }

    private Set<String> rewardNames() {
        return installed.rewards().stream().map(RewardProvider::name).collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> engineKeys() {
        return Stream.concat(
                        Stream.of(ProcessKeys.ENGINE),
                        installed.engines().stream().flatMap(provider -> provider.keys().stream()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> strategyNames() {
        return installed.strategies().stream()
                .map(StrategyProvider::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> callbackNames() {
        return installed.callbacks().stream()
                .map(CallbackProvider::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private JsonNode at(String key) {
        return document.root().at(ConfigDefaults.pointer(key));
    }

    private void breaks(String key, String rule, String expected, String found) {
        broken.add(document.violation(ConfigDefaults.pointer(key), rule, expected, found));
    }
}
