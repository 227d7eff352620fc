package dev.syncprotocol.aoi.preflight;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.error.Violation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs checks one after the other and keeps every failure and warning, so that all are told together. */
final class CheckBook {
    private static final int SHOWN_EACH = 10;
    private static final Pattern HALVES = Pattern.compile("expected (.+), found (.+)", Pattern.DOTALL);

    private final List<Failed> failed = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    /** A check that failed; {@code file} is the table its places are in, or empty. */
    private record Failed(String number, String file, SyncException why) {
        String rule() {
            return number + " " + why.code().word() + (file.isEmpty() ? "" : " in " + file);
        }
    }

    /** A check that says nothing when it passes. */
    interface Check {
        void run() throws IOException;
    }

    /** A check that reads something others need. */
    interface Reading<T> {
        T read() throws IOException;
    }

    void run(String number, Check check) throws IOException {
        read(number, () -> {
            check.run();
            return true;
        });
    }

    /** What the check read; empty when it failed. */
    <T> Optional<T> read(String number, Reading<T> reading) throws IOException {
        return read(number, "", reading);
    }

    /** The same of a file, which is named beside the places in it. */
    <T> Optional<T> read(String number, String file, Reading<T> reading) throws IOException {
        try {
            return Optional.of(reading.read());
        } catch (SyncException e) {
            failed.add(new Failed(number, file, e));
            return Optional.empty();
        }
    }

    void fail(String number, ErrorCode code, String message) {
        fail(number, new SyncException(code, message));
    }

    void fail(String number, SyncException why) {
        failed.add(new Failed(number, "", why));
    }

    void warn(String number, String warning) {
        warnings.add(number + ": " + warning);
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    boolean isClean() {
        return failed.isEmpty();
    }

    /** A message of the form {@code expected …, found …} in its two halves; any other says what was found. */
    private static Violation told(String rule, String message) {
        Matcher halves = HALVES.matcher(message);
        return halves.matches()
                ? new Violation("", 0, 0, rule, halves.group(1), halves.group(2))
                : new Violation("", 0, 0, rule, "a workspace that can be used", message);
    }

    /** One failure of all failures; the code is the first one's, in the order of the checks. */
    SyncException failure() {
        Failed first = failed.get(0);
        List<Violation> all = new ArrayList<>();
        for (Failed one : failed) {
            String rule = one.rule();
            if (one.why().violations().isEmpty()) {
                all.add(told(rule, String.valueOf(one.why().getMessage())));
            }
            one.why().violations().stream()
                    .limit(SHOWN_EACH)
                    .forEach(found -> all.add(new Violation(
                            found.pointer(),
                            found.line(),
                            found.column(),
                            rule + ": " + found.rule(),
                            found.expected(),
                            found.found())));
        }
        int more = failed.size() - 1;
        String count = more == 0 ? "" : " (and " + more + " more below)";
        return new SyncException(
                first.why().code(),
                first.number() + ": " + first.why().getMessage() + count,
                first.why(),
                first.why().hint().orElse("nothing was changed; mend this and run sync aoi preflight again"),
                all,
                List.of());
    }
}
