package dev.syncprotocol.aoi.preflight;

import dev.syncprotocol.aoi.approval.LoopParameters;
import dev.syncprotocol.aoi.leakage.LeakageCheck;
import dev.syncprotocol.aoi.leakage.LeakageReport;
import dev.syncprotocol.aoi.leakage.NearCopyRule;
import dev.syncprotocol.aoi.pool.AmpAllocation;
import dev.syncprotocol.aoi.pool.DefectSpec;
import dev.syncprotocol.aoi.pool.MiningPool;
import dev.syncprotocol.aoi.pool.Pairing;
import dev.syncprotocol.aoi.spec.ChangeNetSpec;
import dev.syncprotocol.aoi.table.SampleTable;
import dev.syncprotocol.aoi.workspace.AoiWorkspace;
import dev.syncprotocol.protocol.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What the sets must be among each other (P11, P12, P13, P15): classes, sources, allocation, leakage.
 *
 * @param workspace the inputs
 * @param book gets the faults
 */
record SetChecks(AoiWorkspace workspace, CheckBook book) {
    /** P12, P13, P15 and the classes of the training table, each where what it needs could be read. */
    void judge(Readable inputs, LoopParameters parameters) throws IOException {
        inputs.kpi().ifPresent(kpi -> classes("the KPI set", workspace.kpiCsv(), kpi));
        inputs.benchmark().ifPresent(table -> classes("the benchmark", workspace.benchmarkPlace(), table));
        inputs.training().ifPresent(this::trainingClasses);
        if (inputs.kpi().isPresent()
                && inputs.pairing().isPresent()
                && inputs.pool().isPresent()) {
            sources(inputs.kpi().get(), inputs.pairing().get(), inputs.pool().get());
        }
        if (inputs.pairing().isPresent()) {
            Pairing pairing = inputs.pairing().get();
            book.read("P15", workspace.relative(workspace.defectSpec()), () -> {
                AmpAllocation.check(DefectSpec.read(workspace.defectSpec()), pairing);
                return true;
            });
        }
        if (parameters.maxIterations() == 1) {
            book.warn("P1", "with one iteration nothing can be compared over time");
        }
    }

    private void classes(String what, Path csv, SampleTable table) {
        int ng = ng(table);
        if (ng == 0 || ng == table.size()) {
            book.fail(
                    "P12",
                    ErrorCode.KPI_UNDEFINED,
                    what + " " + workspace.relative(csv) + " has " + (table.size() - ng) + " PASS and " + ng
                            + " NG rows; both are needed");
        }
    }

    private void trainingClasses(SampleTable training) {
        int ng = ng(training);
        if (ng == 0 || ng == training.size()) {
            book.fail(
                    "P11",
                    ErrorCode.TRAIN_NO_CLASS,
                    "the training table " + workspace.relative(workspace.trainingCsv()) + " has "
                            + (training.size() - ng) + " PASS and " + ng + " NG rows; both are needed");
        }
    }

    private static int ng(SampleTable table) {
        return Inputs.defects(table).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    private void sources(SampleTable kpi, Pairing pairing, MiningPool pool) {
        SortedSet<String> sources = new TreeSet<>(pairing.labels().keySet());
        sources.addAll(Inputs.defects(pool.table()).keySet());
        Inputs.defects(kpi).keySet().stream()
                .filter(Predicate.not(sources::contains))
                .forEach(label -> book.warn("P13", "no source row has the label " + label + " of the KPI set"));
    }

    /** P11: leakage among the sets that could be read; it looks into the pictures. */
    void leakage(Readable inputs, ChangeNetSpec spec, LoopParameters parameters) throws IOException {
        NearCopyRule rule = NearCopyRule.valueOf(parameters.nearCopy().toUpperCase(Locale.ROOT));
        LeakageReport leaks = new LeakageCheck(spec.dataset().pictures(), rule)
                .check(inputs.learntFrom(workspace, spec), inputs.heldOut(workspace));
        book.run("P11", leaks::refuse);
        if (!leaks.warnings().isEmpty()) {
            book.warn(
                    "P11",
                    (leaks.warnings().size() == 1
                                    ? "1 near copy between sets: "
                                    : leaks.warnings().size() + " near copies between sets; first ")
                            + leaks.warnings().get(0).words());
        }
    }

    /** What P11 cannot compare yet. */
    void tellLater(Inputs inputs) {
        int later = inputs.pairing().objects().size()
                - inputs.pairing()
                        .rows(workspace.root(), inputs.spec().dataset().pictures())
                        .size();
        if (later > 0) {
            book.warn("P11", later + " pre-generated pairs get other names or formats in staging: compared when mined");
        }
    }
}
