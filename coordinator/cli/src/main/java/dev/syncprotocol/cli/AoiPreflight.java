package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.aoi.approval.ApprovalToken;
import dev.syncprotocol.aoi.approval.PreflightSummary;
import dev.syncprotocol.aoi.approval.RunId;
import dev.syncprotocol.aoi.loop.ApprovedRun;
import dev.syncprotocol.aoi.loop.IntactPart;
import dev.syncprotocol.aoi.preflight.LoopWishes;
import dev.syncprotocol.aoi.preflight.PreflightReport;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sync aoi preflight}: every check, the summary, and the token that approves it (aoi.md §9). */
@Command(
        name = "preflight",
        description = "Check everything a run needs and print what it would do. Changes nothing.",
        footer = {"", "Example:", "  sync aoi preflight --kpi-target \"FAR < 5%% at recall=100%%\""})
final class AoiPreflight implements Verb {
    @Mixin
    private AoiWishOptions options = new AoiWishOptions();

    @Mixin
    private AoiSkillBank skillBank = new AoiSkillBank();

    @Option(names = "--platforms", description = "only list where a run could be launched")
    private boolean platforms;

    @Option(
            names = "--platform",
            paramLabel = "NAME",
            description = "tell what it needs; with --kpi-target: it must be the engine's")
    @Nullable
    private String platform;

    @Option(names = "--save", paramLabel = "FILE", description = "also keep the summary for sync aoi run --from")
    @Nullable
    private String save;

    @Option(
            names = "--from-last-valid",
            paramLabel = "RUN",
            description = "of the new run that takes over what is intact of this damaged one")
    @Nullable
    private String fromLastValid;

    @Option(names = "--issue-token", description = "issue a keyed token; needs --key")
    private boolean issueToken;

    @Option(names = "--key", paramLabel = "FILE", description = "the key of keyed mode")
    @Nullable
    private String key;

    @Override
    public Answer answer(Invocation in) throws IOException {
        if (platforms || platform != null && !options.isGiven()) {
            return listed(in);
        }
        Optional<IntactPart> from = from(in);
        if (platform != null) {
            new AoiPlatforms(in, skillBank.folder(in)).require(platform, options.engine());
        }
        if (issueToken != (key != null)) {
            throw new SyncException(ErrorCode.USAGE, "--issue-token and --key FILE go together");
        }
        LoopWishes wishes = from.isPresent() ? LoopWishes.of(from.get().run().parameters()) : options.wishes(in);
        AoiGate gate = new AoiGate(in, skillBank, from);
        PreflightReport report =
                gate.preflight(wishes, RunId.proposedAt(in.clock().instant()));
        PreflightSummary summary = report.summary();
        if (save != null) {
            Files.writeString(in.path(save), summary.json());
        }
        ObjectNode data = SyncJson.object();
        data.put("run_id", summary.run().value()).put("digest", summary.digest().hex());
        data.set("summary", summary.tree());
        report.resumable().forEach(run -> data.withArray("resumable").add(run.toString()));
        String token = token(in, gate, summary);
        data.put("token", token);
        return new Answer(
                "sync.aoi-preflight/1", data, words(report, token, command(from)), List.of(), Answer.Form.DOCUMENT);
    }

    /** What is intact of the run that was named; its parameters are the new run's. */
    private Optional<IntactPart> from(Invocation in) throws IOException {
        if (fromLastValid == null) {
            return Optional.empty();
        }
        if (options.isGiven()) {
            throw new SyncException(ErrorCode.USAGE, "--from-last-valid takes the options of its run: give it or them");
        }
        return Optional.of(IntactPart.of(ApprovedRun.read(AoiPlace.run(in, fromLastValid)), in.clock()));
    }

    private Answer listed(Invocation in) throws IOException {
        if (options.isGiven()) {
            throw new SyncException(ErrorCode.USAGE, "--platforms only lists; --kpi-target asks for checks")
                    .withHint("a platform is chosen by its engine: --engine embedded or --engine tao");
        }
        return new AoiPlatforms(in, skillBank.folder(in)).answer(platform);
    }

    /** A workspace in keyed mode prints no token unless the key is given. */
    private @Nullable String token(Invocation in, AoiGate gate, PreflightSummary summary) throws IOException {
        if (key != null) {
            byte[] secret = AoiGate.secret(in.path(key));
            return ApprovalToken.keyed(summary.run(), summary.digest(), secret).text();
        }
        return gate.isKeyed() ? null : summary.token().text();
    }

    /** What takes the token. */
    private static String command(Optional<IntactPart> from) {
        return from.map(part -> "sync aoi resume --from-last-valid --run "
                        + part.run().approval().run() + " --approve")
                .orElse("sync aoi run --approve");
    }

    private static String words(PreflightReport report, @Nullable String token, String command) {
        StringBuilder text = new StringBuilder(report.summary().markdown());
        report.resumable()
                .forEach(run -> text.append("Not finished: ").append(run).append(" (sync aoi resume)\n"));
        if (token == null) {
            return text.append("This workspace asks for a keyed token: --issue-token --key FILE")
                    .toString();
        }
        return text.append("Approval token: ")
                .append(token)
                .append("\nType go, yes or looks good to approve, or give the token to " + command + ".")
                .toString();
    }
}
