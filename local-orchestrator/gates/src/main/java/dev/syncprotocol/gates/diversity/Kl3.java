package dev.syncprotocol.gates.diversity;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

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
     * @return missing for fewer than 200 tokens on a side, or when the split leaves one part without tokens
     */
    public static Figure between(List<Text> p, List<Text> r, long seed) {
        Vocabulary vocabulary = new Vocabulary();
        return between(
                new Side("P", ordered(vocabulary.number(p), seed)), new Side("R", ordered(vocabulary.number(r), seed)));
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
        return groups.size() < 2 ? Figure.missing("fewer than two templates") : weighted(groups, all);
    }

    private static Figure weighted(Map<String, List<SeededDraw>> groups, List<SeededDraw> all) {
        double sum = 0;
        for (Map.Entry<String, List<SeededDraw>> group : groups.entrySet()) {
            String name = group.getKey();
            List<SeededDraw> rest =
                    all.stream().filter(draw -> !template(draw).equals(name)).toList();
            Figure figure =
                    between(new Side("template " + name, group.getValue()), new Side("all but template " + name, rest));
            if (figure.value().isEmpty()) {
                return figure;
            }
            sum += figure.value().getAsDouble() * group.getValue().size() / all.size();
        }
        return Figure.of(sum);
    }

    private static Figure between(Side p, Side r) {
        for (Side side : List.of(p, r)) {
            if (side.tokens() < LEAST_TOKENS) {
                return Figure.missing(side.name + " has " + side.tokens() + " tokens, fewer than " + LEAST_TOKENS);
            }
        }
        Side train = p.half(true);
        Side held = p.half(false);
        long budget = Math.min(MOST_TOKENS, Math.min(train.tokens(), r.tokens()));
        List<int[]> selfTrain = train.cut(budget);
        List<int[]> reference = r.cut(budget);
        if (held.tokens() == 0 || selfTrain.isEmpty() || reference.isEmpty()) {
            return Figure.missing(p.name + " has too few records to be split and cut");
        }
        return Figure.of(CrossEntropyGap.ofNumbers(selfTrain, held.cut(Long.MAX_VALUE), reference)
                .kl3());
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

        Side half(boolean even) {
            return new Side(
                    name, draws.stream().filter(draw -> draw.isEven() == even).toList());
        }

        /** The first records that together have at most that many tokens; the first that does not fit ends the list. */
        List<int[]> cut(long mostTokens) {
            List<int[]> records = new ArrayList<>();
            long taken = 0;
            for (SeededDraw draw : draws) {
                taken += draw.text().length();
                if (taken > mostTokens) {
                    break;
                }
                records.add(draw.text().grams());
            }
            return records;
        }
    }
}
