package dev.syncprotocol.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.ledger.LedgerRecord;
import dev.syncprotocol.coordinator.round.RoundState;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A second reading of the events, written from the contract and not from the fold: where the current round stands, which
 * needs are in play, what is pinned. Slow and plain.
 */
final class ExpectedRound {
    private static final String ASKS = "need_from_";

    private final Map<String, String> pins = new TreeMap<>();
    private final List<JsonNode> events = new ArrayList<>();
    private List<ExpectedNeed> needs = new ArrayList<>();

    static ExpectedRound of(List<LedgerRecord> log) {
        ExpectedRound expected = new ExpectedRound();
        for (LedgerRecord record : log) {
            ObjectNode event = SyncJson.object();
            record.recorded().event().write(event);
            event.put("event", record.recorded().event().kind().word());
            event.put("round", record.recorded().event().round().value());
            event.put("record", record.recorded().record());
            record.recorded().event().party().ifPresent(party -> event.put("party", party.name()));
            expected.add(event);
        }
        return expected;
    }

    /** The digest the newest record pins for each path, over the whole history. */
    Map<String, String> pins() {
        return pins;
    }

    List<ExpectedNeed> needs() {
        return List.copyOf(needs);
    }

    private void add(JsonNode event) {
        switch (word(event)) {
            case "round-opened" -> open();
            case "package-ingested" -> ingest(event);
            default -> {
                // Neither asks nor declares anything.
            }
        }
        prove(event);
        events.add(event);
    }

    /** Of a finished round the open needs go on, of any other all of them; a round given up takes its own with it. */
    private void open() {
        RoundState before = state();
        int number = events.isEmpty() ? 0 : events.get(0).path("round").asInt();
        needs.removeIf(need ->
                before == RoundState.DONE ? !need.isOpen() : before == RoundState.ABANDONED && need.round() == number);
        events.clear();
    }

    private void ingest(JsonNode event) {
        JsonNode content = SyncJson.read(event.path("received").asText());
        int round = event.path("round").asInt();
        for (Iterator<String> names = content.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (name.startsWith(ASKS)) {
                content.path(name).forEach(item -> ask(name.substring(ASKS.length()), round, item));
            }
        }
        declare(event, content);
    }

    private void ask(String party, int round, JsonNode item) {
        ExpectedNeed fresh = ExpectedNeed.asked(party, round, item);
        needs.removeIf(need -> need.round() < round && need.sameAddressee(fresh));
        ExpectedNeed known = fresh;
        for (JsonNode earlier : packages(party)) {
            JsonNode content = SyncJson.read(earlier.path("received").asText());
            for (JsonNode artifact : content.path("artifacts_produced")) {
                known = known.declaredBy(earlier.path("record").asInt(), artifact);
            }
        }
        needs.add(known);
    }

    private void declare(JsonNode event, JsonNode content) {
        for (JsonNode artifact : content.path("artifacts_produced")) {
            needs.replaceAll(need -> need.party().equals(event.path("party").asText())
                    ? need.declaredBy(event.path("record").asInt(), artifact)
                    : need);
        }
    }

    private void prove(JsonNode event) {
        for (JsonNode proof : event.path("satisfies")) {
            pins.put(proof.path("path").asText(), proof.path("sha256").asText());
            needs.replaceAll(need ->
                    need.isProvedBy(proof) ? need.pinnedBy(event.path("record").asInt(), proof) : need);
        }
    }

    private List<JsonNode> packages(String party) {
        return events.stream()
                .filter(event -> word(event).equals("package-ingested")
                        && event.path("party").asText().equals(party))
                .toList();
    }

    /** Where the round stands, told from the contract's sentences in the order of their weight. */
    RoundState state() {
        if (has("round-abandoned")) {
            return RoundState.ABANDONED;
        }
        return training().orElseGet(this::beforeTraining);
    }

    private RoundState beforeTraining() {
        if (packages("cursor").isEmpty()) {
            TreeSet<Integer> reported = new TreeSet<>();
            events.stream()
                    .filter(event -> word(event).equals("command-reported"))
                    .forEach(event -> reported.add(event.path("command").asInt()));
            return reported.size() < 3 ? RoundState.OPEN : RoundState.HANDOVER;
        }
        return needs.stream().anyMatch(need -> need.required() && need.isOpen())
                ? RoundState.WAITING
                : RoundState.READY;
    }

    private Optional<RoundState> training() {
        Optional<RoundState> training = Optional.empty();
        for (JsonNode event : events) {
            if (!event.path("scope").asText().equals("round")) {
                continue;
            }
            if (word(event).equals("launch-started")) {
                training = Optional.of(RoundState.TRAINING);
            } else if (word(event).equals("launch-finished")) {
                boolean well = event.path("outcome").asText().equals("finished");
                training = Optional.of(well ? RoundState.DONE : RoundState.FAILED);
            }
        }
        return training;
    }

    private boolean has(String kind) {
        return events.stream().anyMatch(event -> word(event).equals(kind));
    }

    private static String word(JsonNode event) {
        return event.path("event").asText();
    }
}
