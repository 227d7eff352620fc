package dev.syncprotocol.runs.store;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a finish came to.
 *
 * @param lock the run
 * @param manifest its final manifest
 * @param row its place in the registry
 * @param outcome what became of the showcase
 * @param before what the showcase showed before, where it was asked
 * @param warnings for people
 */
public record Finished(
        RunLock lock,
        RunManifest manifest,
        RegistryRow row,
        Outcome outcome,
        Optional<BestMetrics> before,
        List<String> warnings) {
    /** What became of the showcase. */
    public enum Outcome {
        /** The run is the new best. */
        PROMOTED,
        /** The showcase's value is as good or better; nothing was touched. */
        NOT_IMPROVED,
        /** No evaluation with a finite primary value has a checkpoint. */
        NO_BEST,
        /** The configuration keeps no best checkpoint. */
        NOT_KEPT,
        /** The run failed, or promotion was not wanted. */
        NOT_PROMOTED,
        /** The showcase follows another metric, mode or unit; nothing was touched. */
        CRITERION_CHANGED,
        /** The run was final before. */
        ALREADY_FINAL;

        /** The word in answers. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public Finished {
        warnings = List.copyOf(warnings);
    }
}
