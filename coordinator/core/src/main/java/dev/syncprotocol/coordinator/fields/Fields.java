package dev.syncprotocol.coordinator.fields;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.RoundNumber;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * A typed look into one JSON object that we wrote ourselves. Unknown fields are ignored, so that an older program reads a
 * newer ledger; a known field of the wrong shape is {@link ErrorCode#LEDGER_BROKEN}.
 *
 * @param node the object
 * @param where its name for people, for example a path in the ledger
 */
public record Fields(JsonNode node, String where) {
    /** Refuses what is no object. */
    public Fields {
        if (!node.isObject()) {
            throw new SyncException(ErrorCode.LEDGER_BROKEN, where + " is no JSON object");
        }
    }

    /** A text that must be there. */
    public String text(String name) {
        return optionalText(name).orElseThrow(() -> broken(name, "a text"));
    }

    /** A text, or empty when the field is absent or null. */
    public Optional<String> optionalText(String name) {
        return present(name).map(value -> {
            if (!value.isTextual()) {
                throw broken(name, "a text");
            }
            return value.textValue();
        });
    }

    /** A whole number that must be there. */
    public int integer(String name) {
        return optionalInteger(name).orElseThrow(() -> broken(name, "a whole number"));
    }

    /** A whole number, or empty when the field is absent or null. */
    public OptionalInt optionalInteger(String name) {
        Optional<JsonNode> value = present(name);
        if (value.isEmpty()) {
            return OptionalInt.empty();
        }
        if (!value.get().isIntegralNumber() || !value.get().canConvertToInt()) {
            throw broken(name, "a whole number");
        }
        return OptionalInt.of(value.get().intValue());
    }

    /** A whole number that must be there. */
    public long longInteger(String name) {
        return optionalLong(name).orElseThrow(() -> broken(name, "a whole number"));
    }

    /** A whole number, or empty when the field is absent or null. */
    public OptionalLong optionalLong(String name) {
        Optional<JsonNode> value = present(name);
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        if (!value.get().isIntegralNumber() || !value.get().canConvertToLong()) {
            throw broken(name, "a whole number");
        }
        return OptionalLong.of(value.get().longValue());
    }

    /** A number, or empty when the field is absent or null. */
    public OptionalDouble number(String name) {
        Optional<JsonNode> value = present(name);
        if (value.isEmpty()) {
            return OptionalDouble.empty();
        }
        if (!value.get().isNumber()) {
            throw broken(name, "a number");
        }
        return OptionalDouble.of(value.get().doubleValue());
    }

    /** A truth value, or {@code otherwise} when the field is absent. */
    public boolean flag(String name, boolean otherwise) {
        return present(name).map(JsonNode::asBoolean).orElse(otherwise);
    }

    /** An instant in RFC 3339 that must be there. */
    public Instant instant(String name) {
        String text = text(name);
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw broken(name, "an instant in RFC 3339");
        }
    }

    /** A digest that must be there. */
    public Sha256 digest(String name) {
        return parse(name, text(name), Sha256::new);
    }

    /** A digest, or empty when the field is absent or null. */
    public Optional<Sha256> optionalDigest(String name) {
        return optionalText(name).map(text -> parse(name, text, Sha256::new));
    }

    /** A path of the workspace that must be there. */
    public RepoPath path(String name) {
        return parse(name, text(name), RepoPath::new);
    }

    /** A path of the workspace, or empty when the field is absent or null. */
    public Optional<RepoPath> optionalPath(String name) {
        return optionalText(name).map(text -> parse(name, text, RepoPath::new));
    }

    /** A party that must be there. */
    public Party party(String name) {
        return parse(name, text(name), Party::new);
    }

    /** A party, or empty when the field is absent or null. */
    public Optional<Party> optionalParty(String name) {
        return optionalText(name).map(text -> parse(name, text, Party::new));
    }

    /** The number of a round that must be there. */
    public RoundNumber round(String name) {
        return parse(name, integer(name), RoundNumber::new);
    }

    /** One of an enum's words, written in lower case. */
    public <E extends Enum<E>> E word(String name, Class<E> type) {
        String text = text(name);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(text)) {
                return constant;
            }
        }
        throw broken(name, "one of the known words, not " + text);
    }

    /** The object in a field that must be there. */
    public Fields object(String name) {
        return optionalObject(name).orElseThrow(() -> broken(name, "an object"));
    }

    /** The object in a field, or empty when the field is absent or null. */
    public Optional<Fields> optionalObject(String name) {
        return present(name).map(value -> new Fields(value, where + "/" + name));
    }

    /** The objects of a list; an absent list is an empty one. */
    public <T> List<T> objects(String name, Function<Fields, T> read) {
        List<T> items = new ArrayList<>();
        for (JsonNode item : node.path(name)) {
            items.add(read.apply(new Fields(item, where + "/" + name + "/" + items.size())));
        }
        return List.copyOf(items);
    }

    /** The texts of a list; an absent list is an empty one. */
    public List<String> texts(String name) {
        List<String> items = new ArrayList<>();
        for (JsonNode item : node.path(name)) {
            if (!item.isTextual()) {
                throw broken(name, "a list of texts");
            }
            items.add(item.textValue());
        }
        return List.copyOf(items);
    }

    private Optional<JsonNode> present(String name) {
        return Optional.ofNullable(node.get(name)).filter(value -> !value.isNull());
    }

    private <A, T> T parse(String name, A raw, Function<A, T> read) {
        try {
            return read.apply(raw);
        } catch (IllegalArgumentException e) {
            throw broken(name, e.getMessage());
        }
    }

    private SyncException broken(String name, String expected) {
        return new SyncException(ErrorCode.LEDGER_BROKEN, where + ": the field " + name + " should be " + expected);
    }
}
