package dev.syncprotocol.aoi.loop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.aoi.approval.BoundInput;
import dev.syncprotocol.aoi.approval.PreflightSummary;
import dev.syncprotocol.aoi.state.RunFolder;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A hard stop that a person has fixed and approved again: kept until the stage that failed is committed, whose entry then carries it.
 *
 * @param code the hard stop
 * @param why what was done about it
 * @param summarySha256 digest of the summary that was approved anew
 * @param token the token it was approved with
 */
public record Retry(String code, String why, String summarySha256, String token) {
    private static final String FILE = "retry.json";
    private static final String KEPT = "approval_after_fix.json";

    /**
     * Keeps it in the run, with the summary that was approved: from now on its inputs are the run's.
     *
     * @throws dev.syncprotocol.protocol.error.SyncException {@code approval_stale} when the parameters are not the run's
     */
    public void keep(ApprovedRun run, PreflightSummary approved) throws IOException {
        if (!approved.parameters().equals(run.parameters())) {
            throw new SyncException(ErrorCode.APPROVAL_STALE, "the token is for other parameters than the run's");
        }
        ObjectNode tree = tree();
        approved.inputs().forEach(input -> tree.withArray("inputs").add(input.tree()));
        AtomicFile.replace(
                run.folder().root().resolve(FILE), SyncJson.pretty(tree).getBytes(StandardCharsets.UTF_8));
    }

    /** What a run's approval is bound to now: what was approved last. */
    static List<BoundInput> inputs(ApprovedRun run) throws IOException {
        for (String name : List.of(FILE, KEPT)) {
            Path file = run.folder().root().resolve(name);
            if (Files.isRegularFile(file)) {
                List<BoundInput> inputs = new ArrayList<>();
                SyncJson.read(Files.readString(file)).path("inputs").forEach(input -> inputs.add(BoundInput.of(input)));
                return inputs;
            }
        }
        return run.approval().inputs();
    }

    /** The one that is open; empty when none is. */
    static Optional<Retry> of(RunFolder run) throws IOException {
        Path file = run.root().resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        var tree = SyncJson.read(Files.readString(file));
        return Optional.of(new Retry(
                tree.path("code").asText(),
                tree.path("why").asText(),
                tree.path("summary_sha256").asText(),
                tree.path("token").asText()));
    }

    /** Its entry is committed; what it approved stays. */
    static void forget(RunFolder run) throws IOException {
        Path file = run.root().resolve(FILE);
        if (Files.isRegularFile(file)) {
            Files.move(
                    file,
                    run.root().resolve(KEPT),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        }
    }

    ObjectNode tree() {
        return SyncJson.object()
                .put("code", code)
                .put("why", why)
                .put("summary_sha256", summarySha256)
                .put("token", token);
    }
}
