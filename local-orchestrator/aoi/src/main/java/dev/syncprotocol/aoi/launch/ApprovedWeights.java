package dev.syncprotocol.aoi.launch;

import dev.syncprotocol.aoi.engine.EngineProgress;
import dev.syncprotocol.aoi.loop.ApprovedRun;
import dev.syncprotocol.aoi.loop.LoopListener;
import dev.syncprotocol.aoi.loop.RunCheck;
import dev.syncprotocol.aoi.preflight.PreflightCommand;
import dev.syncprotocol.aoi.tao.DotEnv;
import dev.syncprotocol.aoi.tao.TaoCredentials;
import dev.syncprotocol.aoi.weights.FetchLimits;
import dev.syncprotocol.aoi.weights.WeightsFetch;
import dev.syncprotocol.aoi.weights.WeightsPlan;
import dev.syncprotocol.aoi.weights.WeightsRecord;
import dev.syncprotocol.aoi.workspace.FreeSpace;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.runs.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * The weights a run was approved to fetch (decision A7): fetched once, kept with their digest in the run, and compared with it at every later start. A run
 * that was killed on the way fetches again. The caller holds the run's lock.
 *
 * @param run what was approved
 * @param environment for the hub's token, which wins over {@code .env}
 * @param listener told what is fetched
 * @param clock the time
 */
record ApprovedWeights(ApprovedRun run, Map<String, String> environment, LoopListener listener, Clock clock) {
    private static final long TENTHS = 10;
    private static final String FOUND = "nobody: it lay there";

    /** Sees to it that they are there; nothing where none were to be fetched, or the run is over. */
    void fetch(EngineProgress progress) throws IOException {
        Optional<WeightsPlan> plan = run.weights();
        if (plan.isEmpty() || new RunCheck(run, clock).isOver()) {
            return;
        }
        Path file = run.backbone().orElseThrow();
        Optional<WeightsRecord> record = WeightsRecord.read(run.folder().weights());
        Optional<Sha256> meant = record.map(WeightsRecord::sha256).or(plan.get()::sha256);
        if (Files.isRegularFile(file)) {
            requireSame(file, meant);
            if (record.isEmpty()) {
                found(file, plan.get()).write(run.folder().weights());
            }
        } else {
            arrive(file, new WeightsPlan(plan.get().source(), plan.get().hub(), meant), progress);
        }
    }

    /** A file that somebody put there since the approval is theirs: taken when it is the one that was meant, never replaced. */
    private static void requireSame(Path file, Optional<Sha256> meant) throws IOException {
        if (meant.isEmpty()) {
            throw new SyncException(
                            ErrorCode.APPROVAL_STALE,
                            file + " was not there when the run was approved, and nobody said what it must be")
                    .withHint(
                            "move it away and sync aoi resume fetches what was approved; or approve a new run with it");
        }
        Sha256 found = Sha256.ofFile(file);
        if (!found.equals(meant.get())) {
            throw new SyncException(
                            ErrorCode.EVIDENCE_CHANGED,
                            file + ": expected sha256 " + meant.get().hex() + ", found " + found.hex())
                    .withHint("put the weights back, or move the file away and sync aoi resume fetches them again");
        }
    }

    private void arrive(Path file, WeightsPlan plan, EngineProgress progress) throws IOException {
        Path folder = Files.createDirectories(run.workspace().backbones());
        Path part = folder.resolve("." + run.approval().run().value() + ".part");
        Files.deleteIfExists(part);
        listener.said("[weights] fetching " + plan.source().address());
        try {
            WeightsFetch.Arrived arrived = new WeightsFetch(
                            token(), FetchLimits.USUAL, FreeSpace.OF_THE_DISK, spoken(progress))
                    .into(part, plan);
            settle(part, file, record(file, plan, arrived));
            listener.said("[weights] ok " + file.getFileName() + ", " + arrived.bytes() + " bytes, sha256 "
                    + arrived.sha256().hex());
        } catch (SyncException e) {
            throw e.withNext("sync aoi resume --run " + run.folder().root(), PreflightCommand.of(run.parameters()));
        }
    }

    private WeightsRecord found(Path file, WeightsPlan plan) throws IOException {
        return record(
                file, plan, new WeightsFetch.Arrived(Sha256.ofFile(file), Files.size(file), FOUND, Optional.empty()));
    }

    private WeightsRecord record(Path file, WeightsPlan plan, WeightsFetch.Arrived arrived) {
        return new WeightsRecord(
                file.toString(),
                plan.source().address().toString(),
                arrived.servedBy(),
                arrived.revision(),
                arrived.bytes(),
                arrived.sha256(),
                clock.instant());
    }

    /** First the record, then the name: a file with this name is known to the run, whenever it dies. */
    private void settle(Path part, Path file, WeightsRecord record) throws IOException {
        record.write(run.folder().weights());
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        AtomicFile.forceFolder(file.toAbsolutePath().getParent());
    }

    private Optional<String> token() throws IOException {
        Map<String, String> variables =
                DotEnv.under(environment, DotEnv.read(run.workspace().root().resolve(".env")));
        return Optional.ofNullable(TaoCredentials.of(variables).values().get(DotEnv.HUB_TOKEN));
    }

    /** A line a tenth of the way. */
    private EngineProgress spoken(EngineProgress progress) {
        long[] said = {0};
        return (what, done, of, detail) -> {
            progress.advanced(what, done, of, detail);
            long tenth = of == 0 ? 0 : done * TENTHS / of;
            if (tenth > said[0]) {
                said[0] = tenth;
                listener.said("  weights: " + tenth * TENTHS + " % of " + of + " bytes");
            }
        };
    }
}
