package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.ledger.LedgerRecord;
import dev.syncprotocol.coordinator.round.RecordedEvent;
import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code sync log}: every record, oldest first. */
@Command(
        name = "log",
        description = "Show the ledger, oldest record first.",
        footer = {"", "Example:", "  sync log"})
final class Log implements Verb {
    @Override
    public Answer answer(Invocation in) throws IOException {
        List<LedgerRecord> records = Wiring.coordinator(in).log();
        ObjectNode data = SyncJson.object();
        ArrayNode list = data.putArray("records");
        Words words = new Words();
        for (LedgerRecord record : records) {
            list.add(tree(record));
            words.line(line(record, in.style()));
        }
        if (records.isEmpty()) {
            words.line("the ledger is empty");
        }
        return new Answer("sync.log/1", data, words.text(), List.of("sync verify"));
    }

    private static ObjectNode tree(LedgerRecord record) {
        RecordedEvent event = record.recorded();
        ObjectNode node = SyncJson.object();
        node.put("record", event.record());
        node.put("round", event.event().round().value());
        node.put("event", event.event().kind().word());
        node.put("party", event.event().party().map(Party::name).orElse(null));
        node.put("at", event.at().toString());
        node.put("subject", event.event().subject());
        node.put("path", record.path());
        node.put("sha256", record.sha256().hex());
        node.put("commit", record.commit().orElse(null));
        return node;
    }

    private static String line(LedgerRecord record, Style style) {
        String commit = record.commit().map(id -> id.substring(0, 10)).orElse("          ");
        return String.format("%4d  ", record.recorded().record())
                + style.dim(commit + "  " + record.recorded().at().toString().substring(0, 19) + "Z") + "  "
                + record.recorded().event().subject();
    }
}
