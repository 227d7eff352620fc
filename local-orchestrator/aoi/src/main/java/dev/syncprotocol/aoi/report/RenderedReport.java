package dev.syncprotocol.aoi.report;

import java.nio.file.Path;

/**
 * A report that was written.
 *
 * @param file the page
 * @param bytes its size
 * @param iterationsComplete iterations that have a figure; the baseline is none
 * @param maxIterations how many there may be
 * @param status the words of the status panel: {@code MET}, {@code IN PROGRESS}, or the gap to the target
 * @param awaitsHandOff whether the loop ended as it should and no model is handed over yet
 */
public record RenderedReport(
        Path file, long bytes, int iterationsComplete, int maxIterations, String status, boolean awaitsHandOff) {
    /** The one line a renderer prints (specification §14.1). */
    public String statusLine() {
        return "reporter: wrote %s (%dB, %d/%d iterations complete, status=%s)"
                .formatted(file.getFileName(), bytes, iterationsComplete, maxIterations, status);
    }
}
