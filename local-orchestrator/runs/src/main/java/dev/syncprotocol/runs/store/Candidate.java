package dev.syncprotocol.runs.store;

import dev.syncprotocol.protocol.digest.Sha256;
import java.util.Optional;

/**
 * A final run with a best checkpoint, that may enter the showcase.
 *
 * @param run its folder
 * @param lock its configuration
 * @param best its best checkpoint
 * @param file its best.pt as the manifest lists it
 * @param manifestSha256 of its manifest
 * @param version the model's version in the registry
 */
record Candidate(
        RunFolder run, RunLock lock, BestCheckpoint best, RunFile file, Sha256 manifestSha256, String version) {

    BestMetrics metrics(String at, Optional<BestMetrics> before) {
        RunConfig config = lock.config();
        return new BestMetrics(
                lock.id().value(),
                config.task(),
                config.criterion(),
                best.point(),
                file.sha256(),
                file.size(),
                manifestSha256,
                lock.code().commit().orElse(""),
                lock.configHash().hex(),
                config.dataVersion(),
                version,
                lock.experimentDir() + "/" + RunFolder.BEST,
                at,
                before.map(old ->
                        new BestMetrics.Previous(old.experimentId(), old.point().value())));
    }
}
