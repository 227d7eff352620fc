package dev.syncprotocol.training.data;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.error.Violation;
import dev.syncprotocol.training.ExampleForm;
import dev.syncprotocol.training.RowRole;
import java.util.ArrayList;
import java.util.List;

/**
 * Data rows to the examples a strategy learns from (D19).
 *
 * @param encoder of single rows
 * @param form what the strategy needs
 */
public record ExampleEncoder(RowEncoder encoder, ExampleForm form) {
    private static final int SHOWN_FAULTS = 20;

    /**
     * All rows.
     *
     * @throws SyncException {@code DATA_INVALID} with file and line of the rows that lack what the form needs
     */
    public List<Example> encode(List<Row> rows) {
        if (form == ExampleForm.JUDGED && rows.size() == 1) {
            throw new SyncException(ErrorCode.DATA_INVALID, rows.get(0).id() + ": one row alone has no other answer");
        }
        List<Row> lacking = rows.stream().filter(row -> !fits(row)).toList();
        if (!lacking.isEmpty()) {
            throw lacking(lacking);
        }
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            examples.add(example(rows.get(i), rows.get((i + rows.size() - 1) % rows.size())));
        }
        return List.copyOf(examples);
    }

    private Example example(Row row, Row before) {
        return switch (form) {
            case ANSWER -> Example.of(encoder.encode(row));
            case PAIR -> pair(row);
            case JUDGED -> judged(row, before.output());
        };
    }

    /** Both with the same prompt, also where it had to be cut. */
    private Example pair(Row row) {
        String rejected = rejected(row);
        int longer = Math.max(encoder.outputLength(row.output()), encoder.outputLength(rejected));
        return new Example(List.of(
                encoder.encode(row, row.output(), longer, RowRole.CHOSEN),
                encoder.encode(row, rejected, longer, RowRole.REJECTED)));
    }

    private Example judged(Row row, String otherAnswer) {
        RowRole role = row.meta().path("label").booleanValue() ? RowRole.DESIRABLE : RowRole.UNDESIRABLE;
        int longer = Math.max(encoder.outputLength(row.output()), encoder.outputLength(otherAnswer));
        return new Example(List.of(
                encoder.encode(row, row.output(), longer, role),
                encoder.encode(row, otherAnswer, longer, RowRole.MISMATCHED)));
    }

    private boolean fits(Row row) {
        return switch (form) {
            case ANSWER -> true;
            case PAIR -> !rejected(row).isEmpty();
            case JUDGED -> row.meta().path("label").isBoolean();
        };
    }

    private static String rejected(Row row) {
        return row.meta().path("rejected").asText("");
    }

    private SyncException lacking(List<Row> rows) {
        String more = rows.size() == 1 ? "" : " (and " + (rows.size() - 1) + " more)";
        String message = rows.get(0).id() + ": no " + needed() + more;
        List<Violation> shown =
                rows.stream().limit(SHOWN_FAULTS).map(this::violation).toList();
        return new SyncException(ErrorCode.DATA_INVALID, message, null, null, shown, List.of());
    }

    private Violation violation(Row row) {
        int line = Integer.parseInt(row.id().substring(row.id().lastIndexOf(':') + 1));
        return new Violation(
                "/meta",
                line,
                1,
                "what the strategy needs",
                needed(),
                row.meta().toString());
    }

    private String needed() {
        return switch (form) {
            case ANSWER -> "\"output\"";
            case PAIR -> "text \"meta.rejected\"";
            case JUDGED -> "\"meta.label\" true or false";
        };
    }
}
