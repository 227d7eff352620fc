package dev.syncprotocol.aoi.loop;

import dev.syncprotocol.aoi.accounting.Origin;
import dev.syncprotocol.aoi.accounting.Tally;
import dev.syncprotocol.aoi.leakage.SampleSet;
import dev.syncprotocol.aoi.spec.TableLocation;
import dev.syncprotocol.aoi.table.Labels;
import dev.syncprotocol.aoi.table.SampleTable;
import dev.syncprotocol.aoi.table.SampleTableFile;
import dev.syncprotocol.aoi.workspace.AoiWorkspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The workspace's tables as the loop uses them. */
final class Tables {
    private Tables() {}

    /** A table below the KPI image root. */
    static TableLocation below(Path csv, Path images) {
        return new TableLocation(csv.toString(), images.toString());
    }

    /** The sets that judge: nothing that is trained on may be in them. */
    static List<SampleSet> heldOut(AoiWorkspace workspace) throws IOException {
        List<SampleSet> sets = new ArrayList<>();
        sets.add(set("validation", workspace.validationCsv(), workspace.kpiImages()));
        sets.add(set("kpi", workspace.kpiCsv(), workspace.kpiImages()));
        Optional<Path> benchmark = workspace.benchmarkCsv();
        if (benchmark.isPresent()) {
            sets.add(set("benchmark", benchmark.get(), workspace.kpiImages()));
        }
        return sets;
    }

    /** A table from its file. */
    static SampleSet set(String name, Path csv, Path images) throws IOException {
        return new SampleSet(name, csv, SampleTableFile.read(csv), images);
    }

    /** Rows of a table by label, all of one provenance. */
    static Tally tally(SampleTable table, String provenance) {
        return Tally.of(table.rows(), row -> new Origin(Labels.canonical(row.label()), provenance));
    }
}
