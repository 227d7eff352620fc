package dev.syncprotocol.gates.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.gates.Finding;
import dev.syncprotocol.gates.GateResult;
import dev.syncprotocol.gates.ReportFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * {@code reports/preflight/preflight.html}: each gate with what was measured, what was asked, who breaks it, and the
 * histograms its values hold. One file: no script, no font, no picture from elsewhere; foreign text is escaped.
 */
public final class PreflightPage {
    /** Where it lies. */
    public static final String PATH = "reports/preflight/preflight.html";

    private static final String STYLE =
            "body{font:15px/1.45 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem;"
                    + "color:#1c2430;background:#fff}h2{margin-top:2rem}table{border-collapse:collapse;margin:.5rem 0}td,th{padding:.2rem .7rem;"
                    + "border-bottom:1px solid #d7dce3;text-align:left;vertical-align:top}.pass{color:#0a7a3d}.fail{color:#b3261e}"
                    + "code{font:13px ui-monospace,monospace}figure{display:inline-block;margin:.5rem 1.2rem .5rem 0}"
                    + "figcaption{font-size:12px;color:#57606a}svg{display:block;background:#f4f6f9}"
                    + "@media(prefers-color-scheme:dark){body{background:#15191f;color:#e6e9ee}td,th{border-color:#323a45}svg{background:#202732}"
                    + ".pass{color:#5fd38d}.fail{color:#ff8a80}}";
    private static final int WIDTH = 220;
    private static final int HEIGHT = 60;

    private final StringBuilder html = new StringBuilder();

    private PreflightPage() {}

    /** Writes the page of these gates, failing or not. */
    public static void write(Path workspace, List<GateResult> results) throws IOException {
        ReportFile.write(workspace.resolve(PATH), of(results).getBytes(StandardCharsets.UTF_8));
    }

    /** The page as text. */
    static String of(List<GateResult> results) {
        PreflightPage page = new PreflightPage();
        page.head(results);
        results.forEach(page::gate);
        return page.html.append("</body></html>\n").toString();
    }

    private void head(List<GateResult> results) {
        boolean passed = !results.isEmpty() && results.stream().allMatch(GateResult::passed);
        html.append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Preflight</title><style>")
                .append(STYLE)
                .append("</style></head><body><h1>Preflight: ")
                .append(verdict(passed))
                .append("</h1><table><tr><th>gate</th><th>verdict</th><th>report</th></tr>");
        for (GateResult result : results) {
            String report = result.report().map(GateResult.WrittenReport::path).orElse("");
            html.append("<tr><td><a href=\"#").append(escaped(result.name())).append("\">");
            html.append(escaped(result.name())).append("</a></td><td>").append(verdict(result.passed()));
            html.append("</td><td><code>").append(escaped(report)).append("</code></td></tr>");
        }
        html.append("</table>");
    }

    private static String verdict(boolean passed) {
        return passed ? "<span class=\"pass\">pass</span>" : "<span class=\"fail\">FAIL</span>";
    }

    private void gate(GateResult result) {
        html.append("<h2 id=\"").append(escaped(result.name())).append("\">").append(escaped(result.name()));
        html.append(' ').append(verdict(result.passed())).append("</h2>");
        failures(result.failures());
        html.append("<table><tr><th>measured</th><th>value</th></tr>");
        figures("", result.values());
        html.append("</table><table><tr><th>threshold</th><th>value</th></tr>");
        figures("", result.thresholds());
        html.append("</table>");
        histograms("", result.values());
    }

    private void failures(List<Finding> failures) {
        if (failures.isEmpty()) {
            return;
        }
        html.append(
                "<table><tr><th>check</th><th>task</th><th>found</th><th>limit</th><th>why</th><th>records</th></tr>");
        for (Finding finding : failures) {
            html.append("<tr class=\"fail\"><td>")
                    .append(escaped(finding.check()))
                    .append("</td><td>");
            html.append(escaped(finding.task())).append("</td><td>");
            finding.value().ifPresent(html::append);
            html.append("</td><td>");
            finding.limit().ifPresent(html::append);
            html.append("</td><td>").append(escaped(finding.reason())).append("</td><td><code>");
            html.append(escaped(String.join(", ", finding.ids()))).append("</code></td></tr>");
        }
        html.append("</table>");
    }

    /** Numbers and words at any depth, by their path; lists and histograms have their own place. */
    private void figures(String path, JsonNode node) {
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            String name = path.isEmpty() ? entry.getKey() : path + " · " + entry.getKey();
            if (entry.getValue().isObject() && !isHistogram(entry.getValue())) {
                figures(name, entry.getValue());
            } else if (entry.getValue().isValueNode()) {
                html.append("<tr><td>").append(escaped(name)).append("</td><td>");
                html.append(escaped(entry.getValue().asText())).append("</td></tr>");
            }
        }
    }

    private void histograms(String path, JsonNode node) {
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            String name = path.isEmpty() ? entry.getKey() : path + " · " + entry.getKey();
            if (isHistogram(entry.getValue())) {
                histogram(name, entry.getValue());
            } else if (entry.getValue().isObject()) {
                histograms(name, entry.getValue());
            }
        }
    }

    private static boolean isHistogram(JsonNode node) {
        return node.path("counts").isArray() && node.has("from");
    }

    private void histogram(String name, JsonNode histogram) {
        JsonNode counts = histogram.get("counts");
        int most = 1;
        for (JsonNode count : counts) {
            most = Math.max(most, count.intValue());
        }
        html.append("<figure><svg width=\"")
                .append(WIDTH)
                .append("\" height=\"")
                .append(HEIGHT)
                .append("\">");
        int bars = Math.max(1, counts.size());
        for (int i = 0; i < counts.size(); i++) {
            int height = counts.get(i).intValue() * HEIGHT / most;
            html.append("<rect x=\"").append(i * WIDTH / bars).append("\" y=\"").append(HEIGHT - height);
            html.append("\" width=\"")
                    .append(WIDTH / bars - 1)
                    .append("\" height=\"")
                    .append(height);
            html.append("\" fill=\"#3b6fb6\"/>");
        }
        html.append("</svg><figcaption>").append(escaped(name)).append("<br>");
        html.append(histogram.get("from").asText())
                .append(" to ")
                .append(histogram.get("to").asText());
        html.append("</figcaption></figure>");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
