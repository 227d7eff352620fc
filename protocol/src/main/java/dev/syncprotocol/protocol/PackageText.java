package dev.syncprotocol.protocol;

import dev.syncprotocol.protocol.error.Violation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The JSON text of a package inside what somebody pasted: the document itself, or the one JSON code block of a Markdown
 * text (seed 001 section 6: a package is pasted as a single JSON code block).
 *
 * @param json the package's own bytes
 * @param linesBefore lines of the pasted text before them
 */
public record PackageText(byte[] json, int linesBefore) {
    private static final Pattern BLOCK = Pattern.compile(
            "^[ \\t]*(```+|~~~+)[ \\t]*json[ \\t]*\\R(.*?)^[ \\t]*\\1[ \\t]*$", Pattern.MULTILINE | Pattern.DOTALL);

    public PackageText {
        json = json.clone();
    }

    @Override
    public byte[] json() {
        return json.clone();
    }

    /**
     * The package text in these bytes. Anything but a text with exactly one JSON code block is taken as it is, and then
     * judged as JSON.
     */
    public static PackageText in(byte[] pasted) {
        String text = new String(pasted, StandardCharsets.UTF_8);
        List<int[]> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            blocks.add(new int[] {matcher.start(2), matcher.end(2)});
        }
        boolean json = text.stripLeading().startsWith("{");
        // Bytes that are not UTF-8 would change on the way through a string; they are refused as they came.
        boolean faithful = Arrays.equals(text.getBytes(StandardCharsets.UTF_8), pasted);
        if (json || blocks.size() != 1 || !faithful) {
            return new PackageText(pasted, 0);
        }
        String block = text.substring(blocks.get(0)[0], blocks.get(0)[1]);
        int before = (int) text.substring(0, blocks.get(0)[0])
                .chars()
                .filter(c -> c == '\n')
                .count();
        return new PackageText(block.getBytes(StandardCharsets.UTF_8), before);
    }

    /** A violation with its line as it is in the pasted text. */
    public Violation inPastedText(Violation violation) {
        return violation.line() == 0
                ? violation
                : new Violation(
                        violation.pointer(),
                        violation.line() + linesBefore,
                        violation.column(),
                        violation.rule(),
                        violation.expected(),
                        violation.found());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PackageText text && text.linesBefore == linesBefore && Arrays.equals(text.json, json);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(json) * 31 + linesBefore;
    }

    @Override
    public String toString() {
        return "PackageText[" + json.length + " bytes after " + linesBefore + " lines]";
    }
}
