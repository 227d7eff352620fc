package dev.syncprotocol.aoi.loop;

import dev.syncprotocol.aoi.accounting.EdgeAccount;
import dev.syncprotocol.aoi.dataset.AssemblyOrder;
import dev.syncprotocol.aoi.dataset.AssemblyOutcome;
import dev.syncprotocol.aoi.dataset.DatasetAssembly;
import dev.syncprotocol.aoi.dataset.MergeValidation;
import dev.syncprotocol.aoi.dataset.Overlaps;
import dev.syncprotocol.aoi.dataset.ProvenanceFile;
import dev.syncprotocol.aoi.dataset.ProvenanceRow;
import dev.syncprotocol.aoi.dataset.TableFindings;
import dev.syncprotocol.aoi.leakage.LeakageCheck;
import dev.syncprotocol.aoi.leakage.LeakageReport;
import dev.syncprotocol.aoi.leakage.SampleSet;
import dev.syncprotocol.aoi.log.Phase;
import dev.syncprotocol.aoi.mining.SourceMining;
import dev.syncprotocol.aoi.table.SampleTable;
import dev.syncprotocol.aoi.table.SampleTableFile;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An iteration's training table, assembled, checked and in place (specification §11.6, decision A15): the rows of the phase before and what was mined;
 * never the base table again once there is a combined one (S4-10.25).
 *
 * @param csv its file
 * @param rows its rows
 * @param evidence its files
 * @param accounts edge E12
 */
record CombinedTable(Path csv, int rows, List<Path> evidence, List<EdgeAccount> accounts) {
    /**
     * Assembles and validates.
     *
     * @throws SyncException {@code csv_invalid}, {@code train_no_class}, {@code leakage}
     */
    static CombinedTable assemble(StageRun stage, StagePlaces places) throws IOException {
        Path place = stage.folder().dataset(stage.phase());
        Path work = places.folder(place);
        AssemblyOutcome outcome = assembled(stage, work);
        try {
            validate(stage, outcome, work);
        } catch (SyncException stopped) {
            // Its evidence stays where a person looks for it (decision A15); a retry moves it aside.
            places.settle(place);
            throw stopped;
        }
        places.settle(place);
        return new CombinedTable(
                stage.folder().combined(stage.phase()),
                outcome.table().size(),
                List.of(
                        stage.folder().combined(stage.phase()),
                        stage.folder().combinedProvenance(stage.phase()),
                        place.resolve(MergeValidation.FILE)),
                outcome.accounts());
    }

    /** The committed files an iteration's training is made from. */
    static List<Path> madeFrom(StageRun stage) {
        Phase previous = stage.phase().previous();
        return List.of(
                stage.folder().combined(previous),
                stage.folder().combinedProvenance(previous),
                stage.folder().mining(stage.phase()).resolve(SourceMining.POOL),
                StageRun.demanded(stage.committed(previous).bestCheckpoint(), "best_ckpt_path of " + previous));
    }

    /** The assembly alone, into a folder: what a replay compares. */
    static AssemblyOutcome assembled(StageRun stage, Path folder) throws IOException {
        Phase previous = stage.phase().previous();
        return DatasetAssembly.assemble(new AssemblyOrder(
                stage.phase().word(),
                previousTable(stage, previous),
                previousProvenance(stage, previous),
                stage.workspace().relative(stage.workspace().kpiImages()),
                SampleTableFile.read(stage.folder().mining(stage.phase()).resolve(SourceMining.POOL)),
                folder));
    }

    private static SampleTable previousTable(StageRun stage, Phase previous) throws IOException {
        return SampleTableFile.read(
                previous.isBaseline()
                        ? stage.workspace().trainingCsv()
                        : stage.folder().combined(previous));
    }

    private static Optional<List<ProvenanceRow>> previousProvenance(StageRun stage, Phase previous) throws IOException {
        return previous.isBaseline()
                ? Optional.empty()
                : Optional.of(ProvenanceFile.read(stage.folder().combinedProvenance(previous)));
    }

    private static void validate(StageRun stage, AssemblyOutcome outcome, Path work) throws IOException {
        Path root = stage.workspace().root();
        TableFindings findings = MergeValidation.findings(outcome, root, stage.pictures());
        Optional<LeakageReport> leaks =
                findings.faults().isEmpty() ? Optional.of(leaks(stage, outcome)) : Optional.empty();
        MergeValidation validation = new MergeValidation(
                stage.phase().word(),
                outcome,
                findings,
                leaks.map(report -> overlaps(report.overlaps())).orElse(Overlaps.NOT_LOOKED_FOR),
                stage.workspace().validationCsv(),
                stage.run().summary().tree().path("product").asText());
        try {
            validation.write(work);
        } catch (SyncException stopped) {
            if (stopped.code() == ErrorCode.LEAKAGE) {
                // The same stop, naming the rows.
                leaks.ifPresent(LeakageReport::refuse);
            }
            throw stopped;
        }
        leaks.ifPresent(LeakageReport::refuse);
    }

    private static LeakageReport leaks(StageRun stage, AssemblyOutcome outcome) throws IOException {
        return new LeakageCheck(stage.pictures(), stage.run().nearCopies())
                .check(
                        List.of(new SampleSet(
                                "train", outcome.table(), stage.workspace().root())),
                        Tables.heldOut(stage.workspace()));
    }

    private static Overlaps overlaps(Map<String, Integer> counts) {
        return new Overlaps(
                count(counts, "train/validation"), count(counts, "train/kpi"), count(counts, "train/benchmark"));
    }

    private static OptionalInt count(Map<String, Integer> counts, String pair) {
        Integer count = counts.get(pair);
        return count == null ? OptionalInt.empty() : OptionalInt.of(count);
    }
}
