package dev.syncprotocol.gates.build;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The tools a dialogue may use. What they answer comes from the source's gold structure and is never invented: {@code calc}
 * works out the annotated steps, {@code wiki} gives the evidence, or the passage found for it where a passages file is open.
 */
final class Tools {
    /** The calculator's name. */
    static final String CALC = "calc";

    /** The search's name. */
    static final String WIKI = "wiki";

    private final Set<String> names;
    private final Optional<WikiSearch> wiki;

    Tools(Set<String> names, Optional<WikiSearch> wiki) {
        this.names = Set.copyOf(names);
        this.wiki = wiki;
    }

    /** Names as {@code --tools} takes them, for example {@code wiki,calc}; {@code usage} for an unknown one. */
    static Set<String> names(String option) {
        Set<String> names = new TreeSet<>(Arrays.asList(option.strip().split("\\s*,\\s*")));
        names.remove("");
        if (!Set.of(CALC, WIKI).containsAll(names)) {
            throw new SyncException(ErrorCode.USAGE, "known tools are calc and wiki, found " + option);
        }
        return names;
    }

    /**
     * A tool used once.
     *
     * @param tool its name
     * @param query what it is asked
     * @param answer what it says
     */
    record Use(String tool, String query, String answer) {}

    /** Every use the item's gold structure gives, in order. */
    List<Use> uses(SourceItem item) {
        List<Use> uses = new ArrayList<>();
        if (names.contains(CALC)) {
            item.goldTexts("calculations").forEach(step -> calculation(step).ifPresent(uses::add));
        }
        if (names.contains(WIKI)) {
            for (int i = 0; i < item.evidence().size(); i++) {
                uses.add(lookUp(item, i));
            }
        }
        return uses;
    }

    /** Steps that the calculator cannot read, or whose result it does not confirm. */
    long unconfirmed(SourceItem item) {
        return names.contains(CALC)
                ? item.goldTexts("calculations").stream()
                        .filter(step -> calculation(step).isEmpty() || !confirmed(step))
                        .count()
                : 0;
    }

    /** Of {@code 48/2=24}: the left side is worked out; the result is the calculator's, not the annotation's. */
    private static Optional<Use> calculation(String step) {
        String expression = step.split("=", 2)[0].strip();
        return Calculator.value(expression)
                .map(value -> new Use(CALC, expression, expression + " = " + Calculator.shown(value)));
    }

    private static boolean confirmed(String step) {
        String[] sides = step.split("=");
        Optional<BigDecimal> left = Calculator.value(sides[0]);
        Optional<BigDecimal> right = Calculator.value(sides[sides.length - 1]);
        return left.isPresent()
                && right.isPresent()
                && left.get().subtract(right.get()).abs().doubleValue() < 0.01;
    }

    private Use lookUp(SourceItem item, int i) {
        List<String> titles = item.goldTexts("titles");
        String evidence = item.evidence().get(i);
        String query = i < titles.size()
                ? titles.get(i)
                : item.entities().stream().findFirst().orElseGet(() -> firstWords(evidence));
        return new Use(WIKI, query, found(query).orElse(evidence));
    }

    /** The best passage whose title is the query, where a passages file is open. */
    private Optional<String> found(String query) {
        return wiki.flatMap(search -> search.search(query, 3).stream()
                .filter(passage -> passage.title().equalsIgnoreCase(query))
                .map(passage -> passage.title() + ": " + passage.text())
                .findFirst());
    }

    private static String firstWords(String text) {
        String[] words = text.split("\\s+");
        return String.join(" ", Arrays.copyOf(words, Math.min(4, words.length)));
    }
}
