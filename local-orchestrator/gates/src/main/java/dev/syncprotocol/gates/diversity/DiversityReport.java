package dev.syncprotocol.gates.diversity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.temporal.ChronoUnit;

/**
 * The file {@code reports/diversity_report.json}, a document of the schema {@code diversity-report.v1}. A figure that
 * cannot be computed is null there, its reason under {@code not_computed}.
 */
public final class DiversityReport {
    private static final String SCHEMA = "sync.diversity-report/1";
    private static final String MEASURED_BY = "sync.gates.diversity/1";

    private final DiversityMeasures measures;
    private final ObjectNode document = SyncJson.object();
    private final ObjectNode notComputed = SyncJson.object();

    private DiversityReport(DiversityMeasures measures) {
        this.measures = measures;
    }

    /**
     * Writes under a temporary name beside it and renames: a failing write leaves the old file. Creates the folders above.
     *
     * @param file where the report goes
     * @param source the file that holds the measured texts
     * @param sourceDigest of that file's bytes, as they were measured
     * @param clock gives {@code at}, cut to seconds
     */
    public static void write(Path file, DiversityMeasures measures, RepoPath source, Sha256 sourceDigest, Clock clock)
            throws IOException {
        Path target = file.toAbsolutePath();
        Path temporary = target.resolveSibling(target.getFileName() + ".tmp");
        Files.createDirectories(target.getParent());
        Files.writeString(temporary, SyncJson.pretty(document(measures, source, sourceDigest, clock)));
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The document as a tree, keys in the order of the schema. Same measures, same time: same tree. */
    public static ObjectNode document(DiversityMeasures measures, RepoPath source, Sha256 sourceDigest, Clock clock) {
        DiversityReport report = new DiversityReport(measures);
        report.putMeasures();
        report.putDetails();
        report.putOrigin(source, sourceDigest, clock);
        return report.document;
    }

    private void putMeasures() {
        document.put("schema", SCHEMA).put("records", measures.records()).put("tokens", measures.tokens());
        put("ttr", measures.typeTokenRatio());
        put("distinct_1", measures.distinct1().corpus());
        put("distinct_2", measures.distinct2().corpus());
        putWindowed("distinct_2_windowed", measures.distinct2().windowed());
        put("kl_3gram", measures.kl3());
        document.put("kl_3gram_reason", measures.kl3().reason().orElse(null));
        put("zipf_exponent", measures.zipf().exponent());
        put("zipf_r2", measures.zipf().r2());
        put("ead", measures.expectationAdjustedDistinct());
    }

    private void putDetails() {
        document.put("types", measures.types());
        putWindowed("distinct_1_windowed", measures.distinct1().windowed());
        put("distinct_1_mean_per_record", measures.distinct1().meanPerRecord());
        put("distinct_2_mean_per_record", measures.distinct2().meanPerRecord());
        put("distinct_2_over_tokens", measures.distinct2().overTokens());
        put("exact_dup_pct", measures.exactDuplicatePercent());
        document.put("kl_3gram_reference", "templates");
        document.put("seed", measures.settings().seed());
        document.set("not_computed", notComputed);
    }

    private void putOrigin(RepoPath source, Sha256 sourceDigest, Clock clock) {
        document.putObject("source").put("path", source.value()).put("sha256", sourceDigest.hex());
        document.put("measured_by", MEASURED_BY);
        document.put("at", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    }

    private void putWindowed(String key, WindowedDistinct windowed) {
        ObjectNode node = document.putObject(key);
        put(node, key + ".", "value", windowed.value());
        node.put("t", windowed.t()).put("windows", windowed.windows());
        put(node, key + ".", "sd", windowed.sd());
        node.put("underpowered", windowed.underpowered());
    }

    private void put(String key, Figure figure) {
        put(document, "", key, figure);
    }

    private void put(ObjectNode node, String prefix, String key, Figure figure) {
        figure.value().ifPresentOrElse(value -> node.put(key, value), () -> node.putNull(key));
        figure.reason().ifPresent(reason -> notComputed.put(prefix + key, reason));
    }
}
