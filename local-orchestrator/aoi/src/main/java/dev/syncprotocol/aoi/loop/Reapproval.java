package dev.syncprotocol.aoi.loop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.aoi.approval.Approval;
import dev.syncprotocol.aoi.approval.BoundInput;
import dev.syncprotocol.aoi.approval.PreflightSummary;
import dev.syncprotocol.aoi.approval.SpentTokens;
import dev.syncprotocol.aoi.log.LogReading;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An approval given anew to a run that is there already (specification §10.4): after its inputs changed, or after a hard stop that a person has mended.
 * {@code approval_<n>.json}, from 2 on, beside the first one and never overwritten. The entry of the next stage that ends, well or not, commits it; until
 * then it is open, so one new approval lets one stage try again.
 *
 * @param file where it lies
 * @param approval who approved which summary, when and how
 * @param fix the hard stop and what was done about it; empty when only inputs changed
 */
public record Reapproval(Path file, Approval approval, Optional<Fix> fix) {
    private static final String FIX = "retry_after_fix";
    private static final int FIRST = 2;

    /**
     * A hard stop a person has mended.
     *
     * @param code the hard stop's word
     * @param why what was done about it, not blank
     */
    public record Fix(String code, String why) {
        public Fix {
            if (why.isBlank()) {
                throw new SyncException(ErrorCode.USAGE, "--why says what was done about " + code + "; it is empty");
            }
        }

        private ObjectNode tree() {
            return SyncJson.object().put("code", code).put("why", why);
        }
    }

    /**
     * Keeps it in the run and uses up its token: from now on its inputs are the run's. The caller holds the run's lock.
     *
     * @param approved the summary it is for
     * @throws SyncException {@code approval_stale} when the parameters are not the run's; {@code token_used}
     */
    public static Reapproval keep(ApprovedRun run, PreflightSummary approved, Approval approval, Optional<Fix> fix)
            throws IOException {
        if (!approved.parameters().equals(run.parameters())) {
            throw new SyncException(ErrorCode.APPROVAL_STALE, "the token is for other parameters than the run's");
        }
        SpentTokens.of(run.folder().root().getParent())
                .spend(approval.run(), run.approval().run());
        ObjectNode tree = approval.tree().put("resumes", run.approval().run().value());
        fix.ifPresent(mended -> tree.set(FIX, mended.tree()));
        Path file = place(run, count(run) + FIRST);
        AtomicFile.replace(file, SyncJson.pretty(tree).getBytes(StandardCharsets.UTF_8));
        return new Reapproval(file, approval, fix);
    }

    /** The one that no entry of the log has committed yet; empty when there is none. */
    static Optional<Reapproval> open(ApprovedRun run, LogReading log) throws IOException {
        return newest(run).filter(found -> !isCommitted(found.file(), log));
    }

    /** What a run's approval is bound to now: what was approved last. */
    static List<BoundInput> inputs(ApprovedRun run) throws IOException {
        return newest(run).map(Reapproval::approval).orElse(run.approval()).inputs();
    }

    /** What the log's entry says of it. */
    ObjectNode tree() {
        ObjectNode tree = SyncJson.object()
                .put("file", file.getFileName().toString())
                .put("token", approval.token().text())
                .put("summary_sha256", approval.summarySha256().hex());
        fix.ifPresent(mended -> tree.set(FIX, mended.tree()));
        return tree;
    }

    /** {@code approved anew by flag after leakage: row taken out}: for people. */
    String words() {
        return "approved anew (" + file.getFileName() + ")"
                + fix.map(mended -> " after " + mended.code() + ": " + mended.why())
                        .orElse(": inputs changed")
                        .replaceAll("\\s+", " ");
    }

    private static Optional<Reapproval> newest(ApprovedRun run) throws IOException {
        int count = count(run);
        return count == 0 ? Optional.empty() : Optional.of(read(place(run, count - 1 + FIRST)));
    }

    private static Reapproval read(Path file) throws IOException {
        JsonNode tree = Approval.tree(file);
        JsonNode mended = tree.path(FIX);
        Optional<Fix> fix = mended.isObject()
                ? Optional.of(
                        new Fix(mended.path("code").asText(), mended.path("why").asText()))
                : Optional.empty();
        return new Reapproval(file, Approval.of(tree), fix);
    }

    private static int count(ApprovedRun run) {
        int count = 0;
        while (Files.isRegularFile(place(run, count + FIRST))) {
            count++;
        }
        return count;
    }

    private static Path place(ApprovedRun run, int number) {
        return run.folder().root().resolve("approval_" + number + ".json");
    }

    private static boolean isCommitted(Path file, LogReading log) {
        return log.entries().stream()
                .flatMap(entry -> entry.record().evidence().stream())
                .anyMatch(evidence -> Path.of(evidence.path()).equals(file));
    }
}
