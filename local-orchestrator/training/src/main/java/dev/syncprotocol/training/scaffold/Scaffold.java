package dev.syncprotocol.training.scaffold;

import java.nio.file.Path;
import java.util.List;

/** Writes what is missing of a workspace's skeleton; never overwrites. */
public final class Scaffold {
    private Scaffold() {}

    /**
     * What became of the skeleton.
     *
     * @param written paths that were missing, relative, folders ending in {@code /}
     * @param kept paths that were there and stay as they are
     */
    public record Result(List<String> written, List<String> kept) {
        public Result {
            written = List.copyOf(written);
            kept = List.copyOf(kept);
        }
    }

    /**
     * Writes folders, configs, the tiny model, data and wrappers where they are missing.
     *
     * @param seed of the generated data
     */
    public static Result write(Path workspace, long seed) {
        throw new UnsupportedOperationException("next commit");
    }
}
