package dev.syncprotocol.training.process;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A row of an outside trainer's metrics, under this product's names. The names of TRL, of the transformers Trainer and of
 * LLaMA-Factory's log are known; further numbers keep the names they have.
 *
 * @param step of the run
 * @param numbers every known or further number, by our names where we have one
 */
public record TrainerRow(long step, Map<String, Double> numbers) {
    private static final Map<String, List<String>> NAMES = Map.of(
            "step", List.of("step", "global_step", "current_steps"),
            "loss", List.of("loss"),
            "lr", List.of("lr", "learning_rate"),
            "grad_norm", List.of("grad_norm"),
            "epoch", List.of("epoch"),
            "kl", List.of("kl", "objective/kl"),
            "ratio", List.of("ratio", "val/ratio"),
            "num_tokens", List.of("num_tokens", "num_input_tokens_seen"));
    private static final Pattern NO_NUMBER = Pattern.compile(":\\s*(-?Infinity|-?inf|NaN|nan)\\s*[,}]");

    public TrainerRow {
        numbers = Collections.unmodifiableMap(new TreeMap<>(numbers));
    }

    /** A row that says something else than a row can. */
    public static final class Broken extends Exception {
        private static final long serialVersionUID = 1L;

        /** What was expected, and what was found. */
        public Broken(String message) {
            super(message);
        }
    }

    /**
     * Reads a line.
     *
     * @throws Broken with what was expected and what was found
     */
    public static TrainerRow read(String line) throws Broken {
        JsonNode tree = parse(line);
        Map<String, Double> numbers = new TreeMap<>();
        tree.properties().forEach(entry -> {
            if (entry.getValue().isNumber()) {
                numbers.put(ours(entry.getKey(), tree), entry.getValue().doubleValue());
            }
        });
        Double step = numbers.remove("step");
        if (step == null || step < 0 || step != Math.rint(step)) {
            throw new Broken("expected a whole number under one of " + new TreeSet<>(NAMES.get("step")) + ", found "
                    + shortened(line));
        }
        refuseNoNumbers(numbers);
        return new TrainerRow(step.longValue(), numbers);
    }

    private static JsonNode parse(String line) throws Broken {
        if (NO_NUMBER.matcher(line).find()) {
            throw new Broken("expected numbers, found no number in " + shortened(line));
        }
        try {
            JsonNode tree = SyncJson.read(line);
            if (tree.isObject()) {
                return tree;
            }
        } catch (UncheckedIOException unreadable) {
            throw new Broken("expected a JSON object, found " + shortened(line));
        }
        throw new Broken("expected a JSON object, found " + shortened(line));
    }

    private static void refuseNoNumbers(Map<String, Double> numbers) throws Broken {
        for (Map.Entry<String, Double> number : numbers.entrySet()) {
            if (!Double.isFinite(number.getValue())) {
                throw new Broken("expected numbers, found " + number.getKey() + " " + number.getValue());
            }
        }
    }

    /** Our name of a key, unless the row has a key that is better known by that name. */
    private static String ours(String key, JsonNode tree) {
        for (Map.Entry<String, List<String>> known : NAMES.entrySet()) {
            List<String> theirs = known.getValue();
            int at = theirs.indexOf(key);
            if (at >= 0 && theirs.subList(0, at).stream().noneMatch(tree::has)) {
                return known.getKey();
            }
        }
        return key;
    }

    /** Whether it tells of a step: others tell of an evaluation or of the whole run. */
    public boolean isStep() {
        return numbers.containsKey("loss");
    }

    /** Whether it tells of an evaluation. */
    public boolean isEvaluation() {
        return numbers.containsKey("eval_loss");
    }

    /** A number by our name, where the row has it. */
    public OptionalDouble number(String name) {
        Double value = numbers.get(name);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** Numbers beside those that have a place of their own in a row. */
    public Map<String, Double> further(Set<String> placed) {
        Map<String, Double> further = new TreeMap<>(numbers);
        further.keySet().removeAll(placed);
        return further;
    }

    private static String shortened(String line) {
        return line.length() <= 120 ? line : line.substring(0, 120) + "…";
    }
}
