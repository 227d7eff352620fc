package dev.syncprotocol.gates.diversity;

import java.util.Optional;

/**
 * A text after the tokenizer: its n-grams in order, each by its number. Tokens are 1-grams. The array is never changed.
 */
record NumberedText(String id, Optional<String> template, int[] grams) {
    /** How many n-grams. */
    int length() {
        return grams.length;
    }

    /** The same text in other n-grams. */
    NumberedText with(int[] otherGrams) {
        return new NumberedText(id, template, otherGrams);
    }
}
