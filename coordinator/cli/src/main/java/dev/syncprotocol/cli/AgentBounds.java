package dev.syncprotocol.cli;

import dev.syncprotocol.agent.model.Budget;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The bounds every call of a model is given on the command line. Fields are filled by picocli. */
final class AgentBounds {
    @Option(
            names = "--budget",
            paramLabel = "AMOUNT",
            description = "most tokens (50000, 50k) or dollars (0.50USD) (default: 300k)")
    @Nullable
    private String budget;

    @Option(
            names = "--tries",
            paramLabel = "N",
            defaultValue = "3",
            description = "most drafts before a need is given up (default: 3)")
    private int tries = 3;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "15",
            description = "no call begins after this time (default: 15)")
    private int minutes = 15;

    Budget budget() {
        return budget == null ? Budget.STANDARD : Budget.parse(budget);
    }

    int tries() {
        return positive(tries, "--tries");
    }

    Duration time() {
        return Duration.ofMinutes(positive(minutes, "--minutes"));
    }

    private static int positive(int value, String option) {
        if (value < 1) {
            throw new SyncException(ErrorCode.USAGE, option + " is at least 1, found: " + value);
        }
        return value;
    }
}
