package dev.syncprotocol.cli;

import dev.syncprotocol.protocol.json.ShownText;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How words are set off on this terminal. Verbs only mark words; {@link #shown} turns the marks into terminal sequences
 * after everything else that could steer a terminal was taken out, so foreign text can never bring its own.
 *
 * @param colour whether words are set off at all
 */
record Style(boolean colour) {
    // Private-use characters: they mean nothing to a terminal, and foreign ones only ever set off words.
    private static final char BEGIN = '\uE000';
    private static final char TEXT = '\uE001';
    private static final char END = '\uE002';
    private static final Pattern MARK = Pattern.compile(BEGIN + "([0-9]{1,2})" + TEXT);

    String bold(String text) {
        return mark("1", text);
    }

    String dim(String text) {
        return mark("2", text);
    }

    String good(String text) {
        return mark("32", text);
    }

    String bad(String text) {
        return mark("31", text);
    }

    String wait(String text) {
        return mark("33", text);
    }

    private String mark(String code, String text) {
        return colour ? BEGIN + code + TEXT + text + END : text;
    }

    /** Marked words as they go to the terminal: without foreign control characters, marks turned into sequences. */
    static String shown(String marked) {
        Matcher marks = MARK.matcher(ShownText.strip(marked));
        return marks.replaceAll("\u001B[$1m")
                .replace(String.valueOf(END), "\u001B[0m")
                .replace(String.valueOf(BEGIN), "")
                .replace(String.valueOf(TEXT), "");
    }
}
