package dev.syncprotocol.aoi.routing;

import dev.syncprotocol.aoi.accounting.EdgeAccount;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where weak pictures went.
 *
 * @param gaps rows of the gaps file
 * @param miningGaps {@code mining_gaps.parquet}
 * @param miningRows its rows
 * @param anomalygenGaps {@code anomalygen_gaps.parquet} when something consumes it; empty in pre-generated mode, whose state field is null
 * @param anomalygenRows its rows
 * @param accounts edge E4
 */
public record RoutingOutcome(
        int gaps,
        Path miningGaps,
        int miningRows,
        Optional<Path> anomalygenGaps,
        int anomalygenRows,
        List<EdgeAccount> accounts) {
    public RoutingOutcome {
        accounts = List.copyOf(accounts);
    }

    /** The log's summary in pre-generated mode. */
    public String summary() {
        return anomalygenGaps.isPresent()
                ? "routed " + gaps + " gaps: " + miningRows + " -> mining, " + anomalygenRows + " -> AG"
                : "pre-gen single-bucket: " + gaps + " gaps -> mining; no AG fanout";
    }
}
