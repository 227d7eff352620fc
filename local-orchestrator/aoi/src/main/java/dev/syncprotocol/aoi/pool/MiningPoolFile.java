package dev.syncprotocol.aoi.pool;

import dev.syncprotocol.aoi.table.Labels;
import dev.syncprotocol.aoi.table.Pictures;
import dev.syncprotocol.aoi.table.SampleColumns;
import dev.syncprotocol.aoi.table.SampleRow;
import dev.syncprotocol.aoi.table.SampleTable;
import dev.syncprotocol.aoi.table.SampleTableFile;
import dev.syncprotocol.aoi.workspace.AoiWorkspace;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.error.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code mining_pool.csv} read and brought to one form: folders relative to the workspace (decisions A19, A20). */
public final class MiningPoolFile {
    private final AoiWorkspace workspace;
    private final Pictures pictures;
    private final List<Violation> faults = new ArrayList<>();
    private final Map<String, Integer> lines = new HashMap<>();

    private MiningPoolFile(AoiWorkspace workspace, Pictures pictures) {
        this.workspace = workspace;
        this.pictures = pictures;
    }

    /**
     * Reads the pool.
     *
     * @throws SyncException {@code mining_pool_missing}, {@code mining_pool_empty}, or {@code csv_invalid} with every row that names its pictures wrongly, twice, or has a doubtful
     *     label
     */
    public static MiningPool read(AoiWorkspace workspace, Pictures pictures) throws IOException {
        SampleTable table = rows(workspace);
        Path file = workspace.miningPoolCsv();
        byte[] bytes = Files.readAllBytes(file);
        if (bytes[bytes.length - 1] != '\n') {
            throw new SyncException(
                    ErrorCode.CSV_INVALID,
                    file + " must end with a newline: rows are appended to it, nothing else changes");
        }
        SampleTable oneForm = new MiningPoolFile(workspace, pictures).oneForm(table);
        return new MiningPool(oneForm, bytes.length, Sha256.of(bytes));
    }

    /**
     * The rows as they stand there, whatever their pictures are named.
     *
     * @throws SyncException {@code mining_pool_missing}, {@code mining_pool_empty}, {@code csv_invalid}
     */
    public static SampleTable rows(AoiWorkspace workspace) throws IOException {
        Path file = workspace.miningPoolCsv();
        if (!Files.isRegularFile(file)) {
            throw new SyncException(ErrorCode.MINING_POOL_MISSING, "expected the table " + file + ", found none");
        }
        SampleTable table = SampleTableFile.read(file);
        if (table.size() == 0) {
            throw new SyncException(ErrorCode.MINING_POOL_EMPTY, "expected rows in " + file + ", found none");
        }
        return table;
    }

    private SampleTable oneForm(SampleTable table) throws IOException {
        List<SampleRow> rows = new ArrayList<>(table.size());
        for (SampleRow row : table.rows()) {
            rows.add(oneForm(row));
        }
        if (!faults.isEmpty()) {
            Violation first = faults.get(0);
            throw new SyncException(
                    ErrorCode.CSV_INVALID,
                    workspace.miningPoolCsv() + ":" + first.line() + ": expected " + first.expected() + ", found "
                            + first.found(),
                    null,
                    null,
                    faults,
                    List.of());
        }
        return new SampleTable(table.columns(), rows);
    }

    private SampleRow oneForm(SampleRow row) throws IOException {
        SampleRow normal = row.with(
                        SampleColumns.INPUT_PATH,
                        workspace.relative(workspace.miningPool().resolve(folder(row, row.inputPath()))))
                .with(SampleColumns.GOLDEN_PATH, workspace.relative(golden(row, folder(row, row.goldenPath()))))
                .with(SampleColumns.LABEL, label(row));
        Integer earlier = lines.putIfAbsent(SourceSample.keyOf(normal), row.line());
        if (earlier != null) {
            fault(row, "each sample once", row.objectName() + ", as in line " + earlier);
        }
        return normal;
    }

    private String label(SampleRow row) {
        if (row.label().isBlank() || Labels.isDoubtful(row.label())) {
            fault(row, "PASS or a defect as label", "\"" + row.label() + "\"");
        }
        return Labels.canonical(row.label());
    }

    /** A path that names a file is reduced to its folder; the file must be one of the row's pictures. */
    private String folder(SampleRow row, String path) {
        if (path.isBlank()) {
            fault(row, "input_path and golden_path", "an empty path");
        }
        if (!path.toLowerCase(Locale.ROOT).endsWith(pictures.extension().toLowerCase(Locale.ROOT))) {
            return path;
        }
        int slash = path.lastIndexOf('/');
        String name = path.substring(slash + 1);
        boolean own = pictures.lightsOrNone().stream()
                .anyMatch(light -> name.equalsIgnoreCase(pictures.fileName(row.objectName(), light)));
        if (!own) {
            fault(
                    row,
                    "the file "
                            + pictures.fileName(
                                    row.objectName(), pictures.lightsOrNone().get(0)),
                    name);
        }
        return slash < 0 ? "." : path.substring(0, slash);
    }

    /** Below {@code kpi/images}, else below the pool (decision A19); in both with other bytes is a fault. */
    private Path golden(SampleRow row, String path) throws IOException {
        Path shared = workspace.kpiImages().resolve(path);
        Path own = workspace.miningPool().resolve(path);
        boolean inShared = false;
        for (String light : pictures.lightsOrNone()) {
            String name = pictures.fileName(row.objectName(), light);
            boolean here = Files.isRegularFile(shared.resolve(name));
            inShared |= here;
            if (here
                    && Files.isRegularFile(own.resolve(name))
                    && Files.mismatch(shared.resolve(name), own.resolve(name)) >= 0) {
                fault(
                        row,
                        "one golden picture",
                        path + "/" + name + " below kpi/images and, with other bytes, below the pool");
            }
        }
        return inShared ? shared : own;
    }

    private void fault(SampleRow row, String expected, String found) {
        faults.add(new Violation("", row.line(), 1, "mining_pool", expected, found));
    }
}
