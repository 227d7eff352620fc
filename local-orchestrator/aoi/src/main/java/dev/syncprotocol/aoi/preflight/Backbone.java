package dev.syncprotocol.aoi.preflight;

import dev.syncprotocol.aoi.approval.LoopParameters;
import dev.syncprotocol.aoi.workspace.AoiWorkspace;
import dev.syncprotocol.protocol.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** P8: the pretrained backbone, the first of its kinds by name (decision A7); the embedded engine needs none. */
record Backbone(AoiWorkspace workspace, LoopParameters parameters) {
    private static final List<String> KINDS = List.of(".pth", ".ckpt", ".safetensors");

    Optional<Path> find(CheckBook book) throws IOException {
        if (!parameters.engine().equals("tao")) {
            return Optional.empty();
        }
        List<Path> found = candidates(workspace);
        if (found.isEmpty()) {
            String fetched =
                    parameters.fetchWeights() ? "; --fetch-weights has no source yet, copy the file there" : "";
            book.fail(
                    "P8",
                    ErrorCode.ENGINE_UNAVAILABLE,
                    "expected a .pth, .ckpt or .safetensors file in " + workspace.backbones() + ", found none"
                            + fetched);
        }
        if (found.size() > 1) {
            book.warn(
                    "P8",
                    found.size() + " backbones lie there; chosen is "
                            + found.get(0).getFileName() + " of " + names(found));
        }
        return found.stream().findFirst();
    }

    /** Every file of these kinds, sorted by name. */
    static List<Path> candidates(AoiWorkspace workspace) throws IOException {
        if (!Files.isDirectory(workspace.backbones())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(workspace.backbones())) {
            return files.filter(file -> KINDS.stream().anyMatch(file.toString()::endsWith))
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
