package dev.syncprotocol.gates.build;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code build-pool} is asked for.
 *
 * @param n records in all, at least 1
 * @param mix shares of the tasks
 * @param maxTurns most turns a record, at least 2
 * @param clarifyRate share of records with a question back, exact per task, 0..1
 * @param tools {@code calc}, {@code wiki}
 * @param seed of every choice
 * @param sources folder of the source files
 * @param templates folder of the template pack
 * @param exclude evaluation set that no record may touch; empty where there is none yet
 * @param passages what {@code wiki} searches; empty for the evidence alone
 */
public record PoolOrder(
        int n,
        TaskMix mix,
        int maxTurns,
        double clarifyRate,
        Set<String> tools,
        long seed,
        Path sources,
        Path templates,
        Optional<Path> exclude,
        Optional<Path> passages) {
    /** Turns a dialogue with a question back has at least. */
    private static final int WITH_CLARIFY = 4;

    /** Refuses what is not as the parameters say, {@code usage}. */
    public PoolOrder {
        tools = Set.copyOf(tools);
        int least = clarifyRate > 0 ? WITH_CLARIFY : 2;
        if (n < 1 || maxTurns < least || !(clarifyRate >= 0 && clarifyRate <= 1)) {
            throw new SyncException(
                    ErrorCode.USAGE, "--n is at least 1, --clarify_rate from 0 to 1, --max_turns at least " + least);
        }
    }
}
