package dev.syncprotocol.aoi.loop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.aoi.engine.TrainOutcome;
import dev.syncprotocol.aoi.engine.TrainedCheckpoint;
import dev.syncprotocol.aoi.state.PhaseState;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The two checkpoints of a training that are evaluated (specification §8.2).
 *
 * @param bestVal lowest validation loss, the earlier of equal ones; empty when none was validated
 * @param latest highest epoch, then highest step
 */
record Checkpoints(Optional<Candidate> bestVal, Candidate latest) {
    static final String BEST_VAL = "best_val";
    static final String LATEST = "latest";

    private static final String FILE = "ckpt_";
    private static final String LOSS = "val_loss_";

    /**
     * A checkpoint that may go on.
     *
     * @param kind {@code best_val} or {@code latest}
     * @param file the weights, where they lie in the end
     * @param loss its validation loss
     */
    record Candidate(String kind, Path file, OptionalDouble loss) {
        private Candidate at(UnaryOperator<Path> place) {
            return new Candidate(kind, place.apply(file), loss);
        }
    }

    /** Of a training that left at least one. */
    static Checkpoints of(TrainOutcome outcome, StagePlaces places) {
        List<TrainedCheckpoint> all = outcome.checkpoints();
        Optional<Candidate> bestVal = all.stream()
                .filter(checkpoint -> checkpoint.validationLoss().isPresent())
                .min(Comparator.comparingDouble((TrainedCheckpoint checkpoint) ->
                                checkpoint.validationLoss().getAsDouble())
                        .thenComparing(Comparator.comparingLong(TrainedCheckpoint::step)))
                .map(checkpoint -> candidate(BEST_VAL, checkpoint, places));
        TrainedCheckpoint last = all.stream()
                .max(Comparator.comparingInt(TrainedCheckpoint::epoch).thenComparingLong(TrainedCheckpoint::step))
                .orElseThrow();
        return new Checkpoints(bestVal, candidate(LATEST, last, places));
    }

    /** A checkpoint of another pipeline: nothing is known of its loss. */
    static Checkpoints imported(Path file) {
        return new Checkpoints(Optional.empty(), new Candidate(LATEST, file, OptionalDouble.empty()));
    }

    /** What the state holds of them. */
    static Checkpoints of(PhaseState phase) {
        Candidate latest = candidate(LATEST, phase)
                .orElseThrow(() -> new SyncException(
                        ErrorCode.EVIDENCE_MISSING, "the state holds no checkpoint of " + phase.phase()));
        return new Checkpoints(candidate(BEST_VAL, phase), latest);
    }

    /** The same files at other places. */
    Checkpoints at(UnaryOperator<Path> place) {
        return new Checkpoints(bestVal.map(one -> one.at(place)), latest.at(place));
    }

    /** Both, best validation first. */
    List<Candidate> candidates() {
        return Stream.concat(bestVal.stream(), Stream.of(latest)).toList();
    }

    /** Their files, each once. */
    List<Path> files() {
        return candidates().stream().map(Candidate::file).distinct().toList();
    }

    /** What the state gets: the better one for now, until it is evaluated. */
    ObjectNode set() {
        Candidate better = bestVal.orElse(latest);
        ObjectNode set = SyncJson.object()
                .put("best_ckpt_path", better.file().toString())
                .put("best_ckpt_kind", better.kind());
        put(set, "val_loss", better.loss());
        for (Candidate candidate : candidates()) {
            set.put(FILE + candidate.kind(), candidate.file().toString());
            put(set, LOSS + candidate.kind(), candidate.loss());
        }
        return set;
    }

    /** The log's line, before anything is evaluated. */
    String summary() {
        Candidate better = bestVal.orElse(latest);
        return "val_loss=" + words(better.loss()) + " best_ckpt=" + better.kind()
                + (bestVal.isEmpty() ? " (no checkpoint was validated: only latest is evaluated)" : "");
    }

    static String words(OptionalDouble loss) {
        return loss.isPresent() ? Double.toString(loss.getAsDouble()) : "none";
    }

    static void put(ObjectNode set, String field, OptionalDouble value) {
        if (value.isPresent()) {
            set.put(field, value.getAsDouble());
        } else {
            set.putNull(field);
        }
    }

    private static Candidate candidate(String kind, TrainedCheckpoint checkpoint, StagePlaces places) {
        return new Candidate(kind, places.settled(checkpoint.file()), checkpoint.validationLoss());
    }

    private static Optional<Candidate> candidate(String kind, PhaseState phase) {
        return Optional.ofNullable(phase.tree().path(FILE + kind).textValue())
                .map(file -> new Candidate(kind, Path.of(file), loss(kind, phase)));
    }

    private static OptionalDouble loss(String kind, PhaseState phase) {
        return phase.tree().path(LOSS + kind).isNumber()
                ? OptionalDouble.of(phase.tree().path(LOSS + kind).doubleValue())
                : OptionalDouble.empty();
    }
}
