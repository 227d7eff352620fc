package dev.syncprotocol.cli;

import dev.syncprotocol.coordinator.readiness.NeedCheck;
import dev.syncprotocol.coordinator.readiness.NeedState;

/** A need in words: its mark, name, path, and why it stands as it does. */
final class NeedWords {
    private NeedWords() {}

    static void tell(NeedCheck check, Words words, Style style) {
        String optional = check.asked().need().required() ? "" : style.dim(" (optional)");
        words.line("  " + mark(check.state(), style) + " "
                + style.bold(check.asked().name()) + "  "
                + Trees.word(check.state()).replace('_', ' ') + "  "
                + style.dim(check.asked().need().path().value())
                + optional);
        words.wrapped(
                "      ", check.asked().party() + ", round " + check.asked().round() + ": " + check.reason());
    }

    private static String mark(NeedState state, Style style) {
        return switch (state) {
            case SATISFIED -> style.good("✔");
            case MISMATCH, REJECTED -> style.bad("✘");
            case MISSING, PRESENT_UNDECLARED, DEGRADED -> style.wait("○");
        };
    }
}
