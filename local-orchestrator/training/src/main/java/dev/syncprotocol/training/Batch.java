package dev.syncprotocol.training;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Rows of one step, padded to one length (seed 003: {@code input_ids}, {@code labels}, {@code meta}).
 *
 * @param inputIds tokens, padded
 * @param labels the same tokens where they are to be learned, {@link #IGNORED} on prompt and padding; not shifted
 * @param spans where the real tokens of each row stand
 * @param rowIds where each row came from, {@code file:line}, for reports
 * @param roles what each row is to the strategy
 * @param meta what each data row says about itself; an empty object where it says nothing
 */
public record Batch(
        TokenGrid inputIds,
        TokenGrid labels,
        List<Span> spans,
        List<String> rowIds,
        List<RowRole> roles,
        List<JsonNode> meta) {
    /** The label of a position that is not learned (torch's {@code ignore_index}). */
    public static final int IGNORED = -100;

    public Batch {
        spans = List.copyOf(spans);
        rowIds = List.copyOf(rowIds);
        roles = List.copyOf(roles);
        meta = List.copyOf(meta);
        boolean sameShape = inputIds.rows() == labels.rows() && inputIds.columns() == labels.columns();
        boolean allNamed = Stream.of(spans, rowIds, roles, meta).allMatch(list -> list.size() == inputIds.rows());
        if (!sameShape || !allNamed) {
            throw new IllegalArgumentException("inputs " + inputIds + ", labels " + labels + ", " + spans.size()
                    + " spans, " + rowIds.size() + " ids and " + roles.size() + " roles do not belong together");
        }
    }

    /** A batch whose rows say nothing about themselves. */
    public Batch(TokenGrid inputIds, TokenGrid labels, List<Span> spans, List<String> rowIds, List<RowRole> roles) {
        this(inputIds, labels, spans, rowIds, roles, Collections.nCopies(inputIds.rows(), SyncJson.object()));
    }

    /** A batch of answers to learn. */
    public Batch(TokenGrid inputIds, TokenGrid labels, List<Span> spans, List<String> rowIds) {
        this(inputIds, labels, spans, rowIds, Collections.nCopies(inputIds.rows(), RowRole.ANSWER));
    }

    /**
     * The columns of a row that hold real tokens.
     *
     * @param from first real token
     * @param to after the last one
     */
    public record Span(int from, int to) {}

    /** Number of rows. */
    public int rows() {
        return inputIds.rows();
    }

    /** Rows {@code from} (inclusive) to {@code to} (exclusive) as a batch of their own. */
    public Batch slice(int from, int to) {
        return new Batch(
                inputIds.slice(from, to),
                labels.slice(from, to),
                spans.subList(from, to),
                rowIds.subList(from, to),
                roles.subList(from, to),
                meta.subList(from, to));
    }

    /** The rows whose role fits, as a batch of their own; there must be one. */
    public Batch only(Predicate<RowRole> fits) {
        return rows(IntStream.range(0, rows())
                .filter(row -> fits.test(roles.get(row)))
                .boxed()
                .toList());
    }

    /** These rows, in this order. */
    public Batch rows(List<Integer> chosen) {
        return new Batch(
                inputIds.rows(chosen),
                labels.rows(chosen),
                chosen.stream().map(spans::get).toList(),
                chosen.stream().map(rowIds::get).toList(),
                chosen.stream().map(roles::get).toList(),
                chosen.stream().map(meta::get).toList());
    }

    /** The same rows without the columns in which every row is padding: a micro-batch need not be as wide as its step. */
    public Batch trimmed() {
        int from = spans.stream().mapToInt(Span::from).min().orElse(0);
        int to = spans.stream().mapToInt(Span::to).max().orElse(0);
        List<Span> moved = spans.stream()
                .map(span -> new Span(span.from() - from, span.to() - from))
                .toList();
        return new Batch(inputIds.columns(from, to), labels.columns(from, to), moved, rowIds, roles, meta);
    }

    /**
     * Labels that count: those a next-token prediction meets. The label of column 0 has no token before it, so it
     * never counts.
     */
    public int labelCount() {
        int count = 0;
        for (int row = 0; row < rows(); row++) {
            for (int column = 1; column < labels.columns(); column++) {
                count += labels.at(row, column) == IGNORED ? 0 : 1;
            }
        }
        return count;
    }

    /** Real tokens, padding left out. */
    public int tokenCount() {
        return spans.stream().mapToInt(span -> span.to() - span.from()).sum();
    }
}
