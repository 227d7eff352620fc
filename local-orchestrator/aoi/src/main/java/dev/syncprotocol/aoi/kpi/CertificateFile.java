package dev.syncprotocol.aoi.kpi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.protocol.schema.SchemaId;
import dev.syncprotocol.protocol.schema.SchemaValidator;
import dev.syncprotocol.runs.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code threshold_certificate.json}: written, read, and checked against its table again. */
public final class CertificateFile {
    private static final String SCHEMA = "sync.aoi-threshold-certificate/1";
    private static final double SLACK = 1e-12;

    private CertificateFile() {}

    /** Writes a certificate by atomic replacement. */
    public static void write(Path file, ThresholdCertificate certificate) throws IOException {
        AtomicFile.replace(file, SyncJson.pretty(tree(certificate)).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads a certificate.
     *
     * @throws SyncException {@code evidence_missing} when there is none, {@code evidence_changed} when it breaks its schema or its decimal and
     *     hexadecimal threshold differ
     */
    public static ThresholdCertificate read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new SyncException(ErrorCode.EVIDENCE_MISSING, "there is no certificate " + file);
        }
        JsonNode tree = SchemaValidator.load(
                        SchemaId.AOI_THRESHOLD_CERTIFICATE_V1,
                        Files.readAllBytes(file),
                        DocumentFormat.JSON,
                        ErrorCode.EVIDENCE_CHANGED,
                        file.toString())
                .root();
        if (!StoredThreshold.hexOf(tree.get("threshold").doubleValue())
                .equals(tree.get("threshold_hex").textValue())) {
            throw changed(file, "its decimal and its hexadecimal threshold are different numbers");
        }
        return certificate(tree);
    }

    /**
     * Reads a certificate from disk and applies its threshold to its table again: the table must have its digest, the counts must come out as
     * certified, and both comparisons must reach the certified recall.
     *
     * @throws SyncException {@code evidence_missing}, {@code evidence_changed}
     */
    public static ThresholdCertificate verified(Path file) throws IOException {
        ThresholdCertificate certificate = read(file);
        Path csv =
                file.toAbsolutePath().resolveSibling(certificate.inferenceCsv()).normalize();
        if (!Files.isRegularFile(csv)) {
            throw new SyncException(ErrorCode.EVIDENCE_MISSING, "the certified table is gone: " + csv);
        }
        if (!Sha256.ofFile(csv).equals(certificate.inferenceSha256())) {
            throw changed(csv, "it is not the table that was certified");
        }
        compare(file, certificate, ScoredTableFile.read(csv, certificate.reading()));
        return certificate;
    }

    private static void compare(Path file, ThresholdCertificate certificate, ScoredTable table) {
        LabelledScores scores = table.scores();
        double threshold = certificate.threshold().value();
        same(file, "counts", certificate.counts(), scores.at(threshold));
        same(file, "float32 counts", certificate.float32Counts(), scores.atFloat32(threshold));
        if (certificate.minRecall() == 1
                && FullRecall.of(scores).threshold() != certificate.threshold().candidate()) {
            throw changed(file, "its candidate is not the threshold of full recall");
        }
        double reached = Math.min(
                certificate.counts().recall(), certificate.float32Counts().recall());
        if (reached < certificate.minRecall() - SLACK) {
            throw changed(file, "its threshold reaches recall " + reached * 100 + " % only");
        }
    }

    private static void same(Path file, String what, OperatingPoint certified, OperatingPoint found) {
        if (!certified.equals(found)) {
            throw changed(file, what + " certified " + certified + ", found " + found);
        }
    }

    private static SyncException changed(Path file, String why) {
        return new SyncException(ErrorCode.EVIDENCE_CHANGED, file + ": " + why);
    }

    private static ObjectNode tree(ThresholdCertificate certificate) {
        ObjectNode tree = SyncJson.object().put("schema", SCHEMA);
        tree.put("inference_csv", certificate.inferenceCsv())
                .put("inference_csv_sha256", certificate.inferenceSha256().hex());
        tree.putObject("reading")
                .put("label_column", certificate.reading().label())
                .put("score_column", certificate.reading().score())
                .put("pass_label", certificate.reading().passLabel())
                .put("letter_case", word(certificate.reading().letterCase()));
        tree.put("score_kind", certificate.scoreKind());
        put(tree, "min_recall", certificate.minRecall());
        tree.put("n_pass", certificate.counts().fp() + certificate.counts().tn())
                .put("n_ng", certificate.counts().tp() + certificate.counts().fn());
        threshold(tree, certificate.threshold());
        point(tree, certificate.counts());
        point(tree.putObject("float32"), certificate.float32Counts());
        ties(tree.putObject("tie_mass"), certificate.ties());
        ArrayNode weakest = tree.putArray("weakest_ng");
        certificate.weakestNg().forEach(ng -> weakest(weakest.addObject(), ng));
        ArrayNode labels = tree.putArray("labels");
        certificate.labels().forEach(label -> label(labels.addObject(), label));
        bounds(tree.putObject("bounds"), certificate.bounds());
        return tree;
    }

    private static void threshold(ObjectNode tree, StoredThreshold threshold) {
        put(tree, "threshold", threshold.value());
        tree.put("threshold_hex", threshold.hex());
        put(tree, "reference_candidate", threshold.candidate());
        tree.put("rule", threshold.rule().word());
    }

    private static void point(ObjectNode tree, OperatingPoint point) {
        tree.putObject("counts")
                .put("tp", point.tp())
                .put("fp", point.fp())
                .put("tn", point.tn())
                .put("fn", point.fn());
        put(tree, "recall_pct", point.recallPct());
        put(tree, "far_pct", point.farPct());
    }

    private static void ties(ObjectNode tree, TieMass ties) {
        put(tree, "weakest_ng_score", ties.weakestNgScore());
        tree.put("pass_at_weakest_ng", ties.passAtWeakestNg())
                .put("ng_at_weakest_ng", ties.ngAtWeakestNg())
                .put("pass_at_threshold", ties.passAtThreshold())
                .put("ng_at_threshold", ties.ngAtThreshold());
    }

    private static void weakest(ObjectNode tree, WeakestNg ng) {
        tree.put("line", ng.line()).put("label", ng.label()).put("object_name", ng.objectName());
        put(tree, "score", ng.score());
        put(tree, "margin", ng.margin());
    }

    private static void label(ObjectNode tree, LabelBound label) {
        tree.put("label", label.label()).put("n", label.n()).put("missed", label.missed());
        put(tree, "lowest_score", label.lowestScore());
        put(tree, "margin", label.margin());
        put(tree, "miss_rate_upper_pct", label.missRateUpperPct());
    }

    private static void bounds(ObjectNode tree, Bounds bounds) {
        put(tree, "miss_rate_upper_pct", bounds.missRateUpperPct());
        put(tree, "rule_of_three_pct", bounds.ruleOfThreePct());
        put(tree, "far_lower_pct", bounds.farLowerPct());
        put(tree, "far_upper_pct", bounds.farUpperPct());
    }

    private static void put(ObjectNode tree, String name, double number) {
        tree.put(name, StoredThreshold.shortest(number));
    }

    private static ThresholdCertificate certificate(JsonNode tree) {
        StoredThreshold threshold = new StoredThreshold(
                tree.get("threshold").doubleValue(),
                tree.get("reference_candidate").doubleValue(),
                StoredThreshold.Rule.valueOf(upper(tree.get("rule"))));
        return new ThresholdCertificate(
                tree.get("inference_csv").textValue(),
                new Sha256(tree.get("inference_csv_sha256").textValue()),
                reading(tree.get("reading")),
                tree.get("score_kind").textValue(),
                tree.get("min_recall").doubleValue(),
                threshold,
                point(threshold.value(), tree.get("counts")),
                point(threshold.value(), tree.get("float32").get("counts")),
                ties(tree.get("tie_mass")),
                weakest(tree.get("weakest_ng")),
                labels(tree.get("labels")),
                bounds(tree.get("bounds")));
    }

    private static ScoreColumns reading(JsonNode tree) {
        return new ScoreColumns(
                tree.get("label_column").textValue(),
                tree.get("score_column").textValue(),
                tree.get("pass_label").textValue(),
                ScoreColumns.LetterCase.valueOf(upper(tree.get("letter_case"))));
    }

    private static OperatingPoint point(double threshold, JsonNode counts) {
        return new OperatingPoint(
                threshold,
                counts.get("tp").intValue(),
                counts.get("fp").intValue(),
                counts.get("tn").intValue(),
                counts.get("fn").intValue());
    }

    private static TieMass ties(JsonNode tree) {
        return new TieMass(
                tree.get("weakest_ng_score").doubleValue(),
                tree.get("pass_at_weakest_ng").intValue(),
                tree.get("ng_at_weakest_ng").intValue(),
                tree.get("pass_at_threshold").intValue(),
                tree.get("ng_at_threshold").intValue());
    }

    private static List<WeakestNg> weakest(JsonNode list) {
        List<WeakestNg> weakest = new ArrayList<>();
        list.forEach(ng -> weakest.add(new WeakestNg(
                ng.get("line").intValue(),
                ng.get("label").textValue(),
                ng.get("object_name").textValue(),
                ng.get("score").doubleValue(),
                ng.get("margin").doubleValue())));
        return weakest;
    }

    private static List<LabelBound> labels(JsonNode list) {
        List<LabelBound> labels = new ArrayList<>();
        list.forEach(label -> labels.add(new LabelBound(
                label.get("label").textValue(),
                label.get("n").intValue(),
                label.get("missed").intValue(),
                label.get("lowest_score").doubleValue(),
                label.get("margin").doubleValue(),
                label.get("miss_rate_upper_pct").doubleValue())));
        return labels;
    }

    private static Bounds bounds(JsonNode tree) {
        return new Bounds(
                tree.get("miss_rate_upper_pct").doubleValue(),
                tree.get("rule_of_three_pct").doubleValue(),
                tree.get("far_lower_pct").doubleValue(),
                tree.get("far_upper_pct").doubleValue());
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String upper(JsonNode word) {
        return word.textValue().toUpperCase(Locale.ROOT);
    }
}
