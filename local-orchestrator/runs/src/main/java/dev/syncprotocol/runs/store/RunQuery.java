package dev.syncprotocol.runs.store;

import java.util.Optional;

/**
 * Which runs a list shows.
 *
 * @param task only runs of this task
 * @param state only runs in this state
 * @param since only runs whose id is not older, {@code YYYYMMDD} or longer
 * @param sort the order
 * @param limit the most lines
 */
public record RunQuery(Optional<String> task, Optional<RunState> state, Optional<String> since, Sort sort, int limit) {
    /** The order of a list. */
    public enum Sort {
        /** Newest first. */
        TIME,
        /** Best first, by each run's own mode; runs without a value last. */
        PRIMARY
    }

    /** Everything, newest first. */
    public static final RunQuery ALL =
            new RunQuery(Optional.empty(), Optional.empty(), Optional.empty(), Sort.TIME, Integer.MAX_VALUE);
}
