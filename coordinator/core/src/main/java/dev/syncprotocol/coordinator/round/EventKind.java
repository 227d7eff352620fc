package dev.syncprotocol.coordinator.round;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The kinds of events a round is made of; the word stands in file names and trailers. */
public enum EventKind {
    ROUND_OPENED,
    COMMAND_REPORTED,
    PACKAGE_INGESTED,
    PACKAGE_REFUSED,
    NEEDS_SATISFIED,
    NEED_DEGRADED,
    LAUNCH_STARTED,
    LAUNCH_FINISHED,
    ROUND_ABANDONED;

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The word of the kind, for example {@code package-ingested}. */
    public String word() {
        return word;
    }

    /** The kind of this word, or empty for a word this program does not know. */
    public static Optional<EventKind> of(String word) {
        return Stream.of(values()).filter(kind -> kind.word.equals(word)).findFirst();
    }
}
