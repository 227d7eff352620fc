package dev.syncprotocol.aoi.preflight;

import dev.syncprotocol.aoi.approval.PreflightSummary;
import java.nio.file.Path;
import java.util.List;

/**
 * A pre-flight that passed.
 *
 * @param summary what is to be approved
 * @param warnings what a person should know; they stand in the summary too
 * @param resumable runs of this workspace that have not ended well or not ended, newest first
 */
public record PreflightReport(PreflightSummary summary, List<String> warnings, List<Path> resumable) {
    public PreflightReport {
        warnings = List.copyOf(warnings);
        resumable = List.copyOf(resumable);
    }
}
