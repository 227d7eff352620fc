package dev.syncprotocol.runs.store;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The answer of a verification.
 *
 * @param id the run
 * @param level how deep it looked
 * @param files how many files it looked at
 * @param bytes how many bytes it read and hashed
 * @param findings everything wrong, not the first only
 * @param part which part of the contents was read; empty for all or none
 */
public record RunCheck(String id, Level level, int files, long bytes, List<Finding> findings, Optional<Part> part) {
    /**
     * One of several parts of a run's files, by the order of their digests, so that the parts of different days make a
     * whole.
     *
     * @param number 1 to {@code of}
     * @param of how many parts there are
     */
    public record Part(int number, int of) {
        public Part {
            if (of < 1 || number < 1 || number > of) {
                throw new IllegalArgumentException("a part is N/T with 1 <= N <= T, found: " + number + "/" + of);
            }
        }

        List<RunFile> of(List<RunFile> files) {
            List<RunFile> sorted = files.stream()
                    .sorted(Comparator.comparing((RunFile file) -> file.sha256().hex())
                            .thenComparing(RunFile::path))
                    .toList();
            return IntStream.range(0, sorted.size())
                    .filter(i -> i % of == number - 1)
                    .mapToObj(sorted::get)
                    .toList();
        }
    }

    /** How deep a verification looks. */
    public enum Level {
        /** The structure; no content is read. */
        QUICK,
        /** Every byte. */
        FULL
    }

    public RunCheck {
        findings = List.copyOf(findings);
    }

    /** Whether nothing is wrong at this level. */
    public boolean passed() {
        return findings.isEmpty();
    }

    /** What a passed check may say; a quick one never says verified. */
    public String words() {
        if (part.isPresent()) {
            return "verified part " + part.get().number() + " of " + part.get().of() + " (" + files + " files, " + bytes
                    + " bytes)";
        }
        return level == Level.QUICK
                ? "structure ok, contents not read (" + files + " files)"
                : "verified (" + files + " files, " + bytes + " bytes)";
    }
}
