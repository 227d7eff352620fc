package dev.syncprotocol.gates.shadow;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;

/**
 * What is done with unstable samples.
 *
 * @param weight theirs in the second block; 0 drops them
 */
public record Unstable(double weight) {
    /** They are left out. */
    public static final Unstable DROP = new Unstable(0);

    /** Of {@code drop} or {@code downweight:0.5}; {@code usage} for anything else. */
    public static Unstable of(String text) {
        if (text.equals("drop")) {
            return DROP;
        }
        try {
            double weight = Double.parseDouble(text.replaceFirst("^downweight:", ""));
            if (text.startsWith("downweight:") && weight > 0 && weight < 1) {
                return new Unstable(weight);
            }
        } catch (NumberFormatException e) {
            throw refused(text);
        }
        throw refused(text);
    }

    private static SyncException refused(String text) {
        return new SyncException(ErrorCode.USAGE, "--unstable is drop or downweight:W with 0 < W < 1, found " + text);
    }
}
