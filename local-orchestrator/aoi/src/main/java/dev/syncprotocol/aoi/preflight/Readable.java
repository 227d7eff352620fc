package dev.syncprotocol.aoi.preflight;

import dev.syncprotocol.aoi.leakage.SampleSet;
import dev.syncprotocol.aoi.pool.MiningPool;
import dev.syncprotocol.aoi.pool.Pairing;
import dev.syncprotocol.aoi.spec.ChangeNetSpec;
import dev.syncprotocol.aoi.spec.SpecDocument;
import dev.syncprotocol.aoi.table.SampleTable;
import dev.syncprotocol.aoi.workspace.AoiWorkspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What of the inputs could be read: a fault in one leaves the others to be judged. Each is empty where it could not.
 *
 * @param training the seed rows
 * @param validation the rows of the validation loss
 * @param kpi the rows that decide
 * @param benchmark the frozen rows; empty also where there are none
 * @param pairing the pre-generated objects
 * @param pool the production samples
 */
record Readable(
        Optional<SampleTable> training,
        Optional<SampleTable> validation,
        Optional<SampleTable> kpi,
        Optional<SampleTable> benchmark,
        Optional<Pairing> pairing,
        Optional<MiningPool> pool) {
    /** The sets that are trained on or mined from. */
    List<SampleSet> learntFrom(AoiWorkspace workspace, ChangeNetSpec spec) {
        List<SampleSet> sets = new ArrayList<>();
        training.ifPresent(
                rows -> sets.add(new SampleSet("train", workspace.trainingCsv(), rows, workspace.kpiImages())));
        pool.ifPresent(
                found -> sets.add(new SampleSet("pool", workspace.miningPoolCsv(), found.table(), workspace.root())));
        pairing.ifPresent(found -> sets.add(new SampleSet(
                "pre-generated", found.rows(workspace.root(), spec.dataset().pictures()), workspace.root())));
        return sets;
    }

    /** The sets that judge. */
    List<SampleSet> heldOut(AoiWorkspace workspace) {
        List<SampleSet> sets = new ArrayList<>();
        validation.ifPresent(
                rows -> sets.add(new SampleSet("validation", workspace.validationCsv(), rows, workspace.kpiImages())));
        kpi.ifPresent(rows -> sets.add(new SampleSet("kpi", workspace.kpiCsv(), rows, workspace.kpiImages())));
        benchmark.ifPresent(
                rows -> sets.add(new SampleSet("benchmark", workspace.benchmarkPlace(), rows, workspace.kpiImages())));
        return sets;
    }

    /** All of it; nothing may be missing, a failed check has been told before. */
    Inputs whole(SpecDocument document, ChangeNetSpec spec) {
        return new Inputs(
                document,
                spec,
                training.orElseThrow(),
                validation.orElseThrow(),
                kpi.orElseThrow(),
                benchmark,
                pairing.orElseThrow(),
                pool.orElseThrow());
    }
}
