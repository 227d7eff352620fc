package dev.syncprotocol.gates.difficulty;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The word lists and patterns of preflight.md appendix B, a versioned resource.
 *
 * @param version its name, written into every report
 * @param stopWords words that carry no clue
 * @param connectives words and phrases that join thoughts, as tokens joined by one blank
 */
public record Lexicon(String version, Set<String> stopWords, List<String> connectives) {
    /** A numeric literal. */
    static final Pattern NUM = unicode("(?<![\\w.])[-+]?\\d+(?:,\\d{3})*(?:\\.\\d+)?%?(?![\\w])");

    /** An annotated step or a plain chain of arithmetic. */
    static final Pattern OPS = unicode("<<[^<>]*=[^<>]*>>"
            + "|(?<![\\w.])\\d[\\d,.]*\\s*(?:[-+*/x\\u00d7\\u00f7]\\s*\\d[\\d,.]*\\s*)+=\\s*-?\\d[\\d,.]*");

    /** Where a turn is cut into sentences. */
    static final Pattern SENTENCE_END = unicode("(?<=[.!?\\n])\\s+");

    /** A word, apostrophe inside. */
    static final Pattern WORD = unicode("[^\\W\\d_]+(?:'[^\\W\\d_]+)?");

    private static final String RESOURCE = "lexicon.v1.json";

    public Lexicon {
        stopWords = Set.copyOf(stopWords);
        connectives = List.copyOf(connectives);
    }

    /** The lists this program ships. */
    public static Lexicon shipped() {
        return Shipped.LEXICON;
    }

    /** Unicode classes, as Python 3 has them. */
    private static Pattern unicode(String regex) {
        return Pattern.compile(regex, Pattern.UNICODE_CHARACTER_CLASS);
    }

    private static Lexicon read() {
        try (InputStream in = Lexicon.class.getResourceAsStream(RESOURCE)) {
            JsonNode tree = SyncJson.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            List<String> connectives = new ArrayList<>();
            tree.get("connectives").forEach(phrase -> connectives.add(phrase.textValue()));
            return new Lexicon(
                    tree.get("version").textValue(),
                    Set.of(tree.get("stop_words").textValue().split(" ")),
                    connectives);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Read once, at first use. */
    private static final class Shipped {
        static final Lexicon LEXICON = read();
    }
}
