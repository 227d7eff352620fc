package dev.syncprotocol.agent.plan;

import dev.syncprotocol.coordinator.round.RoundPlan;
import dev.syncprotocol.protocol.RoundNumber;
import dev.syncprotocol.protocol.digest.RepoPath;

/**
 * A proposed round.
 *
 * @param round the round it is for
 * @param plan the plan, valid by schema and rules
 * @param file where it lies; not a place where {@code sync round next} looks by itself
 */
public record RoundProposal(RoundNumber round, RoundPlan plan, RepoPath file) {}
