package dev.syncprotocol.aoi.handoff;

import dev.syncprotocol.aoi.choice.PhaseChoice;
import dev.syncprotocol.aoi.kpi.CertificateFile;
import dev.syncprotocol.aoi.kpi.ThresholdCertificate;
import dev.syncprotocol.aoi.spec.SpecDocument;
import dev.syncprotocol.aoi.state.DeftState;
import dev.syncprotocol.aoi.state.PhaseState;
import dev.syncprotocol.aoi.state.RunFolder;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Writes {@code best_model.json}, {@code best_model_inference_spec.yaml} (specification §8.11) and {@code best_model.md}: the phase with the lowest FAR,
 * the earliest of equals, and only after its stored threshold was read back from disk and proven on its inference table.
 */
public final class HandOff {
    /** The small document. */
    public static final String MODEL = "best_model.json";

    /** The specification that runs. */
    public static final String SPEC = "best_model_inference_spec.yaml";

    /** What a person reads first. */
    public static final String NOTES = "best_model.md";

    private static final Set<String> GOOD_ENDS = Set.of("kpi_met", "max_iterations");

    private final Path runDir;
    private final DeftState state;
    private final PhaseState best;

    private HandOff(Path runDir, DeftState state, PhaseState best) {
        this.runDir = runDir;
        this.state = state;
        this.best = best;
    }

    /**
     * Writes the three files by atomic replacement; writing them again gives the same bytes.
     *
     * @throws SyncException {@code run_open} while the loop has not ended; {@code hard_stopped} after a hard stop; {@code evidence_missing} or
     *     {@code evidence_changed} when the certificate, the table, the checkpoint or the specification is not what the state says; nothing is
     *     written then
     */
    public static HandOffFiles write(Path runDir) throws IOException {
        Path file = runDir.resolve(DeftState.NAME);
        if (!Files.isRegularFile(file)) {
            throw missing("no run here: there is no " + file);
        }
        DeftState state = DeftState.read(file);
        refuseUnlessEnded(runDir, state);
        PhaseState best = state.best().orElseThrow(() -> missing("no phase of " + runDir + " has a figure"));
        return new HandOff(runDir, state, best).write();
    }

    private static void refuseUnlessEnded(Path runDir, DeftState state) {
        String reason = state.stopReason()
                .orElseThrow(() -> new SyncException(ErrorCode.RUN_OPEN, "the loop in " + runDir + " has not ended")
                        .withNext("sync aoi status", "sync aoi resume"));
        if (!GOOD_ENDS.contains(reason)) {
            throw new SyncException(
                            ErrorCode.HARD_STOPPED, "the loop was stopped by " + reason + ": no model is handed over")
                    .withNext("sync aoi status");
        }
    }

    private HandOffFiles write() throws IOException {
        ThresholdCertificate certificate = proven();
        double threshold = certificate.threshold().value();
        String checkpoint = existing(best.bestCheckpoint(), "checkpoint").toString();
        BestModel model = new BestModel(
                checkpoint,
                threshold,
                certificate.farPct(),
                best.phase().word(),
                backbone(),
                config("images_dir"),
                config("specs_file"));
        PhaseChoice choice =
                PhaseChoice.of(new RunFolder(runDir), state).orElseThrow(() -> missing("no phase has a figure"));
        String specification = specification(checkpoint, threshold, choice);
        // The document is written last: who sees it finds the other two beside it.
        Path notes = replace(NOTES, HandOffNotes.of(model, choice));
        Path spec = replace(SPEC, specification);
        Path modelFile = replace(MODEL, SyncJson.pretty(model.tree()));
        return new HandOffFiles(
                modelFile, spec, notes, model.iteration(), checkpoint, threshold, model.farPct(), choice);
    }

    private String specification(String checkpoint, double threshold, PhaseChoice choice) throws IOException {
        String engine = state.tree().at("/sync/engine").asText();
        String spec = SyncJson.yaml(InferenceSpec.of(trainedWith(), engine, checkpoint, threshold));
        return choice.contradictions().isEmpty() ? spec : HandOffNotes.WARNING + spec;
    }

    /** The certificate from disk, its threshold applied to its table again, and both the state's. */
    private ThresholdCertificate proven() throws IOException {
        Path file = existing(best.certificate(), "certificate");
        ThresholdCertificate certificate = CertificateFile.verified(file);
        boolean same =
                best.threshold().orElse(Double.NaN) == certificate.threshold().value()
                        && best.farPct().orElse(Double.NaN) == certificate.farPct();
        if (!same) {
            throw new SyncException(
                    ErrorCode.EVIDENCE_CHANGED,
                    file + ": threshold " + certificate.threshold().decimal() + " and FAR " + certificate.farPct()
                            + " % are not those of the state, "
                            + best.threshold().orElse(Double.NaN) + " and "
                            + best.farPct().orElse(Double.NaN) + " %");
        }
        return certificate;
    }

    /** The effective specification of the phase, from which its checkpoint came. */
    private SpecDocument trainedWith() throws IOException {
        Path effective = new RunFolder(runDir).spec(best.phase());
        return SpecDocument.read(existing(Optional.of(effective), "specification"));
    }

    /** The first weights by name (decision A7); the folder itself when there are none, as the published script has it. */
    private String backbone() throws IOException {
        Path folder = Path.of(config("backbone_weight_dir"));
        if (!Files.isDirectory(folder)) {
            return folder.toString();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().matches(".*\\.(pth|ckpt|safetensors)"))
                    .sorted()
                    .findFirst()
                    .orElse(folder)
                    .toString();
        }
    }

    private Path existing(Optional<Path> file, String what) {
        Path named = file.orElseThrow(() ->
                missing("the state names no " + what + " of " + best.phase().word()));
        if (!Files.isRegularFile(named)) {
            throw missing("the " + what + " of " + best.phase().word() + " is gone: " + named);
        }
        return named;
    }

    private Path replace(String name, String text) throws IOException {
        Path file = runDir.resolve(name);
        AtomicFile.replace(file, text.getBytes(StandardCharsets.UTF_8));
        return file;
    }

    private String config(String field) {
        return state.tree().path("config").path(field).asText("");
    }

    private static SyncException missing(String what) {
        return new SyncException(ErrorCode.EVIDENCE_MISSING, what);
    }
}
