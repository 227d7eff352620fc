package dev.syncprotocol.cli;

import dev.syncprotocol.protocol.json.ShownText;
import java.util.ArrayList;
import java.util.List;

/** Lines for people, at most 80 columns wide where the content allows it. */
final class Words {
    private static final int WIDTH = 80;

    private final List<String> lines = new ArrayList<>();

    Words line(String text) {
        lines.add(text);
        return this;
    }

    Words blank() {
        return line("");
    }

    /** Prose behind a label, wrapped at 80 columns; the lines after the first stand below the first word. */
    Words wrapped(String label, String text) {
        int indent = label.length();
        StringBuilder current = new StringBuilder(label);
        for (String word : text.split(" ")) {
            if (current.length() > indent && current.length() + 1 + word.length() > WIDTH) {
                lines.add(current.toString());
                current = new StringBuilder(" ".repeat(indent));
            }
            current.append(current.length() > indent ? " " : "").append(word);
        }
        lines.add(current.toString());
        return this;
    }

    /** What somebody else wrote: cleaned, indented, marked as theirs (interfaces.md section 5). */
    Words quoted(String party, String foreign) {
        line("  " + party + " says:");
        ShownText.strip(foreign).lines().forEach(text -> wrapped("    ", text));
        return this;
    }

    /** The commands that lead on. */
    Words next(List<String> commands) {
        for (int i = 0; i < commands.size(); i++) {
            line((i == 0 ? "next: " : "      ") + commands.get(i));
        }
        return this;
    }

    String text() {
        return String.join("\n", lines);
    }
}
