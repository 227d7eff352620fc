package dev.syncprotocol.aoi.loop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.aoi.log.Evidence;
import dev.syncprotocol.aoi.log.LogEntry;
import dev.syncprotocol.aoi.log.LoopStage;
import dev.syncprotocol.aoi.spec.ChangeNetSpec;
import dev.syncprotocol.aoi.state.PhaseState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A training of a damaged run that is intact. It is taken over where it was made from what this run's would be made from; else it is made anew.
 *
 * @param stage the training of this run, its specification and table in place
 * @param run where it comes from
 * @param entry its line in that run's log
 */
record EarlierTraining(StageRun stage, EarlierRun run, LogEntry entry) {
    /** The training of this phase; empty when none is to be taken over. */
    static Optional<EarlierTraining> of(StageRun stage) throws IOException {
        Optional<EarlierRun> run = stage.earlier();
        return run.flatMap(earlier -> earlier.committed(stage.phase(), LoopStage.TRAIN)
                .map(entry -> new EarlierTraining(stage, earlier, entry)));
    }

    /** Why it is made anew all the same; empty when it is taken over. */
    Optional<String> obstacle(ChangeNetSpec spec) throws IOException {
        for (Evidence file : entry.record().evidence()) {
            if (!file.holds()) {
                return anew(file.path() + " is not what was committed any more");
            }
        }
        for (Path text : madeFrom()) {
            if (!run.isTextAlike(text)) {
                return anew(text.getFileName() + " is another one now");
            }
        }
        Optional<Path> start = spec.train().startCheckpoint().map(Path::of);
        return start.isPresent() && !run.isCommittedAlike(start.get())
                ? anew("it started from another checkpoint")
                : Optional.empty();
    }

    /** Copies its files; what lies in the folder afterwards are its committed bytes. */
    void copyTo(Path folder) throws IOException {
        Path place = stage.folder().train(stage.phase());
        for (Evidence file : entry.record().evidence()) {
            Path here = run.now(Path.of(file.path()));
            if (here.startsWith(place)) {
                Path to = folder.resolve(place.relativize(here).toString());
                Files.createDirectories(to.getParent());
                EarlierRun.copy(file, to);
            }
        }
    }

    /** Its checkpoints, where they lie in this run in the end. */
    Checkpoints checkpoints() {
        return Checkpoints.of(new PhaseState(stage.phase(), entry.record().set()))
                .at(run::now);
    }

    /** For the log. */
    ObjectNode provenance() {
        return run.provenance(entry);
    }

    /** {@code taken over from run_20260504_120000}: for people. */
    String words() {
        return "taken over from " + run.name();
    }

    /** The texts that say what it was made from: the specification and an iteration's table. Their inputs are approved to be the same. */
    private List<Path> madeFrom() {
        Path spec = stage.folder().spec(stage.phase());
        return stage.phase().isBaseline()
                ? List.of(spec)
                : List.of(spec, stage.folder().combined(stage.phase()));
    }

    private Optional<String> anew(String why) {
        return Optional.of("trained anew, not taken over from " + run.name() + ": " + why);
    }
}
