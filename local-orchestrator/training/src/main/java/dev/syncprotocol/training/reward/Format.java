package dev.syncprotocol.training.reward;

import dev.syncprotocol.training.Reward;
import dev.syncprotocol.training.RewardProvider;
import dev.syncprotocol.training.TrainConfig;
import java.util.Arrays;

/**
 * How much the answer has the form of the reference: the share of positions at which both have a character of the same
 * kind (letter, digit, blank, line feed, the same sign), the end being a position too. In [0, 1]; 1 for an answer that
 * differs in its letters and digits alone.
 */
public final class Format implements Reward {
    private static final int LETTER = 'a';
    private static final int DIGIT = '0';
    private static final int END = -1;

    /** Makes it for {@code format}. */
    public static final class Provider implements RewardProvider {
        @Override
        public String name() {
            return "format";
        }

        @Override
        public Reward create(TrainConfig config) {
            return new Format();
        }
    }

    @Override
    public double score(Answer answer) {
        int[] wanted = kinds(answer.reference(), true);
        int[] found = kinds(answer.text(), answer.ended());
        int alike = 0;
        for (int i = 0; i < Math.min(wanted.length, found.length); i++) {
            alike += wanted[i] == found[i] ? 1 : 0;
        }
        return (double) alike / Math.max(wanted.length, found.length);
    }

    private static int[] kinds(String text, boolean ended) {
        int[] characters = text.codePoints().map(Format::kind).toArray();
        int[] kinds = Arrays.copyOf(characters, characters.length + (ended ? 1 : 0));
        if (ended) {
            kinds[characters.length] = END;
        }
        return kinds;
    }

    private static int kind(int character) {
        if (Character.isLetter(character)) {
            return LETTER;
        }
        return Character.isDigit(character) ? DIGIT : character;
    }
}
