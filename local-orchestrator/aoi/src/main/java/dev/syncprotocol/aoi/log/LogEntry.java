package dev.syncprotocol.aoi.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One line of {@code loop_log.jsonl} (specification §8.3).
 *
 * @param seq from 1, without gaps
 * @param ts the stage's end, ISO 8601 with microseconds and {@code Z}
 * @param record what the stage said of itself
 * @param prev digest of the line before with its line feed; 64 zeros for the first
 */
public record LogEntry(long seq, String ts, StageRecord record, Sha256 prev) {
    /** The {@code prev} of the first line. */
    public static final Sha256 NONE = new Sha256("0".repeat(64));

    /** The phase of the stage. */
    public Phase phase() {
        return record.phase();
    }

    /** The stage. */
    public LoopStage stage() {
        return record.stage();
    }

    /** {@code iter1 data_mining}. */
    public String step() {
        return phase() + " " + stage().word();
    }

    /** Whether the stage ended well. */
    public boolean ok() {
        return record.status() == EntryStatus.OK;
    }

    /** {@code 7 iter1 data_mining ok 12s Mining (VCN): …}: the entry for people. */
    public String words() {
        return seq + " " + phase() + " " + stage().word() + " "
                + record.status().word() + " " + record.durationSec() + "s " + record.summary();
    }

    /** The line's tree, fields in the specification's order. */
    public ObjectNode tree() {
        ObjectNode tree = SyncJson.object()
                .put("seq", seq)
                .put("ts", ts)
                .put("iter", phase().word())
                .put("stage", stage().word())
                .put("status", record.status().word())
                .put("summary", record.summary())
                .put("duration_sec", record.durationSec())
                .put("context_tokens", 0);
        tree.set("set", record.set());
        ArrayNode evidence = tree.putArray("evidence");
        record.evidence()
                .forEach(file -> evidence.addObject()
                        .put("path", file.path())
                        .put("sha256", file.sha256().hex())
                        .put("bytes", file.bytes()));
        return tree.put("prev", prev.hex());
    }

    /** The line as it is written, its line feed included. */
    public String line() {
        return SyncJson.compact(tree()) + "\n";
    }

    /** The entry of a tree that is valid by {@code loop-log-entry.v1}. */
    static LogEntry of(JsonNode tree) {
        StageRecord record = new StageRecord(
                Phase.of(tree.get("iter").textValue()),
                LoopStage.of(tree.get("stage").textValue()),
                EntryStatus.valueOf(tree.get("status").textValue().toUpperCase(Locale.ROOT)),
                tree.get("summary").textValue(),
                tree.get("duration_sec").longValue(),
                (ObjectNode) tree.get("set"),
                evidence(tree.get("evidence")));
        return new LogEntry(
                tree.get("seq").longValue(),
                tree.get("ts").textValue(),
                record,
                new Sha256(tree.get("prev").textValue()));
    }

    private static List<Evidence> evidence(JsonNode list) {
        List<Evidence> evidence = new ArrayList<>();
        list.forEach(file -> evidence.add(new Evidence(
                file.get("path").textValue(),
                new Sha256(file.get("sha256").textValue()),
                file.get("bytes").longValue())));
        return evidence;
    }
}
