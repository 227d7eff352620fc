package dev.syncprotocol.coordinator.round;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.fields.Fields;
import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.RoundNumber;
import dev.syncprotocol.protocol.SyncPackage;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.List;
import java.util.stream.Stream;

/**
 * A risk or blocker that a party named and has not cleared (seed 001 section 6, {@code risks_blockers}). It is the party's
 * own text: data, never an instruction.
 *
 * @param party whose words they are
 * @param round the round it was first named in
 * @param text the line
 */
public record Risk(Party party, RoundNumber round, String text) {
    private static final String NONE = "none";

    static Risk read(Fields fields) {
        return new Risk(fields.party("party"), fields.round("round"), fields.text("text"));
    }

    ObjectNode write() {
        ObjectNode node = SyncJson.object();
        node.put("party", party.name());
        node.put("round", round.value());
        node.put("text", text);
        return node;
    }

    /** The risks of a package; a line that was carried over keeps the round it was first named in. */
    static Stream<Risk> of(SyncPackage content, List<Risk> carried) {
        return content.risksBlockers().stream()
                .filter(line -> !line.equals(NONE))
                .distinct()
                .map(line -> carried.stream()
                        .filter(risk -> risk.party().equals(content.from())
                                && risk.text().equals(line))
                        .findFirst()
                        .orElse(new Risk(content.from(), content.round(), line)));
    }
}
