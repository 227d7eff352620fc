package dev.syncprotocol.runs.store;

import java.util.List;

/**
 * The answer of a verification.
 *
 * @param id the run
 * @param level how deep it looked
 * @param files how many files it looked at
 * @param bytes how many bytes it read and hashed
 * @param findings everything wrong, not the first only
 */
public record RunCheck(String id, Level level, int files, long bytes, List<Finding> findings) {
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
        return level == Level.QUICK
                ? "structure ok, contents not read (" + files + " files)"
                : "verified (" + files + " files, " + bytes + " bytes)";
    }
}
