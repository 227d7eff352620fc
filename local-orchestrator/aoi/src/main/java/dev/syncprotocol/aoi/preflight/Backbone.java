package dev.syncprotocol.aoi.preflight;

import dev.syncprotocol.aoi.approval.LoopParameters;
import dev.syncprotocol.aoi.spec.ModelSettings;
import dev.syncprotocol.aoi.weights.ModelHub;
import dev.syncprotocol.aoi.weights.WeightsPlan;
import dev.syncprotocol.aoi.weights.WeightsSource;
import dev.syncprotocol.aoi.workspace.AoiWorkspace;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * P8: the pretrained backbone, the first of its kinds by name (decision A7), or what is fetched in its place after the approval; the embedded engine needs
 * none.
 */
record Backbone(AoiWorkspace workspace, LoopParameters parameters, ModelSettings model, ModelHub hub) {
    private static final String CHECK = "P8";

    ChosenBackbone find(CheckBook book) throws IOException {
        if (!parameters.engine().equals("tao")) {
            return ChosenBackbone.NONE;
        }
        List<Path> found = candidates(workspace);
        if (found.isEmpty()) {
            return parameters.weights().fetched() ? planned(book) : missing(book);
        }
        if (found.size() > 1) {
            book.warn(
                    CHECK,
                    found.size() + " backbones lie there; chosen is "
                            + found.get(0).getFileName() + " of " + names(found));
        }
        Path file = found.get(0);
        book.run(CHECK, () -> requireDigest(file));
        return new ChosenBackbone(Optional.of(file), Optional.empty());
    }

    private void requireDigest(Path file) throws IOException {
        Optional<String> meant = parameters.weights().sha256();
        if (meant.isPresent() && !Sha256.ofFile(file).hex().equals(meant.get())) {
            throw new SyncException(
                    ErrorCode.ENGINE_UNAVAILABLE,
                    "expected " + file + " with sha256 " + meant.get() + ", found "
                            + Sha256.ofFile(file).hex());
        }
    }

    private ChosenBackbone planned(CheckBook book) throws IOException {
        Optional<WeightsSource> source = book.read(CHECK, () -> source().orElseThrow(Backbone::sourceless));
        if (source.isEmpty()) {
            return ChosenBackbone.NONE;
        }
        Optional<Sha256> sha256 = parameters.weights().sha256().map(Sha256::new);
        if (sha256.isEmpty()) {
            book.warn(
                    CHECK,
                    "nobody said what the weights must be (--weights-sha256): what comes is taken, and its digest kept");
        }
        Path file = workspace.backbones().resolve(source.get().fileName());
        return new ChosenBackbone(Optional.of(file), Optional.of(new WeightsPlan(source.get(), hub, sha256)));
    }

    private static SyncException sourceless() {
        return new SyncException(
                        ErrorCode.ENGINE_UNAVAILABLE,
                        "expected a source of the weights to fetch, found none in the specification or the options")
                .withHint("name one: --weights-from OWNER/NAME[@REVISION][:FILE], or an https address");
    }

    private Optional<WeightsSource> source() {
        return parameters
                .weights()
                .from()
                .map(typed -> WeightsSource.of(typed, hub))
                .or(() -> WeightsSource.ofSpecification(model.backboneFile(), model.backbone(), hub));
    }

    private ChosenBackbone missing(CheckBook book) {
        book.fail(
                CHECK,
                new SyncException(
                                ErrorCode.ENGINE_UNAVAILABLE,
                                "expected a .pth, .ckpt or .safetensors file in " + workspace.backbones()
                                        + ", found none")
                        .withHint(
                                "copy it there, or let it be fetched after approval: --fetch-weights [--weights-from SOURCE]"));
        return ChosenBackbone.NONE;
    }

    /** Every file of these kinds, sorted by name. */
    static List<Path> candidates(AoiWorkspace workspace) throws IOException {
        if (!Files.isDirectory(workspace.backbones())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(workspace.backbones())) {
            return files.filter(file -> WeightsSource.KINDS.stream().anyMatch(file.toString()::endsWith))
                    .sorted()
                    .toList();
        }
    }

    private static String names(List<Path> files) {
        return String.join(
                ", ",
                files.stream().map(file -> String.valueOf(file.getFileName())).toList());
    }
}
