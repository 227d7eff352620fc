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
        validate(stage, outcome, work);
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
        findings.refuse(outcome.csv().getFileName().toString());
        LeakageReport leaks = new LeakageCheck(stage.pictures(), stage.run().nearCopies())
                .check(List.of(new SampleSet("train", outcome.table(), root)), Tables.heldOut(stage.workspace()));
        MergeValidation validation = new MergeValidation(
                stage.phase().word(),
                outcome,
                findings,
                overlaps(leaks.overlaps()),
                stage.workspace().validationCsv(),
                stage.run().summary().tree().path("product").asText());
        try {
            validation.write(work);
        } catch (SyncException stopped) {
            if (stopped.code() == ErrorCode.LEAKAGE) {
                // The same stop, naming the rows.
                leaks.refuse();
            }
            throw stopped;
        }
        leaks.refuse();
    }

    private static Overlaps overlaps(Map<String, Integer> counts) {
        Integer benchmark = counts.get("train/benchmark");
        return new Overlaps(
                counts.getOrDefault("train/validation", 0),
                counts.getOrDefault("train/kpi", 0),
                benchmark == null ? OptionalInt.empty() : OptionalInt.of(benchmark));
    }
}
