package dev.syncprotocol.gates.diversity;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Text to tokens, exactly as preflight.md appendix A has it; the numbers below are its rules.
 *
 * <p>Not a subword tokenizer: it has no vocabulary and knows no language beyond the ranges of rule 2.
 */
public final class Tokenizer {
    private static final int LETTERS = bit(Character.UPPERCASE_LETTER)
            | bit(Character.LOWERCASE_LETTER)
            | bit(Character.TITLECASE_LETTER)
            | bit(Character.MODIFIER_LETTER)
            | bit(Character.OTHER_LETTER);
    private static final int WORD_PARTS = LETTERS
            | bit(Character.DECIMAL_DIGIT_NUMBER)
            | bit(Character.LETTER_NUMBER)
            | bit(Character.OTHER_NUMBER)
            | bit(Character.NON_SPACING_MARK)
            | bit(Character.COMBINING_SPACING_MARK)
            | bit(Character.ENCLOSING_MARK);

    private final String text;
    private final StringBuilder token = new StringBuilder();
    private final List<String> tokens = new ArrayList<>();

    private Tokenizer(String text) {
        this.text = text;
    }

    /** The tokens in order; empty for a text without any. */
    public static List<String> tokens(String text) {
        // Rule 1.
        String folded = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        return new Tokenizer(folded).walk();
    }

    private List<String> walk() {
        for (int at = 0; at < text.length(); ) {
            int codePoint = text.codePointAt(at);
            at += Character.charCount(codePoint);
            take(codePoint, at);
        }
        endToken();
        return List.copyOf(tokens);
    }

    private void take(int codePoint, int next) {
        if (standsAlone(codePoint)) { // rule 2
            endToken();
            token.appendCodePoint(codePoint);
            endToken();
        } else if (isWordPart(codePoint)) { // rule 3
            token.appendCodePoint(codePoint);
        } else if (isApostrophe(codePoint) && isBetweenLetters(next)) { // rule 4
            token.append('\'');
        } else { // rule 5
            endToken();
        }
    }

    private void endToken() {
        if (!token.isEmpty()) {
            tokens.add(token.toString());
            token.setLength(0);
        }
    }

    /** The left letter is the last of the token begun: after a character of rule 2 there is no token to stay inside. */
    private boolean isBetweenLetters(int next) {
        if (token.isEmpty() || next >= text.length()) {
            return false;
        }
        int right = text.codePointAt(next);
        return isLetter(token.codePointBefore(token.length())) && isLetter(right) && !standsAlone(right);
    }

    private static boolean standsAlone(int c) {
        return c >= 0x3040
                && (c <= 0x30FF
                        || c >= 0x3400 && c <= 0x4DBF
                        || c >= 0x4E00 && c <= 0x9FFF
                        || c >= 0x20000 && c <= 0x2FA1F);
    }

    private static boolean isApostrophe(int codePoint) {
        return codePoint == 0x27 || codePoint == 0x2019;
    }

    private static boolean isLetter(int codePoint) {
        return (bit(Character.getType(codePoint)) & LETTERS) != 0;
    }

    private static boolean isWordPart(int codePoint) {
        return (bit(Character.getType(codePoint)) & WORD_PARTS) != 0 || codePoint == '_';
    }

    private static int bit(int category) {
        return 1 << category;
    }
}
