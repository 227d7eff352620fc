package dev.syncprotocol.aoi.rca;

import dev.syncprotocol.aoi.table.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A page that grows section by section; words of a table cannot break its lines or cells. */
final class MarkdownPage {
    private final List<String> lines = new ArrayList<>();

    /** A heading, an empty line on both sides. */
    void section(String title) {
        if (!lines.isEmpty()) {
            lines.add("");
        }
        lines.add(title);
        lines.add("");
    }

    void line(String form, Object... values) {
        lines.add(values.length == 0 ? form : String.format(Locale.ROOT, form, values));
    }

    /** The head of a table, its columns divided by bars. */
    void table(String columns) {
        lines.add("");
        lines.add("| " + columns + " |");
        lines.add("|" + "---|".repeat(columns.split("[|]", -1).length));
    }

    String text() {
        return String.join("\n", lines) + "\n";
    }

    /** Foreign text in a cell of ours. */
    static String cell(String text) {
        return Labels.isPass(text) ? text : text.replaceAll("[\\p{Cntrl}|`]", " ");
    }
}
