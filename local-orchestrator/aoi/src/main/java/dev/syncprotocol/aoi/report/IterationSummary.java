package dev.syncprotocol.aoi.report;

import java.io.IOException;
import java.nio.file.Path;

/** Writes {@code iterN_summary.md} (specification §14.3): at most 300 words on what an iteration did and what follows. */
public final class IterationSummary {
    private IterationSummary() {}

    /**
     * Writes the summary of an iteration whose evaluation is committed, by atomic replacement.
     *
     * @param phase {@code iter1}, {@code iter2}, …
     */
    public static Path write(Path runDir, String phase) throws IOException {
        throw new UnsupportedOperationException("follows");
    }
}
