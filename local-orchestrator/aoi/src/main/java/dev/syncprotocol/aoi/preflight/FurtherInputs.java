package dev.syncprotocol.aoi.preflight;

import dev.syncprotocol.aoi.approval.BoundInput;
import dev.syncprotocol.aoi.approval.LoopParameters;
import dev.syncprotocol.aoi.approval.PreflightSummary;
import dev.syncprotocol.aoi.state.SeedState;
import dev.syncprotocol.aoi.workspace.AoiWorkspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Files outside the tables that a run depends on: a backbone, an embedder's model, a seed state. */
final class FurtherInputs {
    private FurtherInputs() {}

    /** Those of a run that is to be approved. */
    static List<Path> of(LoopParameters parameters, Optional<Path> backbone) throws IOException {
        List<Path> further = new ArrayList<>();
        backbone.ifPresent(further::add);
        further.addAll(EmbedderCheck.files(parameters));
        if (parameters.seedState().isPresent()) {
            Path state = Path.of(parameters.seedState().get());
            further.add(state);
            SeedState.read(state).checkpoint().filter(Files::isRegularFile).ifPresent(further::add);
        }
        return further;
    }

    /** All inputs of an approved run as they are now; weights it fetches only once they are there. */
    static List<BoundInput> now(AoiWorkspace workspace, PreflightSummary approved) throws IOException {
        Optional<Path> backbone = Optional.ofNullable(
                        approved.tree().path("resolved").path("backbone").textValue())
                .map(Path::of);
        boolean fetched = approved.tree().path("resolved").has("weights");
        return BoundInputs.of(
                workspace, of(approved.parameters(), backbone.filter(file -> !fetched || Files.isRegularFile(file))));
    }
}
