package dev.syncprotocol.cli;

/**
 * How words are set off on this terminal.
 *
 * @param colour whether ANSI sequences may be written
 */
record Style(boolean colour) {
    String bold(String text) {
        return set("1", text);
    }

    String dim(String text) {
        return set("2", text);
    }

    String good(String text) {
        return set("32", text);
    }

    String bad(String text) {
        return set("31", text);
    }

    String wait(String text) {
        return set("33", text);
    }

    private String set(String code, String text) {
        return colour ? "\u001B[" + code + "m" + text + "\u001B[0m" : text;
    }
}
