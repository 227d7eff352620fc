package dev.syncprotocol.aoi.approval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.protocol.schema.SchemaId;
import dev.syncprotocol.protocol.schema.SchemaValidator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The approval of a run, {@code approval.json}: who approved what, when and how.
 *
 * @param summarySha256 digest of the summary that was shown
 * @param token the token that was given or stands for the answer
 * @param channel how it came
 * @param phrase what was typed; the token's word {@code --approve} for a flag
 * @param approvedAt ISO 8601, UTC
 * @param approvedBy the user of the machine
 * @param inputs what it is bound to
 */
public record Approval(
        Sha256 summarySha256,
        ApprovalToken token,
        Channel channel,
        String phrase,
        String approvedAt,
        String approvedBy,
        List<BoundInput> inputs) {
    /** Its name in a run's directory. */
    public static final String NAME = "approval.json";

    /** How an approval came. */
    public enum Channel {
        /** Typed at a terminal, below the summary. */
        TERMINAL,
        /** {@code --approve TOKEN}. */
        FLAG,
        /** The same with a token that needs a key. */
        KEYED;

        /** The word in files. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Approval {
        inputs = List.copyOf(inputs);
    }

    /** The run. */
    public RunId run() {
        return token.run();
    }

    /** The file's text. */
    public String json() {
        return SyncJson.pretty(tree());
    }

    /** The file's tree, by {@code aoi-approval.v1}. */
    public ObjectNode tree() {
        ObjectNode tree = SyncJson.object()
                .put("schema", "sync.aoi-approval/1")
                .put("run_id", run().value())
                .put("summary_sha256", summarySha256.hex())
                .put("token", token.text())
                .put("channel", channel.word())
                .put("phrase", phrase)
                .put("approved_at", approvedAt)
                .put("approved_by", approvedBy);
        ArrayNode list = tree.putArray("inputs");
        inputs.forEach(input -> list.add(input.tree()));
        return tree;
    }

    /**
     * Reads the approval of a run.
     *
     * @throws dev.syncprotocol.protocol.error.SyncException {@code evidence_changed} for a file that is none
     */
    public static Approval read(Path run) throws IOException {
        return of(tree(run.resolve(NAME)));
    }

    /**
     * The tree of an approval's file.
     *
     * @throws dev.syncprotocol.protocol.error.SyncException {@code evidence_changed} for a file that is none
     */
    public static JsonNode tree(Path file) throws IOException {
        return SchemaValidator.load(
                        SchemaId.AOI_APPROVAL_V1,
                        Files.readAllBytes(file),
                        DocumentFormat.JSON,
                        ErrorCode.EVIDENCE_CHANGED,
                        file.toString())
                .root();
    }

    /** The approval of such a tree. */
    public static Approval of(JsonNode tree) {
        List<BoundInput> inputs = new ArrayList<>();
        tree.path("inputs").forEach(input -> inputs.add(BoundInput.of(input)));
        return new Approval(
                new Sha256(tree.path("summary_sha256").asText()),
                ApprovalToken.parse(tree.path("token").asText()),
                Channel.valueOf(tree.path("channel").asText().toUpperCase(Locale.ROOT)),
                tree.path("phrase").asText(),
                tree.path("approved_at").asText(),
                tree.path("approved_by").asText(),
                inputs);
    }
}
