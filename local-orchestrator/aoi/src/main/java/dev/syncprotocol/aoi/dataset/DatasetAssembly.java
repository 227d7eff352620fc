package dev.syncprotocol.aoi.dataset;

import dev.syncprotocol.aoi.accounting.Edge;
import dev.syncprotocol.aoi.accounting.EdgeAccount;
import dev.syncprotocol.aoi.accounting.Origin;
import dev.syncprotocol.aoi.accounting.Reason;
import dev.syncprotocol.aoi.accounting.Tally;
import dev.syncprotocol.aoi.table.Labels;
import dev.syncprotocol.aoi.table.SampleColumns;
import dev.syncprotocol.aoi.table.SampleRow;
import dev.syncprotocol.aoi.table.SampleTable;
import dev.syncprotocol.aoi.table.SampleTableFile;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Puts an iteration's training table together: the rows of the phase before, then what was mined (specification §11.6, §8.10). */
public final class DatasetAssembly {
    private static final String SIMILARITY = "similarity";
    private static final String PROVENANCE = "provenance";
    private static final String BASELINE = "baseline";

    private final AssemblyOrder order;
    private final List<Arrival> arrivals;
    private final List<Arrival> taken = new ArrayList<>();
    private final List<Arrival> duplicates = new ArrayList<>();

    private DatasetAssembly(AssemblyOrder order) {
        this.order = order;
        arrivals = Stream.concat(previous().stream(), mined().stream()).toList();
        Set<String> seen = new HashSet<>();
        arrivals.forEach(arrival -> (seen.add(arrival.key()) ? taken : duplicates).add(arrival));
    }

    /**
     * Assembles, writes {@code train_combined_<phase>.csv} and its provenance, and reads the table back.
     *
     * @throws SyncException {@code csv_invalid} when the provenance does not belong to the previous table
     */
    public static AssemblyOutcome assemble(AssemblyOrder order) throws IOException {
        return new DatasetAssembly(order).outcome();
    }

    private AssemblyOutcome outcome() throws IOException {
        Path csv = order.outputDir().resolve("train_combined_" + order.phase() + ".csv");
        Path provenanceCsv = order.outputDir().resolve("train_combined_" + order.phase() + "_provenance.csv");
        List<ProvenanceRow> provenance = provenance();
        SampleTableFile.write(
                csv, new SampleTable(columns(), taken.stream().map(Arrival::row).toList()));
        ProvenanceFile.write(provenanceCsv, provenance);
        SampleTable written = SampleTableFile.read(csv);
        Tally out = written(written, provenance);
        EdgeAccount account = new EdgeAccount(
                Edge.E12, tally(arrivals), out, Map.of(Reason.DUPLICATE_OF_PREVIOUS, tally(duplicates)));
        return new AssemblyOutcome(csv, provenanceCsv, written, provenance, duplicates.size(), out, List.of(account));
    }

    private List<String> columns() {
        return SampleTable.of(order.previousTable().columns(), List.of()).columns();
    }

    private List<Arrival> previous() {
        List<SampleRow> rows = order.previousTable().rows();
        List<ProvenanceRow> origins = order.previousProvenance().orElse(List.of());
        if (order.previousProvenance().isPresent() && origins.size() != rows.size()) {
            throw new SyncException(
                    ErrorCode.CSV_INVALID,
                    "the previous table has " + rows.size() + " rows, its provenance " + origins.size());
        }
        List<Arrival> previous = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            previous.add(origins.isEmpty() ? base(rows.get(i)) : earlier(rows.get(i), origins.get(i)));
        }
        return previous;
    }

    private Arrival base(SampleRow row) {
        SampleRow placed = canonical(row)
                .with(SampleColumns.INPUT_PATH, prefixed(row.inputPath()))
                .with(SampleColumns.GOLDEN_PATH, row.goldenPath().isBlank() ? "" : prefixed(row.goldenPath()));
        return new Arrival(placed, "base_train", Origin.BASE, BASELINE, "");
    }

    private static Arrival earlier(SampleRow row, ProvenanceRow origin) {
        if (!origin.objectName().equals(row.objectName()) || !origin.inputPath().equals(row.inputPath())) {
            throw new SyncException(
                    ErrorCode.CSV_INVALID,
                    "row " + origin.row() + " of the previous provenance is " + origin.inputPath() + "/"
                            + origin.objectName() + ", the table has " + row.inputPath() + "/" + row.objectName());
        }
        return new Arrival(
                row, "previous_iter_train", origin.originProvenance(), origin.originIter(), origin.similarity());
    }

    private List<Arrival> mined() {
        return order.mined().rows().stream()
                .sorted(Comparator.comparingDouble((SampleRow row) -> Double.parseDouble(row.cell(SIMILARITY)))
                        .reversed()
                        .thenComparing(row -> row.inputPath() + "/" + row.objectName()))
                .map(this::mined)
                .toList();
    }

    private Arrival mined(SampleRow row) {
        Map<String, String> cells = new LinkedHashMap<>();
        SampleColumns.ALL.forEach(column -> cells.put(column, row.cell(column)));
        SampleRow bare = canonical(new SampleRow(0, cells));
        return new Arrival(bare, "mining_pool", row.cell(PROVENANCE), order.phase(), row.cell(SIMILARITY));
    }

    /** Below the image root; an absolute path names its folder wherever a table is relative to. */
    private String prefixed(String path) {
        return Path.of(path).isAbsolute() ? path : order.imagePrefix() + "/" + path;
    }

    private static SampleRow canonical(SampleRow row) {
        return row.with(SampleColumns.LABEL, Labels.canonical(row.label()));
    }

    private List<ProvenanceRow> provenance() {
        List<ProvenanceRow> rows = new ArrayList<>();
        for (Arrival arrival : taken) {
            rows.add(new ProvenanceRow(
                    rows.size() + 1,
                    arrival.row().inputPath(),
                    arrival.row().objectName(),
                    arrival.row().label(),
                    arrival.source(),
                    arrival.provenance(),
                    arrival.phase(),
                    arrival.similarity()));
        }
        return rows;
    }

    /** What really stands in the file, each row under the provenance of its place. */
    private static Tally written(SampleTable written, List<ProvenanceRow> provenance) {
        List<Origin> origins = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            String from = i < provenance.size() ? provenance.get(i).originProvenance() : Origin.ANY;
            origins.add(new Origin(written.rows().get(i).label(), from));
        }
        return Tally.of(origins, origin -> origin);
    }

    private static Tally tally(List<Arrival> rows) {
        return Tally.of(rows, row -> new Origin(row.row().label(), row.provenance()));
    }

    /** A row on its way into the table. */
    private record Arrival(SampleRow row, String source, String provenance, String phase, String similarity) {
        /** Two rows with the same input pictures are one sample. */
        String key() {
            return Path.of(row.inputPath())
                    .resolve(row.objectName())
                    .normalize()
                    .toString();
        }
    }
}
