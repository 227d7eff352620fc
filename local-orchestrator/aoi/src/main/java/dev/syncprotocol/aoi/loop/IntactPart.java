package dev.syncprotocol.aoi.loop;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.aoi.approval.Approval;
import dev.syncprotocol.aoi.approval.BoundInput;
import dev.syncprotocol.aoi.approval.PreflightSummary;
import dev.syncprotocol.aoi.approval.Resumption;
import dev.syncprotocol.aoi.approval.RunClaim;
import dev.syncprotocol.aoi.log.LogReading;
import dev.syncprotocol.aoi.log.LoopLog;
import dev.syncprotocol.aoi.preflight.BoundInputs;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * What is intact of a run whose committed files were damaged (specification §10.4): the stages before the first file that is gone or changed. Another
 * run starts after them; this one is only read.
 */
public final class IntactPart {
    private final ApprovedRun run;
    private final LogReading log;
    private final byte[] lines;

    private IntactPart(ApprovedRun run, LogReading log, byte[] lines) {
        this.run = run;
        this.log = log;
        this.lines = lines.clone();
    }

    /**
     * Of a run. The caller holds its lock.
     *
     * @throws SyncException {@code usage} when nothing is damaged; {@code hard_stopped} when it was stopped for good; what is damaged, when no stage
     *     before it is intact; {@code approval_stale} when its inputs are not what it was made from any more
     */
    public static IntactPart of(ApprovedRun run, Clock clock) throws IOException {
        LoopLog file = LoopLog.of(run.folder().root(), clock);
        LogReading all = file.read();
        RunCheck check = new RunCheck(run, clock);
        check.refuseHardStop(all);
        CommittedFiles.Damage damage = new CommittedFiles(all)
                .first()
                .orElseThrow(() -> whole(run.folder().root()));
        if (damage.intact() == 0) {
            throw new SyncException(
                            damage.fault().code(), damage.fault().getMessage() + "; no stage before it is intact")
                    .withHint("put the file back, or start a new run");
        }
        check.refuseChanged(check.changedInputs());
        requireOneApproval(run);
        return new IntactPart(run, all.first(damage.intact()), file.lines(damage.intact()));
    }

    /** The summary of the new run: it says what is taken over, so its token is for this alone. */
    public PreflightSummary resumedBy(PreflightSummary fresh) {
        requireSame("parameters", fresh);
        requireSame("resolved", fresh);
        return new Resumption(
                        run.approval().run(),
                        log.last().orElseThrow().step(),
                        log.entries().size(),
                        log.head())
                .in(fresh);
    }

    /** The damaged run. */
    public ApprovedRun run() {
        return run;
    }

    /** Claims the new run's directory, the intact part of the log in it; the stages themselves are taken over as the new run comes to them. */
    public Path claim(PreflightSummary summary, Approval approval) throws IOException {
        return RunClaim.claim(run.workspace().results(), summary, approval, lines.clone());
    }

    private void requireSame(String block, PreflightSummary fresh) {
        JsonNode then = run.summary().tree().path(block);
        JsonNode now = fresh.tree().path(block);
        if (!Resumption.without(then).equals(now)) {
            throw new SyncException(
                            ErrorCode.APPROVAL_STALE,
                            "the " + block + " of a new run are not those of "
                                    + run.approval().run() + ":\n  " + then + "\n  " + now)
                    .withHint("what another engine made is not taken over: start a new run");
        }
    }

    /** Inputs that were approved anew on the way: what was committed before was made from others. */
    private static void requireOneApproval(ApprovedRun run) throws IOException {
        if (!fixed(run.approval().inputs()).equals(fixed(Reapproval.inputs(run)))) {
            throw new SyncException(
                            ErrorCode.APPROVAL_STALE,
                            "the inputs of " + run.approval().run()
                                    + " changed on its way: its first stages were made from others")
                    .withHint("start a new run");
        }
    }

    private static List<BoundInput> fixed(List<BoundInput> inputs) {
        return inputs.stream()
                .filter(input -> !BoundInputs.GROWING.contains(input.name()))
                .toList();
    }

    private static SyncException whole(Path run) {
        return new SyncException(ErrorCode.USAGE, "every committed file of " + run + " is as it was")
                .withHint("--from-last-valid is for a run with damaged files; this one goes on by itself")
                .withNext("sync aoi resume --run " + run);
    }
}
