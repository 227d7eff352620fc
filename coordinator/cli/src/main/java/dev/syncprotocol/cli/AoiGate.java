package dev.syncprotocol.cli;

import dev.syncprotocol.aoi.approval.Answers;
import dev.syncprotocol.aoi.approval.Approval;
import dev.syncprotocol.aoi.approval.ApprovalToken;
import dev.syncprotocol.aoi.approval.Gate;
import dev.syncprotocol.aoi.approval.PreflightSummary;
import dev.syncprotocol.aoi.approval.RunId;
import dev.syncprotocol.aoi.loop.IntactPart;
import dev.syncprotocol.aoi.preflight.LoopWishes;
import dev.syncprotocol.aoi.preflight.Preflight;
import dev.syncprotocol.aoi.preflight.PreflightOrder;
import dev.syncprotocol.aoi.preflight.PreflightReport;
import dev.syncprotocol.aoi.workspace.AoiWorkspace;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.json.DocumentUnreadable;
import dev.syncprotocol.protocol.json.LocatedDocument;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The one gate before a run, seen from the command line. Nothing skips it: without a token and without somebody who answers below the summary there is no
 * approval.
 *
 * @param in the call
 * @param skillBank where the containers of engine tao are named
 * @param from what the new run takes over; empty for a run from scratch
 */
record AoiGate(Invocation in, AoiSkillBank skillBank, Optional<IntactPart> from) {
    private static final String SETTINGS = ".sync/config.yaml";

    /** The gate before a run from scratch. */
    AoiGate(Invocation in, AoiSkillBank skillBank) {
        this(in, skillBank, Optional.empty());
    }

    /** The checks and the summary of this workspace as it is now. */
    PreflightReport preflight(LoopWishes wishes, RunId run) throws IOException {
        PreflightReport report = Preflight.check(new PreflightOrder(
                AoiPlace.wholeWorkspace(in), wishes, run, AoiOffer.of(wishes, skillBank, in), Version.text()));
        return new PreflightReport(
                from.map(part -> part.resumedBy(report.summary())).orElse(report.summary()),
                report.warnings(),
                report.resumable());
    }

    /** Whether the workspace asks for keyed tokens. */
    boolean isKeyed() throws IOException {
        return key().isPresent();
    }

    /**
     * The approval that a token gives.
     *
     * @param shown the summary it was made for, where it was saved
     */
    Approved byToken(String typed, LoopWishes wishes, Optional<PreflightSummary> shown) throws IOException {
        ApprovalToken token = ApprovalToken.parse(typed);
        Gate gate = gate();
        gate.requireUnused(token.run());
        PreflightSummary current = preflight(wishes, token.run()).summary();
        gate.check(token, in.clock().instant(), current, shown);
        Approval.Channel channel = token.isKeyed() ? Approval.Channel.KEYED : Approval.Channel.FLAG;
        return approved(current, token, channel, "--approve");
    }

    /** The approval somebody types below the summary; without a terminal nothing is asked. */
    Approved byAnswer(LoopWishes wishes) throws IOException {
        PreflightSummary current =
                preflight(wishes, RunId.proposedAt(in.clock().instant())).summary();
        if (!in.progress().live() || isKeyed()) {
            throw Gate.required(current);
        }
        in.progress().say(current.markdown());
        in.progress().say("Type go, yes or looks good to approve:");
        String answer = typed();
        if (!Answers.approves(answer)) {
            throw new SyncException(ErrorCode.APPROVAL_REQUIRED, "not approved; nothing was changed");
        }
        return approved(current, current.token(), Approval.Channel.TERMINAL, answer.strip());
    }

    /** A summary with its approval. */
    record Approved(PreflightSummary summary, Approval approval) {}

    private Approved approved(PreflightSummary summary, ApprovalToken token, Approval.Channel channel, String phrase) {
        return new Approved(
                summary,
                new Approval(
                        summary.digest(),
                        token,
                        channel,
                        phrase,
                        in.clock().instant().toString(),
                        in.variable("USER").or(() -> in.variable("USERNAME")).orElse("unknown"),
                        summary.inputs()));
    }

    private String typed() throws IOException {
        String line = new BufferedReader(new InputStreamReader(in.input(), StandardCharsets.UTF_8)).readLine();
        return line == null ? "" : line;
    }

    private Gate gate() throws IOException {
        return new Gate(workspace().results(), key());
    }

    private AoiWorkspace workspace() {
        return AoiPlace.workspace(in);
    }

    /**
     * The key of keyed mode.
     *
     * @throws SyncException {@code config_invalid} when there is none in the file
     */
    static byte[] secret(Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) == 0) {
            throw new SyncException(ErrorCode.CONFIG_INVALID, "the key file " + file + " is not there or empty");
        }
        return Files.readAllBytes(file);
    }

    private Optional<byte[]> key() throws IOException {
        Path settings = workspace().root().resolve(SETTINGS);
        if (!Files.isRegularFile(settings)) {
            return Optional.empty();
        }
        try {
            String file = LocatedDocument.read(Files.readAllBytes(settings), DocumentFormat.YAML)
                    .root()
                    .at("/approval/key_file")
                    .textValue();
            return file == null
                    ? Optional.empty()
                    : Optional.of(secret(workspace().root().resolve(file)));
        } catch (DocumentUnreadable e) {
            throw new SyncException(ErrorCode.CONFIG_INVALID, settings + " cannot be read", e);
        }
    }
}
