package dev.syncprotocol.coordinator.ledger;

import dev.syncprotocol.coordinator.round.PackageIngested;
import dev.syncprotocol.coordinator.round.PackageRefused;
import dev.syncprotocol.coordinator.round.RecordedEvent;
import dev.syncprotocol.coordinator.round.RoundEvent;
import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.digest.Sha256;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.eclipse.jgit.lib.PersonIdent;

/** The message and the author of a record's commit (interfaces.md section 9): our words only, trailers that git parses. */
final class CommitText {
    static final String RECORD = "Sync-Record";
    static final String ROUND = "Sync-Round";
    static final String EVENT = "Sync-Event";
    static final String PARTY = "Sync-Party";
    static final String PACKAGE_DIGEST = "Sync-Package-Digest";
    static final String PARENT_RECORD = "Sync-Parent-Record";

    private CommitText() {}

    static String message(RecordedEvent recorded, Optional<Sha256> parent) {
        StringBuilder text =
                new StringBuilder("sync: ").append(recorded.event().subject()).append("\n\n");
        trailers(recorded, parent)
                .forEach((key, value) ->
                        text.append(key).append(": ").append(value).append('\n'));
        return text.toString();
    }

    static Map<String, String> trailers(RecordedEvent recorded, Optional<Sha256> parent) {
        RoundEvent event = recorded.event();
        Map<String, String> trailers = new LinkedHashMap<>();
        trailers.put(RECORD, String.valueOf(recorded.record()));
        trailers.put(ROUND, event.round().toString());
        trailers.put(EVENT, event.kind().word());
        event.party().ifPresent(party -> trailers.put(PARTY, party.name()));
        packageDigest(event).ifPresent(digest -> trailers.put(PACKAGE_DIGEST, digest.prefixed()));
        parent.ifPresent(digest -> trailers.put(PARENT_RECORD, digest.prefixed()));
        return trailers;
    }

    private static Optional<Sha256> packageDigest(RoundEvent event) {
        if (event instanceof PackageIngested ingested) {
            return Optional.of(ingested.receivedSha256());
        }
        return event instanceof PackageRefused refused ? Optional.of(refused.receivedSha256()) : Optional.empty();
    }

    /** The trailers of a message: the {@code Key: value} lines of its last paragraph. */
    static Map<String, String> parse(String message) {
        Map<String, String> trailers = new LinkedHashMap<>();
        String text = message.strip();
        for (String line : text.substring(text.lastIndexOf("\n\n") + 1).strip().split("\n")) {
            int colon = line.indexOf(": ");
            if (colon > 0) {
                trailers.put(line.substring(0, colon), line.substring(colon + 2));
            }
        }
        return trailers;
    }

    /** The record number a message names, or empty when this is no record of ours. */
    static OptionalInt record(String message) {
        String number = parse(message).getOrDefault(RECORD, "");
        return number.matches("[1-9][0-9]{0,8}") ? OptionalInt.of(Integer.parseInt(number)) : OptionalInt.empty();
    }

    /** The fixed identity of whoever did it; the user's own name and mail never enter the ledger. */
    static PersonIdent author(Optional<Party> party, Instant at) {
        String name = party.map(Party::name).orElse("sync");
        return new PersonIdent(name, name + "@parties.syncprotocol.dev", at, ZoneOffset.UTC);
    }

    /** The program itself, which commits for everyone. */
    static PersonIdent committer(Instant at) {
        return new PersonIdent("sync", "ledger@syncprotocol.dev", at, ZoneOffset.UTC);
    }
}
