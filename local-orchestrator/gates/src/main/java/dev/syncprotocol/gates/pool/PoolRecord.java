package dev.syncprotocol.gates.pool;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One record of the pool. Read as leniently as a gate must: what is missing is a finding, not a broken file.
 *
 * @param id unique in the pool
 * @param task one of the tasks
 * @param input prompt, as the trainer reads it
 * @param output reference answer
 * @param turns the dialogue; empty where the record has none
 * @param evidence texts the answer rests on
 * @param needsClarification whether asking back is asked for
 * @param meta how it was made
 * @param spans literals of template, role and style
 */
public record PoolRecord(
        String id,
        String task,
        String input,
        String output,
        List<Turn> turns,
        List<String> evidence,
        boolean needsClarification,
        PoolMeta meta,
        List<Span> spans) {
    public PoolRecord {
        turns = List.copyOf(turns);
        evidence = List.copyOf(evidence);
        spans = List.copyOf(spans);
    }

    /** The contents of all turns joined by a line feed; input and output where a record has no turns. */
    public String rendered() {
        return turns.isEmpty()
                ? input + "\n" + output
                : turns.stream().map(Turn::content).collect(Collectors.joining("\n"));
    }

    /** The texts n-grams may not leave: each turn, or input and output. */
    public List<String> turnTexts() {
        return turns.isEmpty()
                ? List.of(input, output)
                : turns.stream().map(Turn::content).toList();
    }

    /** The rendered record without the spans; the rendered record itself where there are none. */
    public String contentText() {
        return spans.isEmpty()
                ? rendered()
                : IntStream.range(0, turns.size()).mapToObj(this::withoutSpans).collect(Collectors.joining("\n"));
    }

    private String withoutSpans(int turn) {
        String text = turns.get(turn).content();
        StringBuilder kept = new StringBuilder();
        int at = 0;
        for (Span span : spansOf(turn)) {
            int start = text.offsetByCodePoints(0, span.start());
            kept.append(text, Math.min(at, start), start).append(' ');
            at = text.offsetByCodePoints(0, span.end());
        }
        return kept.append(text.substring(at)).toString().strip();
    }

    private List<Span> spansOf(int turn) {
        return spans.stream()
                .filter(span -> span.turn() == turn)
                .sorted(Comparator.comparingInt(Span::start))
                .toList();
    }

    /** How many turns ask back. */
    public int clarifyingTurns() {
        return (int) turns.stream().filter(Turn::clarify).count();
    }
}
