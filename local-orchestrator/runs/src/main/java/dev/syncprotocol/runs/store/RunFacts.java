package dev.syncprotocol.runs.store;

import java.util.Optional;

/**
 * What a list tells of a run beyond its registry row.
 *
 * @param task names the showcase
 * @param criterion what better means
 * @param createdAt RFC 3339
 * @param commit 40 hex digits, empty without git
 * @param dirty whether the work tree had changes, empty without git
 * @param end what finishing added; empty while the run is not final
 */
public record RunFacts(
        String task,
        Criterion criterion,
        String createdAt,
        Optional<String> commit,
        Optional<Boolean> dirty,
        Optional<End> end) {
    /**
     * How a run ended.
     *
     * @param status how
     * @param best the best evaluation that has a checkpoint
     * @param finalizedAt RFC 3339
     * @param bytes of all files
     * @param files how many
     */
    public record End(RunStatus status, Optional<BestPoint> best, String finalizedAt, long bytes, int files) {}

    static RunFacts of(RunLock lock, RunManifest manifest) {
        return new RunFacts(
                lock.config().task(),
                lock.config().criterion(),
                lock.timestamp(),
                lock.code().commit(),
                lock.code().dirty(),
                manifest.end().map(RunFacts::end));
    }

    private static End end(RunManifest.End end) {
        return new End(
                end.status(),
                end.best().map(BestCheckpoint::point),
                end.finalizedAt(),
                end.content().bytes(),
                end.content().files().size());
    }
}
