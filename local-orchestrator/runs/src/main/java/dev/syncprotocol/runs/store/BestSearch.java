package dev.syncprotocol.runs.store;

import dev.syncprotocol.protocol.digest.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The best of a run: over all its evaluations, and over those that have a checkpoint (run-store.md C26).
 *
 * @param overall the best evaluation
 * @param checkpoint the best one with a checkpoint; its {@code kept} is always true here
 */
record BestSearch(Optional<BestPoint> overall, Optional<BestCheckpoint> checkpoint) {
    static BestSearch in(RunFolder run, RunLock lock, MetricsTable metrics) throws IOException {
        Mode mode = lock.config().criterion().mode();
        Optional<MetricsRow> overall = BestRule.best(metrics, mode, row -> true);
        Optional<MetricsRow> saved =
                BestRule.best(metrics, mode, row -> Files.isRegularFile(run.at(RunFolder.checkpoint(row.step()))));
        Optional<BestCheckpoint> checkpoint = Optional.empty();
        if (saved.isPresent()) {
            String path = RunFolder.checkpoint(saved.get().step());
            checkpoint =
                    Optional.of(new BestCheckpoint(BestPoint.of(saved.get()), path, Sha256.ofFile(run.at(path)), true));
        }
        return new BestSearch(overall.map(BestPoint::of), checkpoint);
    }

    /** What the manifest names as best; {@code kept} is what the configuration says. */
    Optional<BestCheckpoint> kept(RunConfig config) {
        return checkpoint.map(best -> new BestCheckpoint(best.point(), best.path(), best.sha256(), config.keepBest()));
    }

    RunStatus status(RunConfig config, FinishOptions options) {
        if (options.exitCode() != 0) {
            return RunStatus.FAILED;
        }
        boolean nothing = overall.isEmpty() || (config.keepBest() && checkpoint.isEmpty());
        return nothing ? RunStatus.NO_BEST : RunStatus.OK;
    }

    /** What people should know of a finished run's best. */
    static List<String> warnings(RunManifest manifest) {
        RunManifest.End end = manifest.ended();
        List<String> warnings = new ArrayList<>();
        Optional<BestPoint> saved = end.best().map(BestCheckpoint::point);
        if (end.bestOverall().isPresent() && !end.bestOverall().equals(saved)) {
            BestPoint overall = end.bestOverall().get();
            warnings.add("the best evaluation, " + MetricsRow.cell(overall.value()) + " at step " + overall.step()
                    + ", has no checkpoint");
        }
        if (manifest.head().code().dirty().orElse(false)) {
            warnings.add("the work tree had changes when the run began");
        }
        return warnings;
    }
}
