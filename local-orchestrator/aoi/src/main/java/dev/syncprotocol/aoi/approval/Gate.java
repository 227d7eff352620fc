package dev.syncprotocol.aoi.approval;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether a token approves the summary as it is now. Nothing skips it, and none of its failures contains a token.
 *
 * @param results {@code <workspace>/results}
 * @param key the key of keyed mode; empty when the workspace asks for none
 */
public record Gate(Path results, Optional<byte[]> key) {
    private static final int MOST_DIFFERENCES = 20;

    /**
     * Says nothing when the token is unused, young and made for this very summary.
     *
     * @param token as it was given
     * @param now the time
     * @param current the summary, computed anew with the token's run id
     * @param shown the summary the token was made for, where it was saved
     * @throws SyncException {@code token_used}, {@code approval_stale}, {@code approval_required}
     */
    public void check(ApprovalToken token, Instant now, PreflightSummary current, Optional<PreflightSummary> shown) {
        requireUnused(token.run());
        if (token.isStaleAt(now)) {
            throw new SyncException(ErrorCode.APPROVAL_STALE, "the token of " + token.run() + " is older than 24 hours")
                    .withNext("sync aoi preflight --help");
        }
        if (key.isPresent() && !token.isKeyed()) {
            throw new SyncException(
                    ErrorCode.APPROVAL_REQUIRED, "this workspace asks for a keyed token (approval.key_file)");
        }
        if (!token.proves(expected(current, token))) {
            throw stale(current, shown);
        }
    }

    /** Refuses a run whose directory is already there: a token is good for one run. */
    public void requireUnused(RunId run) {
        if (Files.exists(results.resolve(run.value()))) {
            throw new SyncException(ErrorCode.TOKEN_USED, "the token was used: " + run + " is already there")
                    .withNext("sync aoi status --run " + results.resolve(run.value()));
        }
        SpentTokens.of(results).requireUnused(run);
    }

    private ApprovalToken expected(PreflightSummary current, ApprovalToken given) {
        return key.filter(any -> given.isKeyed())
                .map(secret -> ApprovalToken.keyed(given.run(), current.digest(), secret))
                .orElseGet(() -> ApprovalToken.plain(given.run(), current.digest()));
    }

    private static SyncException stale(PreflightSummary current, Optional<PreflightSummary> shown) {
        List<String> changed = shown.map(current::differencesFrom).orElse(List.of());
        String lines = changed.isEmpty()
                ? "\n" + current.markdown()
                : changed.stream()
                        .limit(MOST_DIFFERENCES)
                        .map(line -> "\n  " + line)
                        .reduce("", String::concat);
        return new SyncException(
                        ErrorCode.APPROVAL_STALE,
                        "the approval was given for other inputs or parameters; "
                                + (changed.isEmpty() ? "the summary now is:" : "what changed since:") + lines)
                .withHint("look at the summary again: sync aoi preflight with the same options")
                .withNext("sync aoi preflight --help");
    }

    /** What {@code run}, or {@code resume --from-last-valid}, answers when nothing approves: the summary, without a token. */
    public static SyncException required(PreflightSummary current) {
        SyncException required = new SyncException(
                ErrorCode.APPROVAL_REQUIRED, "nothing was approved and nothing was changed.\n\n" + current.markdown());
        return Resumption.of(current)
                .map(resumed -> required.withHint(
                                "sync aoi preflight prints this summary and its token; with it the new run starts")
                        .withNext(
                                "sync aoi preflight --from-last-valid " + resumed.run(),
                                "sync aoi resume --from-last-valid --run " + resumed.run() + " --approve TOKEN"))
                .orElseGet(
                        () -> required.withHint(
                                "sync aoi preflight with the same options prints this summary and its token; sync aoi run --approve TOKEN starts"));
    }

    /** The token a terminal's answer stands for. */
    public ApprovalToken forTerminal(PreflightSummary current) {
        return key.map(secret -> ApprovalToken.keyed(current.run(), current.digest(), secret))
                .orElseGet(current::token);
    }

    /** A summary that {@code preflight --save} wrote. */
    public static PreflightSummary saved(String json) {
        return PreflightSummary.of(SyncJson.read(json));
    }
}
