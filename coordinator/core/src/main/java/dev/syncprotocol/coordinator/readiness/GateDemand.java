package dev.syncprotocol.coordinator.readiness;

import dev.syncprotocol.protocol.digest.RepoPath;
import java.util.List;
import java.util.Optional;

/**
 * What a training config demands of the gate ({@code gate.needs}, {@code gate.allow_degraded}, {@code gate.preflight}).
 *
 * <p>Every required need in play is always demanded; {@code needs} can only add optional ones by name.
 *
 * @param needs names the config lists; empty for {@code all}
 * @param allowDegraded whether a marked stand-in is enough
 * @param ticket the preflight ticket it demands
 */
public record GateDemand(List<String> needs, boolean allowDegraded, Optional<RepoPath> ticket) {
    /** {@code gate.needs: all}, no stand-ins, no ticket. */
    public static final GateDemand ALL = new GateDemand(List.of(), false, Optional.empty());

    public GateDemand {
        needs = List.copyOf(needs);
    }
}
