package dev.syncprotocol.aoi.dataset;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.aoi.table.Labels;
import dev.syncprotocol.aoi.table.Pictures;
import dev.syncprotocol.aoi.table.SampleColumns;
import dev.syncprotocol.aoi.table.TableCheck;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.error.Violation;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The validation of a combined table and its evidence, {@code merge_validation.json}.
 *
 * @param phase {@code iter1}, …
 * @param assembly the table
 * @param findings what checking its rows found
 * @param overlaps what it shares with the sets that judge it
 * @param validationCsv the validation table
 * @param toolVersion the product's version
 */
public record MergeValidation(
        String phase,
        AssemblyOutcome assembly,
        TableFindings findings,
        Overlaps overlaps,
        Path validationCsv,
        String toolVersion) {
    /** The evidence's name. */
    public static final String FILE = "merge_validation.json";

    private static final int SIDES = 2;
    private static final String SCHEMA = "sync.aoi-merge-validation/1";

    /** Checks every row of an assembled table, every light, both sides; its paths are relative to the workspace. */
    public static TableFindings findings(AssemblyOutcome assembly, Path workspace, Pictures pictures) {
        List<Violation> faults =
                TableCheck.violations(assembly.table(), workspace, pictures, TableCheck.LabelRule.CANONICAL);
        int pass = (int) assembly.table().rows().stream()
                .filter(row -> Labels.isPass(row.label()))
                .count();
        int rows = assembly.table().size();
        return new TableFindings(
                rows,
                rows * pictures.lightsOrNone().size() * SIDES,
                pass,
                rows - pass,
                missing(faults),
                (int) faults.stream()
                        .filter(fault -> fault.rule().equals(SampleColumns.LABEL))
                        .count(),
                faults);
    }

    private static int missing(List<Violation> faults) {
        Set<String> paths = Set.of(SampleColumns.INPUT_PATH, SampleColumns.GOLDEN_PATH);
        return (int) faults.stream()
                .filter(fault -> paths.contains(fault.rule()))
                .map(Violation::expected)
                .distinct()
                .count();
    }

    /**
     * Writes the evidence, then stops on what is wrong.
     *
     * @throws SyncException {@code csv_invalid}, {@code train_no_class}, {@code leakage}; the evidence is written first
     */
    public void write(Path folder) throws IOException {
        AtomicFile.replace(folder.resolve(FILE), SyncJson.pretty(tree()).getBytes(StandardCharsets.UTF_8));
        String what = String.valueOf(assembly.csv().getFileName());
        findings.refuse(what);
        findings.refuseOneClass(what);
        if (overlaps.sum() > 0) {
            throw new SyncException(
                    ErrorCode.LEAKAGE,
                    what + " shares " + overlaps.validation().orElse(0) + " rows with validation, "
                            + overlaps.kpi().orElse(0) + " with the KPI set, "
                            + overlaps.benchmark().orElse(0) + " with the benchmark");
        }
    }

    private ObjectNode tree() throws IOException {
        ObjectNode tree = SyncJson.object()
                .put("schema", SCHEMA)
                .put("phase", phase)
                .put("rows_checked", findings.rows())
                .put("pictures_checked", findings.pictures())
                .put("pass_rows", findings.pass())
                .put("ng_rows", findings.ng())
                .put("missing_file_count", findings.missingFiles())
                .put("noncanonical_label_count", findings.noncanonicalLabels())
                .put("duplicates_dropped", assembly.duplicatesDropped());
        count(tree, "train_val_leakage_overlap_count", overlaps.validation());
        count(tree, "train_kpi_leakage_overlap_count", overlaps.kpi());
        count(tree, "train_benchmark_leakage_overlap_count", overlaps.benchmark());
        return tree.put("train_csv_sha256", Sha256.ofFile(assembly.csv()).hex())
                .put(
                        "provenance_csv_sha256",
                        Sha256.ofFile(assembly.provenanceCsv()).hex())
                .put("validation_csv_sha256", Sha256.ofFile(validationCsv).hex())
                .put("tool_version", toolVersion);
    }

    private static void count(ObjectNode tree, String name, OptionalInt count) {
        tree.put(name, count.isPresent() ? Integer.valueOf(count.getAsInt()) : null);
    }
}
