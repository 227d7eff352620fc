package dev.syncprotocol.aoi.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.error.Violation;
import dev.syncprotocol.protocol.json.LocatedDocument;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Takes typed values out of a specification's tree; a value that does not fit is noted and its default is returned, so that one reading finds every fault. */
final class SpecFields {
    private static final String MISSING = "???";

    private final LocatedDocument document;
    private final ObjectNode tree;
    private final List<Violation> faults = new ArrayList<>();

    SpecFields(LocatedDocument document, ObjectNode tree) {
        this.document = document;
        this.tree = tree;
    }

    /** The faults noted so far. */
    List<Violation> faults() {
        return List.copyOf(faults);
    }

    /** The value at a dotted key; null and absent are both empty. */
    Optional<JsonNode> value(String key) {
        JsonNode node = tree.at(pointer(key));
        if (node.isTextual() && node.textValue().equals(MISSING)) {
            fault(key, "a value", MISSING);
            return Optional.empty();
        }
        return node.isMissingNode() || node.isNull() ? Optional.empty() : Optional.of(node);
    }

    String text(String key, String otherwise) {
        return value(key)
                .map(node -> node.isValueNode() ? node.asText() : wrong(key, "a text", node, otherwise))
                .orElse(otherwise);
    }

    double number(String key, double otherwise) {
        return value(key)
                .map(node -> node.isNumber() ? node.doubleValue() : wrong(key, "a number", node, otherwise))
                .orElse(otherwise);
    }

    double positive(String key, double otherwise) {
        double number = number(key, otherwise);
        return check(key, number > 0 && Double.isFinite(number), "a number above 0", number);
    }

    double notNegative(String key, double otherwise) {
        double number = number(key, otherwise);
        return check(key, number >= 0 && Double.isFinite(number), "a number of at least 0", number);
    }

    double share(String key, double otherwise) {
        double number = number(key, otherwise);
        return check(key, number >= 0 && number <= 1, "a probability from 0 to 1", number);
    }

    int whole(String key, int otherwise, int least) {
        String expected = "a whole number of at least " + least;
        int number = value(key)
                .map(node -> node.canConvertToInt() && node.isIntegralNumber()
                        ? node.intValue()
                        : wrong(key, expected, node, Math.max(otherwise, least)))
                .orElse(otherwise);
        return check(key, number >= least, expected, number);
    }

    long seed(String key, long otherwise) {
        return value(key)
                .map(node -> node.isIntegralNumber() && node.canConvertToLong()
                        ? node.longValue()
                        : wrong(key, "a whole number", node, otherwise))
                .orElse(otherwise);
    }

    boolean flag(String key, boolean otherwise) {
        return value(key)
                .map(node -> node.isBoolean() ? node.booleanValue() : wrong(key, "true or false", node, otherwise))
                .orElse(otherwise);
    }

    List<Double> numbers(String key, List<Double> otherwise) {
        Optional<JsonNode> node = value(key);
        if (node.isEmpty()) {
            return otherwise;
        }
        List<Double> numbers = new ArrayList<>();
        node.get().forEach(item -> numbers.add(item.isNumber() ? item.doubleValue() : Double.NaN));
        boolean good = node.get().isArray() && numbers.stream().allMatch(Double::isFinite);
        return good ? numbers : wrong(key, "a list of numbers", node.get(), otherwise);
    }

    <E extends Enum<E>> E word(String key, E otherwise) {
        String found = text(key, lower(otherwise));
        List<E> words = Arrays.asList(otherwise.getDeclaringClass().getEnumConstants());
        Optional<E> word = words.stream().filter(w -> lower(w).equals(found)).findFirst();
        if (word.isEmpty()) {
            fault(key, String.join(" or ", words.stream().map(SpecFields::lower).toList()), found);
        }
        return word.orElse(otherwise);
    }

    /** Notes a fault at a key. */
    void fault(String key, String expected, String found) {
        faults.add(document.violation(pointer(key), key, expected, found));
    }

    private <T> T wrong(String key, String expected, JsonNode found, T otherwise) {
        fault(
                key,
                expected,
                found.isContainerNode() ? "a " + found.getNodeType().name().toLowerCase(Locale.ROOT) : found.asText());
        return otherwise;
    }

    private <T> T check(String key, boolean holds, String expected, T found) {
        if (!holds) {
            fault(key, expected, found.toString());
        }
        return found;
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String pointer(String key) {
        return "/" + key.replace('.', '/');
    }
}
