package dev.syncprotocol.gates.diversity;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The 3-gram KL of preflight.md section 5.4, a {@link CrossEntropyGap} in nats per token. Pure functions; negative values
 * are given as they are.
 */
public final class Kl3 {
    private static final int MOST_TOKENS = 20_000;
    private static final int LEAST_TOKENS = 200;

    private Kl3() {}

    /**
     * {@code KL3(P||R)}: how different P is from R. P is split by the parity of {@code sha256(seed + id)}; the even part
     * and R are cut to the same number of tokens, at most 20,000, whole records in the order of that digest.
     *
     * @return missing for fewer than 200 tokens on a side, or when the split and the cut leave a part without tokens
     * @throws dev.syncprotocol.protocol.error.SyncException {@code data_invalid} when two texts of one list share an id
     */
    public static Figure between(List<Text> p, List<Text> r, long seed) {
        Vocabulary vocabulary = new Vocabulary();
        Side own = new Side("P", ordered(vocabulary.number(p), seed));
        Side other = new Side("R", ordered(vocabulary.number(r), seed));
        return shortage(List.of(own, other)).map(Figure::missing).orElseGet(() -> gap(own, other));
    }

    /**
     * {@code sum over g of share_g KL3(P_g || P without g)} over the templates g, {@code share_g} the share of the records:
     * how different the templates are from one another.
     *
     * @return missing when a text names no template, for fewer than two templates, and where a template's own figure is
     *     missing
     */
    public static Figure amongTemplates(Corpus corpus, long seed) {
        long nameless = corpus.texts().stream()
                .filter(text -> text.template().isEmpty())
                .count();
        if (nameless > 0) {
            return Figure.missing(nameless + " of " + corpus.records() + " records name no template");
        }
        List<SeededDraw> all = ordered(corpus.texts(), seed);
        Map<String, List<SeededDraw>> groups =
                all.stream().collect(Collectors.groupingBy(Kl3::template, TreeMap::new, Collectors.toList()));
        return groups.size() < 2 ? Figure.missing("fewer than two templates") : weighted(groups.values(), all);
    }

    private static Figure weighted(Collection<List<SeededDraw>> groups, List<SeededDraw> all) {
        List<Side> sides = groups.stream()
                .map(group -> new Side("template " + template(group.get(0)), group))
                .toList();
        Optional<String> shortage = shortage(sides);
        if (shortage.isPresent()) {
            return Figure.missing(shortage.get());
        }
        double sum = 0;
        for (Side side : sides) {
            Figure figure = gap(side, rest(side, all));
            if (figure.value().isEmpty()) {
                return figure;
            }
            sum += figure.value().getAsDouble() * side.draws.size() / all.size();
        }
        return Figure.of(sum);
    }

    private static Side rest(Side group, List<SeededDraw> all) {
        String own = template(group.draws.get(0));
        return new Side(
                "all but " + group.name,
                all.stream().filter(draw -> !template(draw).equals(own)).toList());
    }

    /** Why a side is too short to be compared. */
    private static Optional<String> shortage(List<Side> sides) {
        return sides.stream()
                .filter(side -> side.tokens() < LEAST_TOKENS)
                .findFirst()
                .map(side -> side.name + " has " + side.tokens() + " tokens, fewer than " + LEAST_TOKENS);
    }

    private static Figure gap(Side p, Side r) {
        Side train = p.half(true);
        Side held = p.half(false);
        long budget = Math.min(MOST_TOKENS, Math.min(train.tokens(), r.tokens()));
        Side selfTrain = train.cut(budget);
        Side reference = r.cut(budget);
        return Stream.of(selfTrain, held, reference)
                .filter(part -> part.tokens() == 0)
                .findFirst()
                .map(part -> Figure.missing(part.name + " is left without tokens by the split and the cut"))
                .orElseGet(() -> Figure.of(
                        CrossEntropyGap.ofNumbers(selfTrain.tokenLists(), held.tokenLists(), reference.tokenLists())
                                .kl3()));
    }

    private static List<SeededDraw> ordered(List<NumberedText> texts, long seed) {
        return SeededDraw.of(texts, Long.toString(seed)).stream().sorted().toList();
    }

    private static String template(SeededDraw draw) {
        return draw.text().template().orElseThrow();
    }

    /** Texts to compare, in seeded order. */
    private record Side(String name, List<SeededDraw> draws) {
        long tokens() {
            return draws.stream().mapToLong(draw -> draw.text().length()).sum();
        }

        /** The records whose digest ends in an even bit, or the others. */
        Side half(boolean even) {
            return new Side(
                    (even ? "the even half of " : "the odd half of ") + name,
                    draws.stream().filter(draw -> draw.isEven() == even).toList());
        }

        /** The first records that together have at most that many tokens; the first that does not fit ends the list. */
        Side cut(long mostTokens) {
            int count = 0;
            long taken = 0;
            while (count < draws.size() && taken + draws.get(count).text().length() <= mostTokens) {
                taken += draws.get(count).text().length();
                count++;
            }
            return new Side(name, draws.subList(0, count));
        }

        List<int[]> tokenLists() {
            return draws.stream().map(draw -> draw.text().grams()).toList();
        }
    }
}
