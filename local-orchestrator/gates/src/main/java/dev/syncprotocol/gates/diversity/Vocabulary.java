package dev.syncprotocol.gates.diversity;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Token types and their numbers, from 0, in the order of first sight. Texts to be compared share one. */
final class Vocabulary {
    private final Map<String, Integer> numbers = new HashMap<>();

    /**
     * The texts in numbers, in the order of their ids: no figure may depend on the order of a file's lines.
     *
     * @throws SyncException {@link ErrorCode#DATA_INVALID} when an id is used twice
     */
    List<NumberedText> number(List<Text> texts) {
        requireUniqueIds(texts);
        return texts.stream()
                .sorted(Comparator.comparing(Text::id))
                .map(text -> new NumberedText(text.id(), text.template(), number(text.content())))
                .toList();
    }

    /** The tokens of a text in numbers. */
    int[] number(String content) {
        return Tokenizer.tokens(content).stream().mapToInt(this::numberOf).toArray();
    }

    /** How many types were seen. */
    int size() {
        return numbers.size();
    }

    private int numberOf(String token) {
        Integer known = numbers.putIfAbsent(token, numbers.size());
        return known == null ? numbers.size() - 1 : known;
    }

    private static void requireUniqueIds(List<Text> texts) {
        Set<String> seen = new HashSet<>();
        for (Text text : texts) {
            if (!seen.add(text.id())) {
                throw new SyncException(ErrorCode.DATA_INVALID, "two records have the id " + text.id());
            }
        }
    }
}
