package dev.syncprotocol.coordinator;

import dev.syncprotocol.coordinator.launch.LaunchRuns;
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
 * @param runs the run store; empty where launches are written into no run
 * @param gates the preflight; empty in a build without one, where a need that demands a gate is rejected
 * @param lockWait longest wait for the ledger's lock
 * @param stopWait longest wait for a stopped engine to write its checkpoint
 */
public record CoordinatorPorts(
        Clock clock,
        Optional<TrainingLauncher> launcher,
        Optional<LaunchRuns> runs,
        Optional<PreflightGates> gates,
        Duration lockWait,
        Duration stopWait) {
    /** System clock, no engine, no preflight, ten seconds for the lock, a minute for a stop. */
    public static final CoordinatorPorts NONE = new CoordinatorPorts(
            Clock.systemUTC(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Duration.ofSeconds(10),
            Duration.ofMinutes(1));

    /** The same with an engine. */
    public CoordinatorPorts with(TrainingLauncher engine) {
        return new CoordinatorPorts(clock, Optional.of(engine), runs, gates, lockWait, stopWait);
    }

    /** The same with a run store. */
    public CoordinatorPorts with(LaunchRuns store) {
        return new CoordinatorPorts(clock, launcher, Optional.of(store), gates, lockWait, stopWait);
    }

    /** The same with a preflight. */
    public CoordinatorPorts with(PreflightGates preflight) {
        return new CoordinatorPorts(clock, launcher, runs, Optional.of(preflight), lockWait, stopWait);
    }

    /** The same with another clock. */
    public CoordinatorPorts with(Clock other) {
        return new CoordinatorPorts(other, launcher, runs, gates, lockWait, stopWait);
    }
}
