package dev.syncprotocol.cli;

import dev.syncprotocol.aoi.approval.ApprovalToken;
import dev.syncprotocol.aoi.approval.PreflightSummary;
import dev.syncprotocol.aoi.launch.LoopOrder;
import dev.syncprotocol.aoi.loop.ApprovedRun;
import dev.syncprotocol.aoi.loop.Retry;
import dev.syncprotocol.aoi.preflight.LoopWishes;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sync aoi resume}: a run that was interrupted or killed goes on (aoi.md §10.4). */
@Command(
        name = "resume",
        description = {
            "Go on with a run that was interrupted or killed, from what is committed.",
            "A finished run says so and is left alone. After a hard stop: name its code and",
            "what you did about it, and approve anew."
        },
        footer = {
            "",
            "Example:",
            "  sync aoi resume",
            "  sync aoi resume --retry-after-fix leakage --why \"row taken out\" --approve TOKEN"
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

    @Override
    public Answer answer(Invocation in) throws IOException {
        Path folder = AoiPlace.run(in, run);
        ApprovedRun approved = ApprovedRun.read(folder);
        if (retry != null || why != null || approve != null) {
            retried(in, approved);
        }
        return AoiEnd.answer(
                "sync.aoi-run/1",
                new AoiChild(in)
                        .answer(
                                new LoopOrder(LoopOrder.Task.GO_ON, folder),
                                approved.parameters().threads()),
                approved.parameters().requireKpi());
    }

    /** All three together: which stop, what was done, and a token of the summary as it is now. */
    private void retried(Invocation in, ApprovedRun approved) throws IOException {
        if (retry == null || why == null || why.isBlank() || approve == null) {
            throw new SyncException(
                    ErrorCode.USAGE, "--retry-after-fix CODE, --why TEXT and --approve TOKEN go together");
        }
        ApprovalToken token = ApprovalToken.parse(approve);
        AoiGate gate = new AoiGate(in, skillBank);
        PreflightSummary now = gate.checked(token, LoopWishes.of(approved.parameters()), approved.summary())
                .summary();
        approved.requireStoppedBy(retry, in.clock());
        new Retry(retry, why, now.digest().hex(), token.text()).keep(approved, now);
    }
}
