package dev.syncprotocol.aoi.dataset;

import dev.syncprotocol.aoi.picture.PictureFile;
import dev.syncprotocol.aoi.table.Labels;
import dev.syncprotocol.aoi.table.Pictures;
import dev.syncprotocol.aoi.table.SampleRow;
import dev.syncprotocol.aoi.table.SampleTable;
import dev.syncprotocol.protocol.error.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks at every row of a table: its label, and its pictures and goldens under every light (specification §11.6). */
public final class TableCheck {
    /** What labels must look like. */
    public enum LabelForm {
        /** Any letter case, as customers write them. */
        AS_WRITTEN,
        /** The canonical form of combined tables. */
        CANONICAL
    }

    private final Path imagesDir;
    private final Pictures pictures;
    private final LabelForm form;
    private final Map<Path, String> looked = new HashMap<>();
    private final List<Violation> faults = new ArrayList<>();
    private int labelFaults;

    private TableCheck(Path imagesDir, Pictures pictures, LabelForm form) {
        this.imagesDir = imagesDir;
        this.pictures = pictures;
        this.form = form;
    }

    /** Checks a table whose pictures lie under {@code imagesDir}; changes nothing, finds every fault. */
    public static TableFindings of(SampleTable table, Path imagesDir, Pictures pictures, LabelForm form) {
        return new TableCheck(imagesDir, pictures, form).findings(table);
    }

    private TableFindings findings(SampleTable table) {
        table.rows().forEach(this::row);
        int pass = (int)
                table.rows().stream().filter(row -> Labels.isPass(row.label())).count();
        int missing =
                (int) looked.values().stream().filter(why -> !why.isEmpty()).count();
        return new TableFindings(table.size(), looked.size(), pass, table.size() - pass, missing, labelFaults, faults);
    }

    private void row(SampleRow row) {
        label(row);
        if (row.inputPath().isBlank()
                || row.objectName().isBlank()
                || row.goldenPath().isBlank()) {
            fault(row, "input_path, golden_path and object_name", "an empty one");
            return;
        }
        for (String light : pictures.lightsOrNone()) {
            picture(row, pictures.input(imagesDir, row, light));
            picture(row, pictures.golden(imagesDir, row, light));
        }
    }

    private void label(SampleRow row) {
        String label = row.label();
        boolean canonical = form == LabelForm.AS_WRITTEN || label.equals(Labels.canonical(label));
        if (label.isBlank() || Labels.isDoubtful(label) || !canonical) {
            labelFaults++;
            fault(row, canonical ? "PASS or a defect" : "the label " + Labels.canonical(label), "\"" + label + "\"");
        }
    }

    private void picture(SampleRow row, Path file) {
        String why = looked.computeIfAbsent(file, TableCheck::look);
        if (!why.isEmpty()) {
            fault(row, "the picture " + file, why);
        }
    }

    /** Why a picture cannot be used; empty when it can. */
    private static String look(Path file) {
        if (!Files.isRegularFile(file)) {
            return "no file";
        }
        try {
            PictureFile.read(file);
            return "";
        } catch (IOException e) {
            return "a file that cannot be decoded";
        }
    }

    private void fault(SampleRow row, String expected, String found) {
        faults.add(new Violation("", row.line(), 1, "csv", expected, found));
    }
}
