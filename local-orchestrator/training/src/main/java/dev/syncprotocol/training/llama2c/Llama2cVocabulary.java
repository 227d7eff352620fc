package dev.syncprotocol.training.llama2c;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * llama2.c's tokenizer file: per token a score and its bytes. Pairs of tokens that are together a token are merged, the
 * best score first.
 *
 * @param pieces text of each token; a blank stands for itself
 * @param scores of each token
 */
public record Llama2cVocabulary(List<String> pieces, List<Float> scores) {
    /** Where the tokens of the vocabulary proper begin: after {@code <unk>}, begin, end and 256 bytes. */
    private static final int FIRST_PIECE = 259;

    private static final List<String> SPECIAL = List.of("<unk>", "<s>", "</s>");
    private static final String BLANK = "\u2581";

    public Llama2cVocabulary {
        pieces = List.copyOf(pieces);
        scores = List.copyOf(scores);
    }

    /**
     * Reads a file.
     *
     * @param size tokens of the model
     * @throws SyncException {@code CONFIG_INVALID} when it does not hold so many
     */
    public static Llama2cVocabulary read(Path file, int size) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<String> pieces = new ArrayList<>();
        List<Float> scores = new ArrayList<>();
        try {
            int longest = bytes.getInt();
            while (bytes.hasRemaining()) {
                scores.add(bytes.getFloat());
                pieces.add(piece(bytes, bytes.getInt(), longest));
            }
        } catch (BufferUnderflowException e) {
            throw broken(file, "it ends inside a token");
        }
        if (pieces.size() != size || size < FIRST_PIECE) {
            throw broken(file, "it has " + pieces.size() + " tokens, the model " + size);
        }
        return new Llama2cVocabulary(pieces, scores);
    }

    private static String piece(ByteBuffer bytes, int length, int longest) {
        if (length < 0 || length > longest) {
            throw new BufferUnderflowException();
        }
        byte[] text = new byte[length];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    /** The same as Hugging Face's {@code tokenizer.json}, in the form transformers gives Llama's. */
    public ObjectNode tokenizerJson() {
        ObjectNode json = SyncJson.object();
        json.put("version", "1.0").putNull("truncation").putNull("padding");
        ArrayNode added = json.putArray("added_tokens");
        for (int id = 0; id < SPECIAL.size(); id++) {
            added.add(special(id));
        }
        json.set("normalizer", SyncJson.read("""
                {"type": "Sequence", "normalizers": [{"type": "Prepend", "prepend": "\u2581"},
                  {"type": "Replace", "pattern": {"String": " "}, "content": "\u2581"}]}
                """));
        json.putNull("pre_tokenizer").putNull("post_processor");
        json.set("decoder", SyncJson.read("""
                {"type": "Sequence", "decoders": [
                  {"type": "Replace", "pattern": {"String": "\u2581"}, "content": " "}, {"type": "ByteFallback"},
                  {"type": "Fuse"}, {"type": "Strip", "content": " ", "start": 1, "stop": 0}]}
                """));
        json.set("model", model());
        return json;
    }

    private ObjectNode model() {
        ObjectNode model = SyncJson.object();
        model.put("type", "BPE").putNull("dropout").put("unk_token", SPECIAL.get(0));
        model.putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
        model.put("fuse_unk", true).put("byte_fallback", true);
        Map<String, Integer> numbers = numbers();
        ObjectNode vocabulary = model.putObject("vocab");
        numbers.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .forEach(entry -> vocabulary.put(entry.getKey(), entry.getValue()));
        ArrayNode merges = model.putArray("merges");
        merges(numbers).forEach(merge -> merges.add(merge.left() + " " + merge.right()));
        return model;
    }

    private Map<String, Integer> numbers() {
        Map<String, Integer> numbers = new HashMap<>();
        for (int id = 0; id < pieces.size(); id++) {
            String text = id < SPECIAL.size() ? SPECIAL.get(id) : pieces.get(id).replace(" ", BLANK);
            numbers.putIfAbsent(text, id);
        }
        return numbers;
    }

    private record Merge(String left, String right, float score) {}

    /** Every way to put a token together from two, the best token first. */
    private List<Merge> merges(Map<String, Integer> numbers) {
        List<Merge> merges = new ArrayList<>();
        for (int id = FIRST_PIECE; id < pieces.size(); id++) {
            String whole = pieces.get(id).replace(" ", BLANK);
            for (int at = 1; at < whole.length(); at++) {
                String left = whole.substring(0, at);
                String right = whole.substring(at);
                if (numbers.containsKey(left) && numbers.containsKey(right)) {
                    merges.add(new Merge(left, right, scores.get(id)));
                }
            }
        }
        merges.sort(Comparator.comparing(Merge::score).reversed());
        return merges;
    }

    private static ObjectNode special(int id) {
        return SyncJson.object()
                .put("id", id)
                .put("content", SPECIAL.get(id))
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", false)
                .put("special", true);
    }

    private static SyncException broken(Path file, String fault) {
        return new SyncException(ErrorCode.CONFIG_INVALID, file + " is no tokenizer of llama2.c: " + fault);
    }
}
