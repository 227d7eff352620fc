package dev.syncprotocol.cli;

import dev.syncprotocol.protocol.error.ErrorKind;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;

/** The product's one table of exit codes (interfaces.md section 2). */
enum ExitCode {
    DONE(0, "done, or already so"),
    FAILED(1, "failed unexpectedly: an exception, I/O"),
    REFUSED(2, "usage, invalid input, failed preflight: change the input"),
    WAITING(3, "nothing changed, not yet: retry later as it is"),
    CONFLICT(4, "other content for the same thing: somebody must decide"),
    LOCKED(5, "another live process holds the lock: retry soon"),
    INTEGRITY(6, "a digest differs, or history was rewritten: look"),
    ENGINE_FAILED(7, "the engine ran and failed, or was lost: read the report"),
    INTERRUPTED(130, "interrupted; a checkpoint was saved if there was one");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    int number() {
        return number;
    }

    String meaning() {
        return meaning;
    }

    /** The word people see: {@code engine-failed}. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static ExitCode of(ErrorKind kind) {
        return switch (kind) {
            case FAILED -> FAILED;
            case REFUSED -> REFUSED;
            case WAITING -> WAITING;
            case CONFLICT -> CONFLICT;
            case LOCKED -> LOCKED;
            case INTEGRITY -> INTEGRITY;
            case ENGINE_FAILED -> ENGINE_FAILED;
            case INTERRUPTED -> INTERRUPTED;
        };
    }

    static Stream<ExitCode> all() {
        return Arrays.stream(values());
    }
}
