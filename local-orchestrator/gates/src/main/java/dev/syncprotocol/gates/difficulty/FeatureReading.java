package dev.syncprotocol.gates.difficulty;

import dev.syncprotocol.gates.diversity.Tokenizer;
import dev.syncprotocol.gates.pool.PoolRecord;
import dev.syncprotocol.gates.pool.Turn;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One record while its features are read. */
final class FeatureReading {
    private final PoolRecord entry;
    private final Lexicon lexicon;
    private final String text;
    private final List<String> tokens;

    FeatureReading(PoolRecord entry, Lexicon lexicon) {
        this.entry = entry;
        this.lexicon = lexicon;
        this.text = entry.rendered();
        this.tokens = Tokenizer.tokens(text);
    }

    Features features() {
        int hops = (int) entry.turns().stream().filter(Turn::ofTool).count();
        int unanswered = unansweredCalls();
        return new Features(
                text.codePointCount(0, text.length()),
                tokens.size(),
                entry.turns().size(),
                hops + unanswered,
                entities(),
                count(Lexicon.OPS, text),
                count(Lexicon.NUM, Lexicon.OPS.matcher(text).replaceAll(" ")),
                tokens.isEmpty() ? 0 : (double) connectives() / tokens.size(),
                clueOverlap(),
                unanswered);
    }

    /** Calls that the next turn does not answer. */
    private int unansweredCalls() {
        List<Turn> turns = entry.turns();
        int count = 0;
        for (int i = 0; i < turns.size(); i++) {
            boolean answered = i + 1 < turns.size() && turns.get(i + 1).ofTool();
            count += turns.get(i).toolCall().isPresent() && !answered ? 1 : 0;
        }
        return count;
    }

    private int connectives() {
        String joined = " " + String.join(" ", tokens).replace(" ", "  ") + " ";
        return lexicon.connectives().stream()
                .mapToInt(phrase -> occurrences(joined, " " + phrase.replace(" ", "  ") + " "))
                .sum();
    }

    private static int occurrences(String text, String part) {
        int count = 0;
        for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) {
            count++;
        }
        return count;
    }

    private OptionalInt entities() {
        boolean cased = text.codePoints().anyMatch(c -> Character.isUpperCase(c) || Character.isLowerCase(c));
        boolean lettered = text.codePoints().anyMatch(Character::isLetter);
        if (lettered && !cased && entry.meta().entities().isEmpty()) {
            return OptionalInt.empty();
        }
        Set<String> found = new HashSet<>(entry.meta().entities());
        entry.turnTexts().forEach(turn -> entities(turn, found));
        return OptionalInt.of(found.size());
    }

    private static void entities(String turn, Set<String> found) {
        for (String sentence : Lexicon.SENTENCE_END.split(turn)) {
            List<String> run = new ArrayList<>();
            Matcher words = Lexicon.WORD.matcher(sentence);
            for (boolean first = true; words.find(); first = false) {
                if (!first && Character.isUpperCase(words.group().codePointAt(0))) {
                    run.add(words.group());
                } else {
                    end(run, found);
                }
            }
            end(run, found);
        }
    }

    private static void end(List<String> run, Set<String> found) {
        if (!run.isEmpty()) {
            found.add(String.join(" ", run));
            run.clear();
        }
    }

    private OptionalDouble clueOverlap() {
        if (entry.evidence().isEmpty()) {
            return OptionalDouble.empty();
        }
        Set<String> clues = contentWords();
        return clues.isEmpty()
                ? OptionalDouble.of(0)
                : entry.evidence().stream()
                        .mapToDouble(evidence -> shareIn(clues, evidence))
                        .max();
    }

    private Set<String> contentWords() {
        String question = entry.turns().stream()
                .filter(turn -> turn.role().equals(Turn.USER))
                .map(Turn::content)
                .findFirst()
                .orElse(entry.input());
        return Tokenizer.tokens(question).stream()
                .filter(token -> !lexicon.stopWords().contains(token))
                .collect(Collectors.toSet());
    }

    private static double shareIn(Set<String> clues, String evidence) {
        Set<String> words = new HashSet<>(Tokenizer.tokens(evidence));
        return (double) clues.stream().filter(words::contains).count() / clues.size();
    }

    private static int count(Pattern pattern, String text) {
        return (int) pattern.matcher(text).results().count();
    }
}
