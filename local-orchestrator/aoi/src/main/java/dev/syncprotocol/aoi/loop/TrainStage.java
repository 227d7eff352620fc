package dev.syncprotocol.aoi.loop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.aoi.accounting.Edge;
import dev.syncprotocol.aoi.accounting.EdgeAccount;
import dev.syncprotocol.aoi.accounting.Tally;
import dev.syncprotocol.aoi.engine.TrainOrder;
import dev.syncprotocol.aoi.engine.TrainOutcome;
import dev.syncprotocol.aoi.spec.ChangeNetSpec;
import dev.syncprotocol.aoi.spec.EffectiveSpec;
import dev.syncprotocol.aoi.state.RunFolder;
import dev.syncprotocol.aoi.table.SampleTableFile;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Trains a phase: the baseline on the base table, an iteration on its combined table, from the previous phase's chosen checkpoint. Assembly and its
 * checks are sub-steps of an iteration's training (decision A15).
 */
final class TrainStage implements StageWork {
    @Override
    public List<Path> reads(StageRun stage) {
        return stage.phase().isBaseline() ? List.of() : CombinedTable.madeFrom(stage);
    }

    @Override
    public List<Path> places(StageRun stage) {
        RunFolder folder = stage.folder();
        return stage.phase().isBaseline()
                ? List.of(folder.phase(stage.phase()).resolve("specs"), folder.train(stage.phase()))
                : List.of(
                        folder.dataset(stage.phase()),
                        folder.phase(stage.phase()).resolve("specs"),
                        folder.train(stage.phase()));
    }

    @Override
    public StageResult perform(StageRun stage, StagePlaces places) throws IOException {
        Optional<CombinedTable> combined =
                stage.phase().isBaseline() ? Optional.empty() : Optional.of(CombinedTable.assemble(stage, places));
        EffectiveSpec spec = PhaseSpec.write(stage, places);
        Optional<SeedCheckpoint> seed = seed(stage, spec.typed());
        if (seed.filter(SeedCheckpoint::isUsable).isPresent()) {
            return imported(stage, seed.get());
        }
        List<String> warnings = new ArrayList<>();
        seed.flatMap(SeedCheckpoint::refusal).ifPresent(warnings::add);
        return trained(stage, places, spec.typed(), combined, warnings);
    }

    private static Optional<SeedCheckpoint> seed(StageRun stage, ChangeNetSpec spec) throws IOException {
        return stage.phase().isBaseline() ? SeedCheckpoint.of(stage, spec) : Optional.empty();
    }

    private static StageResult imported(StageRun stage, SeedCheckpoint seed) {
        ObjectNode set = Checkpoints.imported(seed.file()).set();
        set.put("imported", true).put("automl_policy", "off");
        return new StageResult(
                "imported " + seed.file().getFileName() + " best_ckpt=latest",
                set,
                List.of(stage.folder().spec(stage.phase()), seed.file()),
                List.of());
    }

    /**
     * A training, made or taken over.
     *
     * @param checkpoints where they lie in the end
     * @param rowsSeen rows the trainer read
     * @param detail what the status line says besides the checkpoints
     * @param from the stage it was taken over from; empty when it was made
     */
    private record Trained(Checkpoints checkpoints, long rowsSeen, String detail, Optional<ObjectNode> from) {}

    private static StageResult trained(
            StageRun stage,
            StagePlaces places,
            ChangeNetSpec spec,
            Optional<CombinedTable> combined,
            List<String> warnings)
            throws IOException {
        Path work = places.folder(stage.folder().train(stage.phase()));
        int rows = combined.isPresent()
                ? combined.get().rows()
                : SampleTableFile.read(stage.workspace().trainingCsv()).size();
        Optional<EarlierTraining> earlier = EarlierTraining.of(stage);
        Optional<String> obstacle = earlier.isPresent() ? earlier.get().obstacle(spec) : Optional.empty();
        obstacle.ifPresent(warnings::add);
        Trained trained = earlier.isPresent() && obstacle.isEmpty()
                ? takenOver(earlier.get(), work, rows)
                : made(stage, places, spec, work);
        return result(stage, trained, rows, combined, warnings);
    }

    private static StageResult result(
            StageRun stage, Trained trained, int rows, Optional<CombinedTable> combined, List<String> warnings) {
        Checkpoints checkpoints = trained.checkpoints();
        ObjectNode set = checkpoints.set().put("imported", false).put("automl_policy", "off");
        trained.from().ifPresent(from -> set.set("train_taken_over", from));
        List<Path> evidence = new ArrayList<>(checkpoints.files());
        evidence.add(stage.folder().spec(stage.phase()));
        Path place = stage.folder().train(stage.phase());
        List.of("status.json", "experiment.yaml", "train.log").forEach(name -> evidence.add(place.resolve(name)));
        List<EdgeAccount> accounts = new ArrayList<>();
        combined.ifPresent(table -> {
            evidence.addAll(table.evidence());
            accounts.addAll(table.accounts());
            set.put("train_combined_csv", table.csv().toString());
        });
        // Edge E13: what the trainer's loader read of the table.
        accounts.add(EdgeAccount.of(Edge.E13, Tally.of(rows), Tally.of((int) trained.rowsSeen())));
        return new StageResult(
                checkpoints.summary(),
                checkpoints.summary() + " " + trained.detail(),
                set,
                evidence,
                accounts,
                warnings);
    }

    private static Trained made(StageRun stage, StagePlaces places, ChangeNetSpec spec, Path work) {
        TrainOutcome outcome = stage.classifier()
                .train(
                        new TrainOrder(
                                spec,
                                stage.folder().spec(stage.phase()),
                                stage.phase().word(),
                                work),
                        stage.progress());
        requireTrained(outcome, stage.phase() + " in " + work);
        return new Trained(
                Checkpoints.of(outcome, places), outcome.rowsSeen(), "steps=" + outcome.steps(), Optional.empty());
    }

    /** It was committed, so its trainer had read every row of its table, and this run's table is the same. */
    private static Trained takenOver(EarlierTraining earlier, Path work, int rows) throws IOException {
        earlier.copyTo(work);
        return new Trained(earlier.checkpoints(), rows, earlier.words(), Optional.of(earlier.provenance()));
    }

    private static void requireTrained(TrainOutcome outcome, String where) {
        if (outcome.steps() == 0 || outcome.checkpoints().isEmpty()) {
            throw new SyncException(
                    ErrorCode.TRAIN_NO_STEPS,
                    "the training of " + where + " made " + outcome.steps() + " steps and "
                            + outcome.checkpoints().size() + " checkpoints");
        }
    }
}
