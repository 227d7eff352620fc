package dev.syncprotocol.aoi.report.reading;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many weak pictures went which way, from {@code routing_summary.txt}.
 *
 * @param mining to mining
 * @param anomalygen to anomaly generation; 0 in pre-generated mode
 */
public record Routed(int mining, int anomalygen) {
    private static final Pattern MINING = Pattern.compile("^Mining subset:\\s+(\\d+)\\b", Pattern.MULTILINE);
    private static final Pattern ANOMALYGEN = Pattern.compile("^AnomalyGen subset:\\s+(\\d+)\\b", Pattern.MULTILINE);

    /** Read beside the routed file; empty when the summary is not there. */
    static Optional<Routed> beside(Path routedFile) throws IOException {
        Path summary = routedFile.resolveSibling("routing_summary.txt");
        if (!Files.isRegularFile(summary)) {
            return Optional.empty();
        }
        String text = Files.readString(summary);
        return Optional.of(new Routed(number(MINING, text), number(ANOMALYGEN, text)));
    }

    private static int number(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        return found.find() ? Integer.parseInt(found.group(1)) : 0;
    }
}
