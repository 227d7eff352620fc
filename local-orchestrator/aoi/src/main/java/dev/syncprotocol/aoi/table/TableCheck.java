package dev.syncprotocol.aoi.table;

import dev.syncprotocol.aoi.picture.PictureFile;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.error.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The rules a sample table must keep, all rows, all lights, both sides (specification §11.6): pictures exist and decode, labels can be believed.
 */
public final class TableCheck {
    private static final int SHOWN = 20;

    private final Path imagesDir;
    private final Pictures pictures;
    private final LabelRule labels;
    private final List<Violation> faults = new ArrayList<>();
    private final Map<Path, String> judged = new HashMap<>();

    /** How labels may be written. */
    public enum LabelRule {
        /** {@code PASS}, or lower-case and stripped: what the loop writes. */
        CANONICAL,
        /** Defects in any letter case: what people write. */
        ANY_CASE
    }

    private TableCheck(Path imagesDir, Pictures pictures, LabelRule labels) {
        this.imagesDir = imagesDir;
        this.pictures = pictures;
        this.labels = labels;
    }

    /** Every broken rule, with its line; decodes every picture once. */
    public static List<Violation> violations(SampleTable table, Path imagesDir, Pictures pictures, LabelRule labels) {
        TableCheck check = new TableCheck(imagesDir, pictures, labels);
        if (table.size() == 0) {
            check.faults.add(new Violation("", 1, 1, "rows", "at least one row", "none"));
        }
        table.rows().forEach(check::row);
        return List.copyOf(check.faults);
    }

    /**
     * Refuses a table that breaks a rule; {@code what} names it.
     *
     * @throws SyncException {@code csv_invalid}; the first twenty broken rules
     */
    public static void check(String what, SampleTable table, Path imagesDir, Pictures pictures, LabelRule labels) {
        List<Violation> faults = violations(table, imagesDir, pictures, labels);
        if (!faults.isEmpty()) {
            Violation first = faults.get(0);
            throw new SyncException(
                    ErrorCode.CSV_INVALID,
                    what + ":" + first.line() + ": " + first.rule() + ": expected " + first.expected() + ", found "
                            + first.found() + (faults.size() == 1 ? "" : " (and " + (faults.size() - 1) + " more)"),
                    null,
                    null,
                    faults.subList(0, Math.min(SHOWN, faults.size())),
                    List.of());
        }
    }

    private void row(SampleRow row) {
        label(row);
        if (row.objectName().isBlank()) {
            fault(row, SampleColumns.OBJECT_NAME, "a name", "nothing");
        } else if (row.goldenPath().isBlank()) {
            fault(row, SampleColumns.GOLDEN_PATH, "the folder of the golden picture", "nothing");
        } else {
            for (String light : pictures.lightsOrNone()) {
                picture(row, SampleColumns.INPUT_PATH, pictures.input(imagesDir, row, light));
                picture(row, SampleColumns.GOLDEN_PATH, pictures.golden(imagesDir, row, light));
            }
        }
    }

    private void label(SampleRow row) {
        String label = row.label();
        boolean believed = !label.isBlank() && !Labels.isDoubtful(label);
        boolean written = labels == LabelRule.ANY_CASE || label.equals(Labels.canonical(label));
        if (!believed || !written) {
            String expected = written ? "PASS, or a defect" : "PASS, or a defect in lower case";
            fault(row, SampleColumns.LABEL, expected, "\"" + label + "\"");
        }
    }

    private void picture(SampleRow row, String column, Path file) {
        String found = judged.computeIfAbsent(file, TableCheck::judge);
        if (!found.isEmpty()) {
            fault(row, column, "the picture " + imagesDir.relativize(file), found);
        }
    }

    private static String judge(Path file) {
        if (!Files.isRegularFile(file)) {
            return "no file";
        }
        try {
            PictureFile.read(file);
            return "";
        } catch (IOException e) {
            return "a file that is no picture";
        }
    }

    private void fault(SampleRow row, String column, String expected, String found) {
        faults.add(new Violation("", row.line(), 1, column, expected, found));
    }
}
