package dev.syncprotocol.coordinator.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.fields.Fields;
import dev.syncprotocol.coordinator.round.RecordedEvent;
import dev.syncprotocol.coordinator.round.RoundEvent;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.CanonicalJson;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** An event as one file: canonical JSON with the envelope's fields beside the event's own (interfaces.md section 8.1). */
final class EventFile {
    static final String SCHEMA = "sync.round-event/1";

    private EventFile() {}

    static byte[] bytes(RecordedEvent recorded, Optional<Sha256> parent) {
        RoundEvent event = recorded.event();
        ObjectNode node = SyncJson.object();
        event.write(node);
        node.put("schema", SCHEMA);
        node.put("record", recorded.record());
        node.put("sequence", recorded.sequence());
        node.put("round", event.round().value());
        node.put("event", event.kind().word());
        event.party().ifPresent(party -> node.put("party", party.name()));
        node.put("at", recorded.at().toString());
        node.put("parent", parent.map(Sha256::hex).orElse(null));
        return CanonicalJson.bytes(node);
    }

    /** The record of an event file, whose commit is not known here. */
    static LedgerRecord read(String path, byte[] bytes) {
        Fields fields = fields(path, bytes);
        RecordedEvent recorded = new RecordedEvent(
                fields.integer("record"), fields.integer("sequence"), fields.instant("at"), RoundEvent.read(fields));
        return new LedgerRecord(recorded, path, Sha256.of(bytes), fields.optionalDigest("parent"), Optional.empty());
    }

    private static Fields fields(String path, byte[] bytes) {
        try {
            return new Fields(SyncJson.read(new String(bytes, StandardCharsets.UTF_8)), path);
        } catch (UncheckedIOException e) {
            throw new SyncException(ErrorCode.LEDGER_BROKEN, path + " is no JSON", e);
        }
    }
}
