package dev.syncprotocol.simulation;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the simulation did.
 *
 * @param seed the seed of the first run; the others follow from it
 * @param runs histories played
 * @param steps steps played, an invariant check after each
 * @param records records the histories left
 * @param engines engine processes that ran
 * @param faults how often each fault was played
 * @param failure the first history after which something did not hold; empty when everything did
 */
public record SimulationReport(
        long seed,
        int runs,
        int steps,
        int records,
        int engines,
        Map<Fault, Integer> faults,
        Optional<SimulationFailure> failure) {
    public SimulationReport {
        Map<Fault, Integer> counted = new EnumMap<>(Fault.class);
        counted.putAll(faults);
        faults = Collections.unmodifiableMap(counted);
    }

    /** How many invariants did not hold. */
    public int violations() {
        return failure.isPresent() ? 1 : 0;
    }
}
