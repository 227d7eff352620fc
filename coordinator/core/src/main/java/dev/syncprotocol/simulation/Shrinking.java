package dev.syncprotocol.simulation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes steps out of a history for as long as it still shows the same broken invariant: halves first, then ever smaller
 * pieces, then single steps (Zeller and Hildebrandt, Simplifying and Isolating Failure-Inducing Input, 2002).
 */
final class Shrinking {
    /** Plays a history and tells whether it still shows it. */
    @FunctionalInterface
    interface Trial {
        /** Whether this shorter history shows it too. */
        boolean shows(List<Move> history) throws IOException;
    }

    private Shrinking() {}

    static List<Move> shortest(List<Move> history, Trial trial) throws IOException {
        List<Move> shortest = history;
        for (int piece = Math.max(1, history.size() / 2); piece >= 1; piece = piece == 1 ? 0 : piece / 2) {
            shortest = without(shortest, piece, trial);
        }
        return shortest;
    }

    private static List<Move> without(List<Move> history, int piece, Trial trial) throws IOException {
        List<Move> shortest = history;
        int from = 0;
        while (from < shortest.size()) {
            List<Move> shorter = new ArrayList<>(shortest);
            shorter.subList(from, Math.min(from + piece, shorter.size())).clear();
            if (trial.shows(shorter)) {
                shortest = List.copyOf(shorter);
            } else {
                from += piece;
            }
        }
        return shortest;
    }
}
