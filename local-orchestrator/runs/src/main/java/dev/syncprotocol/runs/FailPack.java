package dev.syncprotocol.runs;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Packs what explains a failure: {@code logs/}, {@code reports/}, {@code configs/} and {@code .sync/config.yaml}. */
public final class FailPack {
    private FailPack() {}

    /**
     * How to pack.
     *
     * @param workspace whose files
     * @param target where the pack goes; null = {@code reports/FAIL_<ts>.tgz}
     * @param maxBytes most bytes of files packed; what does not fit is listed only
     * @param environment variables whose secret values are masked; recorded by name only
     * @param at time of the pack
     * @param command what failed or who asked, for the manifest
     */
    public record Order(
            Path workspace,
            java.util.Optional<Path> target,
            long maxBytes,
            Map<String, String> environment,
            Instant at,
            List<String> command) {}

    /**
     * What was packed.
     *
     * @param file the pack
     * @param packed names inside, in order
     * @param left names listed in the manifest without content
     * @param missing folders that were not there
     */
    public record Result(Path file, List<String> packed, List<String> left, List<String> missing) {}

    /** Writes the pack. */
    public static Result write(Order order) {
        throw new UnsupportedOperationException("next commit");
    }
}
