package dev.syncprotocol.aoi.table;

import static dev.syncprotocol.aoi.table.SampleColumns.BOARD_NAME;
import static dev.syncprotocol.aoi.table.SampleColumns.GOLDEN_PATH;
import static dev.syncprotocol.aoi.table.SampleColumns.INPUT_PATH;
import static dev.syncprotocol.aoi.table.SampleColumns.LABEL;
import static dev.syncprotocol.aoi.table.SampleColumns.OBJECT_NAME;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One component of one board: a picture per light and its golden partner. Every cell is text; a column the file does not have reads as empty.
 *
 * @param line the line of the file the row starts at, from 2; 0 for a row that was made in memory
 * @param cells column to text, in the table's column order
 */
public record SampleRow(int line, Map<String, String> cells) {
    public SampleRow {
        cells = Collections.unmodifiableMap(new LinkedHashMap<>(cells));
    }

    /** The cell of a column, empty when the table lacks it. */
    public String cell(String column) {
        return cells.getOrDefault(column, "");
    }

    /** The folder of the component's picture, relative to the table's image root. */
    public String inputPath() {
        return cell(INPUT_PATH);
    }

    /** The folder of the golden picture, relative to the table's image root. */
    public String goldenPath() {
        return cell(GOLDEN_PATH);
    }

    /** {@code PASS} or a defect word, as the file has it. */
    public String label() {
        return cell(LABEL);
    }

    /** The component's id: the file stem without light and extension. */
    public String objectName() {
        return cell(OBJECT_NAME);
    }

    /** The board's id, empty when it is not given. */
    public String boardName() {
        return cell(BOARD_NAME);
    }

    /** The same row with another text in one column. */
    public SampleRow with(String column, String text) {
        Map<String, String> changed = new LinkedHashMap<>(cells);
        changed.put(column, text);
        return new SampleRow(line, changed);
    }
}
