package dev.syncprotocol.aoi.preflight;

import dev.syncprotocol.aoi.weights.WeightsPlan;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The pretrained backbone of a run.
 *
 * @param file where it lies, or will lie; empty where none is needed
 * @param fetched what is fetched into its place after the approval; empty where it lies there
 */
record ChosenBackbone(Optional<Path> file, Optional<WeightsPlan> fetched) {
    static final ChosenBackbone NONE = new ChosenBackbone(Optional.empty(), Optional.empty());

    /** The file when it is an input that can be looked at now. */
    Optional<Path> input() {
        return fetched.isPresent() ? Optional.empty() : file;
    }

    /** For the summary's row. */
    String words() {
        return fetched.map(WeightsPlan::words)
                .or(() -> file.map(Path::toString))
                .orElse("none needed");
    }
}
