package dev.syncprotocol.training.chat;

/** What stands between {@code <think>} and {@code </think>} in a text. */
final class Thought {
    static final String BEGIN = "<think>";
    static final String END = "</think>";

    private Thought() {}

    /** The thought: up to the first end, from the last begin before it. */
    static String of(String text) {
        String before = trailing(text.substring(0, text.indexOf(END)));
        return leading(
                before.substring(before.lastIndexOf(BEGIN) < 0 ? 0 : before.lastIndexOf(BEGIN) + BEGIN.length()));
    }

    /** What follows the last end. */
    static String after(String text) {
        return leading(text.substring(text.lastIndexOf(END) + END.length()));
    }

    /** Without line feeds at the start. */
    static String leading(String text) {
        return text.replaceFirst("^\n+", "");
    }

    /** Without line feeds at the end. */
    static String trailing(String text) {
        return text.replaceFirst("\n+\\z", "");
    }
}
