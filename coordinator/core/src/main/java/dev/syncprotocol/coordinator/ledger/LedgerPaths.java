package dev.syncprotocol.coordinator.ledger;

import dev.syncprotocol.coordinator.round.RoundEvent;
import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.RoundNumber;
import dev.syncprotocol.protocol.digest.Sha256;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where things lie on the branch: {@code rounds/<NNNN/100>/NNNN/SSSS-<event>[.<party>].json}, sharded by hundreds of
 * rounds so that the tree that is rewritten stays small (coordinator.md section 5).
 */
final class LedgerPaths {
    /** The one folder at the top. */
    static final String ROUNDS = "rounds";

    /** The folder of stored contents inside a round's folder. */
    static final String ARTIFACTS = "artifacts";

    private static final int SHARD = 100;
    private static final Pattern EVENT =
            Pattern.compile(ROUNDS + "/([0-9]{2,})/([0-9]{4,})/([0-9]{4,})-([a-z-]+)(?:\\.([a-z][a-z0-9_-]*))?\\.json");
    private static final Pattern CONTENT =
            Pattern.compile(ROUNDS + "/([0-9]{2,})/([0-9]{4,})/" + ARTIFACTS + "/([0-9a-f]{64})");

    private LedgerPaths() {}

    static String shard(RoundNumber round) {
        return digits(round.value() / SHARD, 2);
    }

    static String folder(RoundNumber round) {
        return ROUNDS + "/" + shard(round) + "/" + digits(round.value(), 4);
    }

    /** A number with leading zeros. Every command asks, and a formatter would load a language first. */
    private static String digits(int number, int width) {
        String digits = Integer.toString(number);
        return "0".repeat(Math.max(0, width - digits.length())) + digits;
    }

    static String event(RoundEvent event, int sequence) {
        String party = event.party().map(name -> "." + name).orElse("");
        return folder(event.round()) + "/" + digits(sequence, 4) + "-"
                + event.kind().word() + party + ".json";
    }

    static String content(RoundNumber round, Sha256 digest) {
        return folder(round) + "/" + ARTIFACTS + "/" + digest.hex();
    }

    /**
     * The parts of an event file's path.
     *
     * @param round the round's number
     * @param sequence number within the round
     * @param event the kind's word
     * @param party the party, where the event has one
     */
    record EventName(RoundNumber round, int sequence, String event, Optional<Party> party) {}

    static Optional<EventName> eventName(String path) {
        Matcher name = EVENT.matcher(path);
        if (!name.matches()) {
            return Optional.empty();
        }
        RoundNumber round = new RoundNumber(Integer.parseInt(name.group(2)));
        EventName parsed = new EventName(
                round,
                Integer.parseInt(name.group(3)),
                name.group(4),
                Optional.ofNullable(name.group(5)).map(Party::new));
        return path.startsWith(folder(round) + "/") ? Optional.of(parsed) : Optional.empty();
    }

    static Optional<Sha256> contentName(String path) {
        Matcher name = CONTENT.matcher(path);
        return name.matches() ? Optional.of(new Sha256(name.group(3))) : Optional.empty();
    }
}
