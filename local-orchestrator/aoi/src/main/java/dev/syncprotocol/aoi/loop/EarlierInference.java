package dev.syncprotocol.aoi.loop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.aoi.log.Evidence;
import dev.syncprotocol.aoi.log.LogEntry;
import dev.syncprotocol.aoi.log.LoopStage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The inferences of a damaged run's evaluation that is intact. One is taken over where the checkpoint is, byte for byte, the one it was made with.
 *
 * @param run where they come from
 * @param entry the evaluation's line in that run's log
 */
record EarlierInference(EarlierRun run, LogEntry entry) {
    /** Those of this phase; empty when none is to be taken over. */
    static Optional<EarlierInference> of(StageRun stage) throws IOException {
        Optional<EarlierRun> run = stage.earlier();
        return run.flatMap(earlier -> earlier.committed(stage.phase(), LoopStage.EVALUATE)
                .map(entry -> new EarlierInference(earlier, entry)));
    }

    /**
     * Takes one over.
     *
     * @param checkpoint of this run
     * @param place where the scored table lies in this run in the end
     * @param to where it is put now
     * @return whether it was; else it is to be made anew
     */
    boolean copied(Path checkpoint, Path place, Path to) throws IOException {
        Optional<Evidence> table = run.evidence(place);
        boolean same = table.isPresent() && table.get().holds() && run.isCommittedAlike(checkpoint);
        if (same) {
            EarlierRun.copy(table.get(), to);
        }
        return same;
    }

    /** For the log. */
    ObjectNode provenance() {
        return run.provenance(entry);
    }
}
