package dev.syncprotocol.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Plays one history in a new workspace, which is removed afterwards. */
final class SimulatedRun {
    private final Path folder;
    private final boolean curator;
    private final Meddling meddling;

    /** Somebody who interferes after every move; tests show with it that the invariants notice. */
    @FunctionalInterface
    interface Meddling {
        /** Nobody does. */
        Meddling NONE = (move, root) -> {};

        /** Interferes, or not. */
        void after(Move move, Path root) throws IOException;
    }

    SimulatedRun(Path folder, boolean curator, Meddling meddling) {
        this.folder = folder;
        this.curator = curator;
        this.meddling = meddling;
    }

    /**
     * How it went.
     *
     * @param moves the moves that were played
     * @param records how many records it left
     * @param engines how many engine processes ran
     * @param broken what does not hold after the last of them; empty when everything does
     */
    record Outcome(List<Move> moves, int records, int engines, Optional<BrokenInvariant> broken) {}

    Outcome play(List<Move> history) throws IOException {
        List<Move> played = new ArrayList<>();
        try (SimulatedWorkspace workspace = new SimulatedWorkspace(folder, curator)) {
            Invariants invariants = new Invariants(workspace);
            Optional<BrokenInvariant> broken = broken(() -> {
                for (Move move : history) {
                    played.add(move);
                    step(workspace, invariants, move);
                }
                invariants.checkAtTheEnd();
            });
            return new Outcome(
                    List.copyOf(played),
                    invariants.records(),
                    workspace.engine().count(),
                    broken);
        } finally {
            remove(folder);
        }
    }

    private void step(SimulatedWorkspace workspace, Invariants invariants, Move move) throws IOException {
        SimulatedWorkspace.Played played = workspace.play(move);
        meddling.after(move, workspace.root());
        invariants.check(played);
    }

    @FunctionalInterface
    private interface Steps {
        void play() throws IOException;
    }

    /** The wall: whatever the program throws at a well-formed history is something that does not hold. */
    private static Optional<BrokenInvariant> broken(Steps steps) {
        try {
            steps.play();
            return Optional.empty();
        } catch (BrokenInvariant broken) {
            return Optional.of(broken);
        } catch (IOException | RuntimeException unexpected) {
            return Optional.of(new BrokenInvariant(
                    Invariant.NEXT_COMMAND_WORKS,
                    unexpected.getClass().getSimpleName() + ": " + unexpected.getMessage(),
                    unexpected));
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(SimulatedRun::delete);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
