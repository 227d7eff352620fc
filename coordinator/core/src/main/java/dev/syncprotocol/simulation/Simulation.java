package dev.syncprotocol.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * Plays seeded histories of rounds under faults against a real coordinator in real workspaces, and checks the contract's
 * invariants after every step. The same seed plays the same history. Needs git and a shell.
 */
public final class Simulation {
    private final long seed;
    private final int runs;
    private final Path scratch;
    private final SimulatedRun.Meddling meddling;

    /**
     * A simulation.
     *
     * @param seed the seed of the first run; the next run takes the next one
     * @param runs how many histories, at least 1
     * @param scratch an existing folder for the workspaces; each is removed after its run
     */
    public Simulation(long seed, int runs, Path scratch) {
        this(seed, runs, scratch, SimulatedRun.Meddling.NONE);
    }

    Simulation(long seed, int runs, Path scratch, SimulatedRun.Meddling meddling) {
        if (runs < 1) {
            throw new IllegalArgumentException("at least one run, found: " + runs);
        }
        this.seed = seed;
        this.runs = runs;
        this.scratch = scratch;
        this.meddling = meddling;
    }

    /**
     * Plays until the last run, or until something does not hold: then that history is made as short as it goes.
     *
     * @param played hears after each run how many are played
     */
    public SimulationReport run(IntConsumer played) throws IOException {
        Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
        int steps = 0;
        int records = 0;
        int engines = 0;
        Optional<SimulationFailure> failure = Optional.empty();
        int run = 0;
        while (run < runs && failure.isEmpty()) {
            HistoryGenerator generator = new HistoryGenerator(seed + run);
            SimulatedRun.Outcome outcome = play(generator.history(), generator.curator());
            outcome.moves().forEach(move -> move.faults().forEach(fault -> faults.merge(fault, 1, Integer::sum)));
            steps += outcome.moves().size();
            records += outcome.records();
            engines += outcome.engines();
            if (outcome.broken().isPresent()) {
                failure = Optional.of(shortest(seed + run, outcome, generator.curator()));
            }
            played.accept(++run);
        }
        return new SimulationReport(seed, run, steps, records, engines, faults, failure);
    }

    private SimulatedRun.Outcome play(List<Move> history, boolean curator) throws IOException {
        Path folder = Files.createTempDirectory(scratch, "run-");
        return new SimulatedRun(folder, curator, meddling).play(history);
    }

    private SimulationFailure shortest(long of, SimulatedRun.Outcome outcome, boolean curator) throws IOException {
        Invariant invariant = outcome.broken().orElseThrow().invariant();
        List<Move> shortest = Shrinking.shortest(outcome.moves(), history -> shows(history, curator, invariant));
        String detail = play(shortest, curator).broken().orElseThrow().getMessage();
        return new SimulationFailure(
                of,
                invariant,
                detail,
                shortest.stream().map(Move::told).toList(),
                outcome.moves().size());
    }

    private boolean shows(List<Move> history, boolean curator, Invariant invariant) throws IOException {
        return play(history, curator)
                .broken()
                .filter(broken -> broken.invariant() == invariant)
                .isPresent();
    }
}
