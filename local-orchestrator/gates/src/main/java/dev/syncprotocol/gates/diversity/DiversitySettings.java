package dev.syncprotocol.gates.diversity;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;

/**
 * What a measurement may be asked for.
 *
 * @param seed of all random orders
 * @param windowLength T, n-grams a window; at least 1
 * @param windows W, how many windows; at least 1
 */
public record DiversitySettings(long seed, int windowLength, int windows) {
    /** The seed of the preflight (preflight.md section 2). */
    public static final long PREFLIGHT_SEED = 20250820L;

    /** Refuses lengths and counts below 1, {@code usage}. */
    public DiversitySettings {
        if (windowLength < 1 || windows < 1) {
            throw new SyncException(
                    ErrorCode.USAGE,
                    "windows need at least one n-gram and at least one window, found T = " + windowLength + ", W = "
                            + windows);
        }
    }

    /** T = 2,000 and W = 20, the defaults of preflight.md section 5.3. */
    public static DiversitySettings withSeed(long seed) {
        return new DiversitySettings(seed, 2_000, 20);
    }
}
