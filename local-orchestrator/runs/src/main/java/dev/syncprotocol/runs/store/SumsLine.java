package dev.syncprotocol.runs.store;

import dev.syncprotocol.protocol.digest.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A line of {@code SHA256SUMS} as GNU coreutils writes and checks it (run-store.md section 8.4). */
final class SumsLine {
    private static final Pattern FORM = Pattern.compile("(\\\\?)([0-9a-f]{64})  (.+)");

    private SumsLine() {}

    static String of(Sha256 digest, String path) {
        String name = path.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
        return (name.equals(path) ? "" : "\\") + digest + "  " + name + "\n";
    }

    /** The digest of every path in the file; lines of another form are left out. */
    static Map<String, Sha256> read(Path file) throws IOException {
        Map<String, Sha256> sums = new LinkedHashMap<>();
        for (String line : Files.readString(file).split("\n")) {
            Matcher parts = FORM.matcher(line);
            if (parts.matches()) {
                boolean escaped = !parts.group(1).isEmpty();
                sums.put(escaped ? unescaped(parts.group(3)) : parts.group(3), new Sha256(parts.group(2)));
            }
        }
        return sums;
    }

    private static String unescaped(String name) {
        return Pattern.compile("\\\\([nr\\\\])").matcher(name).replaceAll(found -> switch (found.group(1)) {
            case "n" -> "\n";
            case "r" -> "\r";
            default -> Matcher.quoteReplacement("\\");
        });
    }
}
