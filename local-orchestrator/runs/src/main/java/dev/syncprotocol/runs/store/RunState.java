package dev.syncprotocol.runs.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Stream;

/** The state of a run, derived from its files; there is no process that has to keep it (run-store.md section 9.1). */
public enum RunState {
    /** The folder was claimed and nothing more. */
    VOID,
    /** A trainer may write. */
    OPEN,
    /** A finish or a cleanup is under way, or was killed. */
    CLOSING,
    /** Not final, nobody holds it, and its trainer is gone or nothing changed for long. */
    CRASHED,
    /** Immutable. */
    FINAL;

    /** After so long without a change an open run counts as crashed. */
    public static final Duration STALE_AFTER = Duration.ofHours(24);

    /** The word in answers. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static RunState of(RunFolder run, Instant now) throws IOException {
        if (!Files.exists(run.at(RunFolder.LOCK))) {
            return VOID;
        }
        if (Files.exists(run.at(RunFolder.CLOSING))) {
            return CLOSING;
        }
        if (Files.exists(run.at(RunFolder.MANIFEST))
                && RunManifest.read(run.at(RunFolder.MANIFEST)).isFinal()) {
            return FINAL;
        }
        boolean held = Files.exists(run.at(RunFolder.RUN_LOCK)) && !StoreLock.free(run.at(RunFolder.RUN_LOCK));
        if (!held && abandoned(run)) {
            return CRASHED;
        }
        return held || lastChange(run).isAfter(now.minus(STALE_AFTER)) ? OPEN : CRASHED;
    }

    /** A trainer signed the lock and holds it no more: it is gone. */
    private static boolean abandoned(RunFolder run) throws IOException {
        Path lock = run.at(RunFolder.RUN_LOCK);
        return Files.exists(lock) && Files.size(lock) > 0;
    }

    private static Instant lastChange(RunFolder run) throws IOException {
        Instant last = Instant.EPOCH;
        try (Stream<Path> all = Files.walk(run.path())) {
            for (Path path : all.toList()) {
                Instant changed = Files.getLastModifiedTime(path).toInstant();
                last = changed.isAfter(last) ? changed : last;
            }
        }
        return last;
    }
}
