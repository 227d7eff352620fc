package dev.syncprotocol.runs.store;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A final run as it is read: nothing here can write.
 *
 * @param folder absolute
 * @param lock its configuration
 * @param manifest its files; always final
 * @param metrics its evaluations
 * @param row its place in the registry; empty when the registry lost it
 */
public record FinishedRun(
        Path folder, RunLock lock, RunManifest manifest, MetricsTable metrics, Optional<RegistryRow> row) {
    /** Its name. */
    public String id() {
        return lock.id().value();
    }

    /** What finishing added. */
    public RunManifest.End end() {
        return manifest.ended();
    }

    /** The best evaluation that has a checkpoint. */
    public Optional<BestPoint> best() {
        return end().best().map(BestCheckpoint::point);
    }

    /** How its metric is judged. */
    public Criterion criterion() {
        return lock.config().criterion();
    }
}
