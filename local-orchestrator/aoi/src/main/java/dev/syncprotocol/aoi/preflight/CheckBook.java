package dev.syncprotocol.aoi.preflight;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.error.Violation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs checks one after the other and keeps every failure and warning, so that all are told together. */
final class CheckBook {
    private static final int SHOWN_EACH = 10;

    private final List<Failed> failed = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    /** A check that failed; the subject names the file it looked at, empty where there is none. */
    private record Failed(String number, String subject, SyncException why) {
        String rule() {
            return number + " " + why.code().word() + (subject.isEmpty() ? "" : " " + subject);
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

    /** The same of a file or folder, which every fault is told with. */
    <T> Optional<T> read(String number, String subject, Reading<T> reading) throws IOException {
        try {
            return Optional.of(reading.read());
        } catch (SyncException e) {
            failed.add(new Failed(number, subject, e));
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

    /** One failure of all failures; the code is the first one's, in the order of the checks. */
    SyncException failure() {
        Failed first = failed.get(0);
        List<Violation> all = new ArrayList<>();
        for (Failed one : failed) {
            String rule = one.rule();
            if (one.why().violations().isEmpty()) {
                all.add(new Violation("", 0, 0, rule, "nothing", one.why().getMessage()));
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
        String count = failed.size() == 1 ? "" : " (and " + (failed.size() - 1) + " more checks failed)";
        return new SyncException(
                first.why().code(),
                first.number() + ": " + first.why().getMessage() + count,
                first.why(),
                first.why().hint().orElse("nothing was changed; mend this and run sync aoi preflight again"),
                all,
                List.of());
    }
}
