package dev.syncprotocol.cli;

import dev.syncprotocol.aoi.approval.Gate;
import dev.syncprotocol.aoi.approval.PreflightSummary;
import dev.syncprotocol.aoi.approval.RunClaim;
import dev.syncprotocol.aoi.launch.LoopOrder;
import dev.syncprotocol.aoi.preflight.LoopWishes;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sync aoi run}: the whole loop, after one approval (aoi.md §9.3, §10). */
@Command(
        name = "run",
        description = {
            "Run the whole loop: baseline, then iterations until the target is met.",
            "Starts only with the token that sync aoi preflight printed for exactly this",
            "summary, or an answer below it; asks nothing afterwards."
        },
        footer = {"", "Example:", "  sync aoi run --kpi-target \"FAR < 5%% at recall=100%%\" --approve TOKEN"})
final class AoiRun implements Verb {
    @Mixin
    private AoiWishOptions options = new AoiWishOptions();

    @Mixin
    private AoiSkillBank skillBank = new AoiSkillBank();

    @Option(names = "--from", paramLabel = "FILE", description = "what sync aoi preflight --save kept")
    @Nullable
    private String from;

    @Option(names = "--approve", paramLabel = "TOKEN", description = "the token below the summary")
    @Nullable
    private String approve;

    @Option(names = "--platform", paramLabel = "NAME", description = "where it runs; it must be the engine's")
    @Nullable
    private String platform;

    @Override
    public Answer answer(Invocation in) throws IOException {
        if (from != null && options.isGiven()) {
            throw new SyncException(ErrorCode.USAGE, "--from holds all options already: give it or them");
        }
        Optional<PreflightSummary> shown = from == null ? Optional.empty() : Optional.of(saved(in.path(from)));
        LoopWishes wishes =
                shown.map(summary -> LoopWishes.of(summary.parameters())).orElseGet(() -> options.wishes(in));
        if (platform != null) {
            new AoiPlatforms(in, skillBank.folder(in))
                    .require(platform, wishes.engine().name());
        }
        AoiGate gate = new AoiGate(in, skillBank);
        AoiGate.Approved approved = approve == null ? gate.byAnswer(wishes) : gate.byToken(approve, wishes, shown);
        Path run = RunClaim.claim(AoiPlace.workspace(in).results(), approved.summary(), approved.approval());
        return AoiEnd.answer(
                "sync.aoi-run/1",
                new AoiChild(in)
                        .answer(
                                new LoopOrder(LoopOrder.Task.GO_ON, run),
                                wishes.engine().threads()),
                wishes.target().required());
    }

    private static PreflightSummary saved(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new SyncException(ErrorCode.USAGE, "there is no file " + file)
                    .withHint("sync aoi preflight --save FILE keeps a summary for --from");
        }
        return Gate.saved(Files.readString(file));
    }
}
