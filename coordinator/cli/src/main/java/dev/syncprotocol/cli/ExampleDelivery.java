package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.gates.diversity.DiversityMeasures;
import dev.syncprotocol.gates.diversity.DiversityReport;
import dev.syncprotocol.gates.diversity.Text;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.training.data.JsonlReader;
import dev.syncprotocol.training.data.MinimalData;
import dev.syncprotocol.training.data.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the other side would deliver, written here and plainly labelled as an example: a template pack, rows, and a
 * diversity report measured on those very rows. With the user's own file, the rows are that file, byte for byte.
 *
 * @param workspace where it is delivered to
 * @param ownRows the user's rows; empty for rows of our own generator
 * @param clock the time
 */
record ExampleDelivery(Path workspace, Optional<Path> ownRows, Clock clock) {
    /** The external party's package. */
    static final String PACKAGE = "packages/round-01-gemini.json";

    private static final RepoPath TEMPLATES = new RepoPath("templates/pack_v2/");
    private static final RepoPath ROWS = new RepoPath("data/seed.jsonl");
    private static final RepoPath REPORT = new RepoPath("reports/diversity_report.json");
    private static final long SEED = 20250824;
    private static final int GENERATED_ROWS = 240;

    /** Refuses rows that cannot be read, with file and line, before anything else is done. */
    void requireReadable() {
        ownRows.ifPresent(file -> {
            try {
                JsonlReader.read(file, file.toString());
            } catch (SyncException e) {
                throw new SyncException(
                        ErrorCode.USAGE,
                        e.getMessage(),
                        e,
                        "a row is one JSON object on one line",
                        e.violations(),
                        List.of());
            }
        });
    }

    /** Writes the delivery and its package; answers what was written, in words. */
    String write() throws IOException {
        Files.createDirectories(workspace.resolve("data"));
        int templates = writeTemplates();
        writeRows();
        List<Row> rows = JsonlReader.read(ROWS.below(workspace), ROWS.value());
        Sha256 rowsDigest = Sha256.ofFile(ROWS.below(workspace));
        DiversityMeasures measures = DiversityMeasures.of(texts(rows), SEED);
        DiversityReport.write(REPORT.below(workspace), measures, ROWS, rowsDigest, clock);
        Files.writeString(workspace.resolve(PACKAGE), SyncJson.pretty(document(rows.size(), rowsDigest)));
        return words(templates, rows.size());
    }

    private int writeTemplates() throws IOException {
        Path folder = Files.createDirectories(TEMPLATES.below(workspace));
        int count = 0;
        for (ObjectNode template : MinimalData.templates()) {
            String name = template.path("template_id").asText() + ".json";
            Files.writeString(folder.resolve(name), SyncJson.pretty(template));
            count++;
        }
        return count;
    }

    private void writeRows() throws IOException {
        if (ownRows.isPresent()) {
            Files.copy(ownRows.get(), ROWS.below(workspace));
        } else {
            Files.write(ROWS.below(workspace), new MinimalData(SEED, GENERATED_ROWS, 1).trainBytes());
        }
    }

    private static List<Text> texts(List<Row> rows) {
        return rows.stream()
                .map(row -> new Text(
                        row.id(),
                        row.input(),
                        Optional.ofNullable(row.meta().get("template")).map(node -> node.asText())))
                .toList();
    }

    private ObjectNode document(int rows, Sha256 rowsDigest) throws IOException {
        ObjectNode document = SyncJson.object();
        document.put("from", "gemini");
        document.put("round", 1);
        ArrayNode artifacts = document.putArray("artifacts_produced");
        artifacts
                .addObject()
                .put("name", "template_pack_v2")
                .put("path", TEMPLATES.value())
                .put("desc", "example templates with roles and styles, one file each");
        artifact(artifacts, "diversity_report", REPORT, Sha256.ofFile(REPORT.below(workspace)))
                .put("desc", "measured on " + ROWS);
        artifact(artifacts, "seed_data", ROWS, rowsDigest).put("desc", rows + " rows to train on");
        document.putArray("risks_blockers").add("none");
        document.put(
                "notes", "Example delivery: written by `sync quickstart` in place of the external party. " + origin());
        return document;
    }

    private ObjectNode artifact(ArrayNode artifacts, String name, RepoPath path, Sha256 digest) throws IOException {
        return artifacts
                .addObject()
                .put("name", name)
                .put("path", path.value())
                .put("sha256", digest.hex())
                .put("bytes", Files.size(path.below(workspace)));
    }

    private String origin() {
        return ownRows.isPresent()
                ? "The rows are the user's own file, unchanged."
                : "The rows are generated arithmetic word problems.";
    }

    private String words(int templates, int rows) {
        String source = ownRows.map(file -> "read from " + file).orElse("generated word problems");
        return new Words()
                .line("an example delivery, written by this quickstart in place of the other side:")
                .line("  + " + TEMPLATES + "  " + templates + " templates")
                .line("  + " + ROWS + "  " + String.format(Locale.ROOT, "%,d", rows) + " rows, " + source)
                .line("  + " + REPORT + "  measured on those rows")
                .line("  + " + PACKAGE + "  the package that declares them")
                .text();
    }
}
