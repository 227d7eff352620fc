package dev.syncprotocol.aoi.loop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.aoi.approval.Approval;
import dev.syncprotocol.aoi.approval.LoopParameters;
import dev.syncprotocol.aoi.approval.PreflightSummary;
import dev.syncprotocol.aoi.approval.RunClaim;
import dev.syncprotocol.aoi.leakage.NearCopyRule;
import dev.syncprotocol.aoi.mining.KnnMetric;
import dev.syncprotocol.aoi.mining.MiningSettings;
import dev.syncprotocol.aoi.spec.SpecDocument;
import dev.syncprotocol.aoi.state.RunFacts;
import dev.syncprotocol.aoi.state.RunFolder;
import dev.syncprotocol.aoi.weights.WeightsPlan;
import dev.syncprotocol.aoi.workspace.AoiWorkspace;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * A run whose directory is claimed: what was approved, read from the directory alone.
 *
 * @param folder its places
 * @param approval who approved it
 * @param summary what was approved
 */
public record ApprovedRun(RunFolder folder, Approval approval, PreflightSummary summary) {
    private static final String EMBEDDED_BACKBONE = "sync_siamese_small";
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'+00:00'").withZone(ZoneOffset.UTC);

    /**
     * Reads a run's directory.
     *
     * @throws SyncException {@code evidence_missing} when it is no approved run; {@code evidence_changed} when the summary is not the approved one
     */
    public static ApprovedRun read(Path run) throws IOException {
        Path root = run.toAbsolutePath().normalize();
        Path summaryFile = root.resolve(RunClaim.SUMMARY_JSON);
        if (!Files.isRegularFile(root.resolve(Approval.NAME)) || !Files.isRegularFile(summaryFile)) {
            throw new SyncException(
                    ErrorCode.EVIDENCE_MISSING, root + " is no approved run: it lacks " + Approval.NAME);
        }
        Approval approval = Approval.read(root);
        PreflightSummary summary = PreflightSummary.of(SyncJson.read(Files.readString(summaryFile)));
        if (!summary.digest().equals(approval.summarySha256())) {
            throw new SyncException(
                    ErrorCode.EVIDENCE_CHANGED,
                    summaryFile + ": expected the approved summary "
                            + approval.summarySha256().abbreviated() + ", found "
                            + summary.digest().abbreviated());
        }
        return new ApprovedRun(new RunFolder(root), approval, summary);
    }

    /** What it does. */
    public LoopParameters parameters() {
        return summary.parameters();
    }

    /** Where its inputs are. */
    public AoiWorkspace workspace() {
        return new AoiWorkspace(Path.of(summary.tree().path("workspace").asText()));
    }

    /** The specification every phase is derived from, as it lies there now; with the embedded engine's backbone where its substitution was approved. */
    public SpecDocument baselineSpec() throws IOException {
        SpecDocument document = SpecDocument.read(workspace().baselineSpec());
        LoopParameters parameters = parameters();
        if (!parameters.allowBackboneSubstitution() || !parameters.engine().equals("embedded")) {
            return document;
        }
        ObjectNode tree = document.tree();
        tree.withObject("/model/backbone").put("type", EMBEDDED_BACKBONE);
        return SpecDocument.parse(
                workspace().baselineSpec().toString(), SyncJson.yaml(tree).getBytes(StandardCharsets.UTF_8));
    }

    /** The pretrained backbone that was resolved; empty when the engine needs none. */
    public Optional<Path> backbone() {
        return Optional.ofNullable(
                        summary.tree().path("resolved").path("backbone").textValue())
                .map(Path::of);
    }

    /** What of it is fetched after the approval; empty when it lay there. */
    public Optional<WeightsPlan> weights() {
        return WeightsPlan.of(summary.tree().path("resolved").path("weights"));
    }

    /** How neighbours are looked for. */
    MiningSettings mining() {
        LoopParameters.MiningParameters mining = parameters().mining();
        return new MiningSettings(
                mining.topKPerTarget(),
                mining.minSimilarity(),
                KnnMetric.valueOf(mining.metric().toUpperCase(Locale.ROOT)),
                mining.filterByLabel(),
                mining.history());
    }

    /** What near copies do. */
    NearCopyRule nearCopies() {
        return NearCopyRule.valueOf(parameters().nearCopy().toUpperCase(Locale.ROOT));
    }

    /** What the state starts from. */
    public RunFacts facts() {
        LoopParameters parameters = parameters();
        return new RunFacts(
                folder.root(),
                SECONDS.format(Instant.parse(approval.approvedAt())),
                parameters.target(),
                parameters.maxIterations(),
                parameters.engine(),
                summary.tree().path("resolved").path("score_kind").asText(),
                config(parameters));
    }

    private ObjectNode config(LoopParameters parameters) {
        AoiWorkspace workspace = workspace();
        ObjectNode config = SyncJson.object()
                .put("specs_file", workspace.baselineSpec().toString())
                .put("training_csv", workspace.trainingCsv().toString())
                .put("validation_csv", workspace.validationCsv().toString())
                .put("kpi_test_csv", workspace.kpiCsv().toString())
                .put("images_dir", workspace.kpiImages().toString())
                .put("backbone_weight_dir", workspace.backbones().toString())
                .put(
                        "train_container",
                        summary.tree().path("resolved").path("train_container").textValue())
                .put("num_gpus", summary.tree().path("resolved").path("gpus").asInt())
                .put("batch_size", parameters.batchSize())
                .put("num_epochs", parameters.epochs());
        config.putObject("anomalygen")
                .putNull("sub_skill")
                .put("mode", "pregen_ingest")
                .put("pregen_dir", workspace.pregenNg().getParent().toString())
                .put("reconstructed_image_dir", workspace.pregenNg().toString())
                .put("original_image_dir", workspace.pregenOk().toString())
                .put(
                        "defect_spec",
                        Files.isRegularFile(workspace.defectSpec())
                                ? workspace.defectSpec().toString()
                                : null);
        config.putObject("mining_filter")
                .put("sub_skill", "tao-mine-aoi-images")
                .put("top_k_per_target", parameters.mining().topKPerTarget())
                .put("metric", parameters.mining().metric())
                .put("min_similarity", parameters.mining().minSimilarity());
        return config.put("pregen", folder.manifest().toString()).put("automl_policy", "off");
    }
}
