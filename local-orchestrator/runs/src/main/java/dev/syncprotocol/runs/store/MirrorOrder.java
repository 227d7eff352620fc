package dev.syncprotocol.runs.store;

import java.nio.file.Path;
import java.util.List;

/**
 * What goes into a mirror; the showcases always do.
 *
 * @param to the mirror, absolute
 * @param runs these final runs as well
 * @param registry whether the registry goes as well
 */
public record MirrorOrder(Path to, List<String> runs, Registry registry) {
    /** Whether the registry is copied. */
    public enum Registry {
        COPIED,
        LEFT_OUT
    }

    public MirrorOrder {
        runs = List.copyOf(runs);
    }

    /** The showcases alone. */
    public static MirrorOrder best(Path to) {
        return new MirrorOrder(to, List.of(), Registry.LEFT_OUT);
    }
}
