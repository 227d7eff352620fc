package dev.syncprotocol.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A need as a second reading of the events sees it.
 *
 * @param party who is asked
 * @param round the round that asks
 * @param item the item of {@code need_from_<party>}
 * @param declared the newest declaration of an artifact for it
 * @param pinned the newest proof
 */
record ExpectedNeed(String party, int round, JsonNode item, Optional<Said> declared, Optional<Said> pinned) {
    /**
     * What a record says of an artifact.
     *
     * @param record its number
     * @param sha256 the digest it names
     */
    record Said(int record, Optional<String> sha256) {}

    static ExpectedNeed asked(String party, int round, JsonNode item) {
        return new ExpectedNeed(party, round, item, Optional.empty(), Optional.empty());
    }

    String name() {
        return item.path("name").asText();
    }

    String path() {
        return item.path("path").asText();
    }

    String told() {
        return party + "/" + name() + "@" + round;
    }

    boolean required() {
        return item.path("required").asBoolean(true);
    }

    boolean isOpen() {
        return pinned.isEmpty();
    }

    boolean sameAddressee(ExpectedNeed other) {
        return party.equals(other.party) && name().equals(other.name());
    }

    boolean isProvedBy(JsonNode proof) {
        return name().equals(proof.path("need").asText())
                && round == proof.path("round").asInt()
                && path().equals(proof.path("path").asText());
    }

    ExpectedNeed declaredBy(int record, JsonNode artifact) {
        boolean meant = name().equals(artifact.path("name").asText())
                || path().equals(artifact.path("path").asText());
        Optional<String> digest = Optional.ofNullable(artifact.path("sha256").textValue());
        return meant ? new ExpectedNeed(party, round, item, Optional.of(new Said(record, digest)), pinned) : this;
    }

    ExpectedNeed pinnedBy(int record, JsonNode proof) {
        Said pin = new Said(record, Optional.of(proof.path("sha256").asText()));
        return new ExpectedNeed(party, round, item, declared, Optional.of(pin));
    }

    /** Whether it is satisfied by what lies in the workspace now (coordinator.md section 6, (a) to (d)). */
    boolean holdsNow(Path root) throws IOException {
        Optional<Lying> there = Lying.at(root, path()).filter(found -> found.bytes() > 0);
        if (there.isEmpty() || (declared.isEmpty() && pinned.isEmpty())) {
            return false;
        }
        Optional<String> found = Optional.of(there.get().sha256().hex());
        int declaration = declared.map(Said::record).orElse(0);
        if (pinned.isPresent() && pinned.get().record() >= declaration) {
            return pinned.get().sha256().equals(found);
        }
        Optional<String> said = declared.flatMap(Said::sha256);
        return (said.isEmpty() || said.equals(found)) && isAccepted(root, there.get());
    }

    private boolean isAccepted(Path root, Lying there) throws IOException {
        JsonNode accept = item.path("accept");
        if (accept.has("min_files") && there.files() < accept.path("min_files").asInt()) {
            return false;
        }
        return !accept.has("required_keys") || hasKeys(root.resolve(path()), accept.path("required_keys"));
    }

    private static boolean hasKeys(Path file, JsonNode keys) throws IOException {
        try {
            JsonNode content = SyncJson.read(Files.readString(file));
            for (JsonNode key : keys) {
                if (!content.has(key.asText())) {
                    return false;
                }
            }
            return true;
        } catch (UncheckedIOException noJson) {
            return false;
        }
    }
}
