package dev.syncprotocol.cli;

import dev.syncprotocol.aoi.launch.LoopOrder;
import dev.syncprotocol.aoi.loop.ApprovedRun;
import dev.syncprotocol.aoi.loop.IntactPart;
import dev.syncprotocol.aoi.loop.Reapproval;
import dev.syncprotocol.aoi.loop.Reapproval.Fix;
import dev.syncprotocol.aoi.loop.RunCheck;
import dev.syncprotocol.aoi.preflight.LoopWishes;
import dev.syncprotocol.aoi.state.RunFolder;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.runs.store.StoreLock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sync aoi resume}: a run that was interrupted or killed goes on (aoi.md §10.4). */
@Command(
        name = "resume",
        description = {
            "Go on with a run that was interrupted or killed, from what is committed.",
            "A finished run says so and is left alone. When inputs changed: look at sync aoi",
            "preflight again and give its token. After a hard stop: name its code and what",
            "you did about it besides. When committed files are gone or changed: put them",
            "back, or start a new run after the last intact stage, whose trainings and",
            "inferences it takes over; the damaged run is left as it is."
        },
        footer = {
            "",
            "Example:",
            "  sync aoi resume",
            "  sync aoi resume --retry-after-fix leakage --why \"row taken out\" --approve TOKEN",
            "  sync aoi resume --from-last-valid --approve TOKEN"
        })
final class AoiResume implements Verb {
    @Mixin
    private AoiSkillBank skillBank = new AoiSkillBank();

    @Option(names = "--run", paramLabel = "DIR", description = "the run (default: the newest)")
    @Nullable
    private String run;

    @Option(names = "--approve", paramLabel = "TOKEN", description = "the token of a new summary")
    @Nullable
    private String approve;

    @Option(names = "--retry-after-fix", paramLabel = "CODE", description = "the hard stop that was mended")
    @Nullable
    private String retry;

    @Option(names = "--why", paramLabel = "TEXT", description = "what was done about it")
    @Nullable
    private String why;

    @Option(names = "--from-last-valid", description = "start a new run after the last stage whose files are intact")
    private boolean fromLastValid;

    @Override
    public Answer answer(Invocation in) throws IOException {
        Path named = AoiPlace.run(in, run);
        Path folder = fromLastValid ? afterLastValid(in, ApprovedRun.read(named)) : named;
        ApprovedRun approved = ApprovedRun.read(folder);
        if (!fromLastValid && (retry != null || why != null || approve != null)) {
            approvedAnew(in, approved);
        }
        return AoiEnd.answer(
                "sync.aoi-run/1",
                new AoiChild(in)
                        .answer(
                                new LoopOrder(LoopOrder.Task.GO_ON, folder),
                                approved.parameters().threads()),
                approved.parameters().requireKpi());
    }

    /** Claims the new run that goes on where the damaged one is intact; nobody goes on with that one meanwhile. */
    private Path afterLastValid(Invocation in, ApprovedRun damaged) throws IOException {
        if (retry != null || why != null) {
            throw new SyncException(
                    ErrorCode.USAGE, "--from-last-valid starts a new run; --retry-after-fix goes on with this one");
        }
        RunFolder folder = damaged.folder();
        StoreLock lock =
                StoreLock.take(folder.lock(), Duration.ZERO, folder.root().toString());
        try {
            IntactPart intact = IntactPart.of(damaged, in.clock());
            AoiGate gate = new AoiGate(in, skillBank, Optional.of(intact));
            LoopWishes wishes = LoopWishes.of(damaged.parameters());
            AoiGate.Approved now =
                    approve == null ? gate.byAnswer(wishes) : gate.byToken(approve, wishes, Optional.empty());
            return intact.claim(now.summary(), now.approval());
        } finally {
            lock.close();
        }
    }

    /** Keeps a new approval in the run, alone with it; a token that nothing asks for is left unused. */
    private void approvedAnew(Invocation in, ApprovedRun approved) throws IOException {
        Optional<Fix> fix = fix();
        RunFolder folder = approved.folder();
        StoreLock lock =
                StoreLock.take(folder.lock(), Duration.ZERO, folder.root().toString());
        try {
            RunCheck check = new RunCheck(approved, in.clock());
            if (check.needsApproval(fix)) {
                AoiGate.Approved now = new AoiGate(in, skillBank)
                        .byToken(
                                Objects.requireNonNull(approve),
                                LoopWishes.of(approved.parameters()),
                                Optional.of(approved.summary()));
                Reapproval.keep(approved, now.summary(), now.approval(), fix);
            }
        } finally {
            lock.close();
        }
    }

    /** With a hard stop all three go together: which one, what was done, and a token of the summary as it is now. */
    private Optional<Fix> fix() {
        if (retry == null && why == null) {
            return Optional.empty();
        }
        if (retry == null || why == null || approve == null) {
            throw new SyncException(
                    ErrorCode.USAGE, "--retry-after-fix CODE, --why TEXT and --approve TOKEN go together");
        }
        return Optional.of(new Fix(retry, why));
    }
}
