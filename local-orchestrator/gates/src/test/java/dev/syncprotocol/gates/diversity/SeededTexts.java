package dev.syncprotocol.gates.diversity;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Texts from a seed: few frequent words and many rare ones, 0 to 40 a text, three templates with a sixth, a sixth and four sixths of the texts. */
final class SeededTexts {
    private static final int LONGEST = 40;

    private SeededTexts() {}

    static List<Text> of(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, count)
                .mapToObj(i ->
                        Text.of("r" + i, words(random, random.nextInt(LONGEST + 1)), "template-" + Math.min(i % 6, 2)))
                .toList();
    }

    /** The same texts again behind these, under new ids. */
    static List<Text> doubled(List<Text> texts) {
        return IntStream.range(0, 2 * texts.size())
                .mapToObj(i -> {
                    Text text = texts.get(i % texts.size());
                    return new Text("r" + i, text.content(), text.template());
                })
                .toList();
    }

    private static String words(SplittableRandom random, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "w" + (int) Math.exp(random.nextDouble() * 7))
                .collect(Collectors.joining(" "));
    }
}
