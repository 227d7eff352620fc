package dev.syncprotocol.training.reference;

import dev.syncprotocol.training.Batch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The rows of a batch after a forward pass; padding has no part in it. Positions are flat, row by row.
 *
 * @param batch what was read
 * @param outputs one a row, from the row's first real token on
 * @param tapes how each came about
 */
record Forward(Batch batch, List<RowModel.Output> outputs, List<Tape> tapes) {

    /** What a model says about one row. */
    interface Pass {
        RowModel.Output output(int[] tokens, Tape tape);
    }

    static Forward of(Batch batch, Pass pass) {
        List<RowModel.Output> outputs = new ArrayList<>();
        List<Tape> tapes = new ArrayList<>();
        for (int row = 0; row < batch.rows(); row++) {
            Tape tape = new Tape();
            tapes.add(tape);
            outputs.add(pass.output(tokens(batch, row), tape));
        }
        return new Forward(batch, outputs, tapes);
    }

    private static int[] tokens(Batch batch, int row) {
        Batch.Span span = batch.spans().get(row);
        return IntStream.range(span.from(), span.to())
                .map(column -> batch.inputIds().at(row, column))
                .toArray();
    }

    /** Number of positions, padding included. */
    int positions() {
        return batch.rows() * columns();
    }

    /** Whether a position holds a real token. */
    boolean isReal(int position) {
        Batch.Span span = batch.spans().get(row(position));
        return column(position) >= span.from() && column(position) < span.to();
    }

    /** The logits of a real position; a copy. */
    double[] at(int position) {
        return outputs.get(row(position)).logits().row(place(position));
    }

    /** Adds to the slopes of the loss by the logits of a real position. */
    void addSlopes(int position, double[] slopes) {
        Matrix row = outputs.get(row(position)).logits();
        for (int k = 0; k < slopes.length; k++) {
            row.slopes()[place(position) * row.columns() + k] += slopes[k];
        }
    }

    /** The value at a real position. */
    double value(int position) {
        return values(position).values()[place(position)];
    }

    /** Adds to the slope of the loss by the value at a real position. */
    void addValueSlope(int position, double slope) {
        values(position).slopes()[place(position)] += slope;
    }

    private Matrix values(int position) {
        return outputs.get(row(position)).values().orElseThrow();
    }

    /** Carries those slopes back to the parameters. */
    void carryBack() {
        tapes.forEach(Tape::carryBack);
    }

    /** Logits of all positions, zeros on padding. */
    double[][] all() {
        double[] nothing = new double[outputs.get(0).logits().columns()];
        double[][] all = new double[positions()][];
        Arrays.setAll(all, position -> isReal(position) ? at(position) : nothing);
        return all;
    }

    private int place(int position) {
        return column(position) - batch.spans().get(row(position)).from();
    }

    private int row(int position) {
        return position / columns();
    }

    private int column(int position) {
        return position % columns();
    }

    private int columns() {
        return batch.inputIds().columns();
    }
}
