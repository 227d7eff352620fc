package dev.syncprotocol.cli;

import dev.syncprotocol.runs.compare.ComparedRow;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Values of several runs in 80 columns: beside each other where they fit, below each other where they do not. */
final class SideBySide {
    private static final int WIDTH = 80;
    private static final int NAME = 26;
    private static final String NONE = "-";

    private final Words words;
    private final int runs;
    private final int cell;

    SideBySide(Words words, int runs) {
        this.words = words;
        this.runs = runs;
        this.cell = (WIDTH - NAME - 2) / runs;
    }

    /** How a run is called in the columns. */
    static String letter(int run) {
        return run < 26 ? Character.toString('A' + run) : Integer.toString(run + 1);
    }

    void title(String title, Style style) {
        words.blank();
        String letters =
                IntStream.range(0, runs).mapToObj(run -> padded(letter(run))).collect(Collectors.joining());
        String head = String.format("%-" + (NAME + 2) + "s", title);
        words.line((style.bold(head) + letters).stripTrailing());
    }

    void row(ComparedRow row) {
        List<String> values = row.values().stream().map(SideBySide::shown).toList();
        boolean fits = row.name().length() < NAME && values.stream().allMatch(value -> value.length() < cell);
        if (fits) {
            String cells = values.stream().map(this::padded).collect(Collectors.joining());
            words.line(("  " + String.format("%-" + NAME + "s", row.name()) + cells).stripTrailing());
            return;
        }
        words.line("  " + row.name());
        for (int i = 0; i < values.size(); i++) {
            words.wrapped("    " + letter(i) + "  ", cut(values.get(i)));
        }
    }

    private String padded(String text) {
        return String.format("%-" + Math.max(1, cell) + "s", text);
    }

    /** A digest is told by its first digits; the JSON has it whole. */
    private static String shown(String value) {
        String text = value.matches("[0-9a-f]{64}") ? value.substring(0, 12) : value;
        return text.isEmpty() ? NONE : text;
    }

    /** Words longer than the line are cut into pieces. */
    private static String cut(String value) {
        int most = WIDTH - 8;
        List<String> pieces = new ArrayList<>();
        for (String word : value.split(" ")) {
            for (int from = 0; from < word.length(); from += most) {
                pieces.add(word.substring(from, Math.min(word.length(), from + most)));
            }
        }
        return String.join(" ", pieces);
    }
}
