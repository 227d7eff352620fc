package dev.syncprotocol.cli;

import dev.syncprotocol.coordinator.readiness.NeedCheck;
import dev.syncprotocol.coordinator.readiness.NeedState;
import dev.syncprotocol.protocol.json.ShownText;

/** A need in words: its mark, name, path, and why it stands as it does. */
final class NeedWords {
    private NeedWords() {}

    static void tell(NeedCheck check, Words words, Style style) {
        String optional = check.asked().need().required() ? "" : style.dim(" (optional)");
        words.line("  " + mark(check.state(), style) + " "
                + style.bold(ShownText.clean(check.asked().name())) + "  "
                + Trees.word(check.state()).replace('_', ' ') + "  "
                + style.dim(check.asked().need().path().value())
                + optional);
        words.wrapped(
                "      ", check.asked().party() + ", round " + check.asked().round() + ": " + oneLine(check.reason()));
    }

    /** The reason names the other side's paths: without line breaks, and without what steers a terminal. */
    private static String oneLine(String reason) {
        return ShownText.strip(reason.replaceAll("\\s+", " "));
    }

    private static String mark(NeedState state, Style style) {
        return switch (state) {
            case SATISFIED -> style.good("✔");
            case MISMATCH, REJECTED -> style.bad("✘");
            case MISSING, PRESENT_UNDECLARED, DEGRADED -> style.wait("○");
        };
    }
}
