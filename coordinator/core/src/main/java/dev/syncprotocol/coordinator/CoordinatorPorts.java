package dev.syncprotocol.coordinator;

import dev.syncprotocol.coordinator.launch.TrainingLauncher;
import dev.syncprotocol.coordinator.readiness.PreflightGates;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * What the coordinator asks of the world around it.
 *
 * @param clock gives the instants that are recorded
 * @param launcher starts the engine; empty in a build without one, where every launch is refused
 * @param gates the preflight; empty in a build without one, where a need that demands a gate is rejected
 * @param lockWait longest wait for the ledger's lock
 * @param stopWait longest wait for a stopped engine to write its checkpoint
 */
public record CoordinatorPorts(
        Clock clock,
        Optional<TrainingLauncher> launcher,
        Optional<PreflightGates> gates,
        Duration lockWait,
        Duration stopWait) {
    /** System clock, no engine, no preflight, ten seconds for the lock, a minute for a stop. */
    public static final CoordinatorPorts NONE = new CoordinatorPorts(
            Clock.systemUTC(), Optional.empty(), Optional.empty(), Duration.ofSeconds(10), Duration.ofMinutes(1));

    /** The same with an engine. */
    public CoordinatorPorts with(TrainingLauncher engine) {
        return new CoordinatorPorts(clock, Optional.of(engine), gates, lockWait, stopWait);
    }

    /** The same with a preflight. */
    public CoordinatorPorts with(PreflightGates preflight) {
        return new CoordinatorPorts(clock, launcher, Optional.of(preflight), lockWait, stopWait);
    }

    /** The same with another clock. */
    public CoordinatorPorts with(Clock other) {
        return new CoordinatorPorts(other, launcher, gates, lockWait, stopWait);
    }
}
