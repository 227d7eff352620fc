package dev.syncprotocol.training.reference;

import dev.syncprotocol.training.Batch;
import dev.syncprotocol.training.sft.SftLoss;
import dev.syncprotocol.training.sft.SftObjective;
import java.util.Map;
import java.util.Optional;

/** Next-token cross-entropy. */
record SftWork(SftObjective objective, RowModel model) implements Work {

    @Override
    public int rowsPerExample() {
        return 1;
    }

    @Override
    public long count() {
        return objective.labels();
    }

    @Override
    public Share share(Batch micro, Optional<Dropout> dropout) {
        Forward forward = Forward.of(micro, (tokens, tape) -> model.output(tokens, dropout, tape));
        int[] shifted = shifted(micro);
        SftLoss.Outcome outcome = SftLoss.of(forward.all(), shifted, objective.labels());
        for (int position = 0; position < shifted.length; position++) {
            if (shifted[position] != Batch.IGNORED) {
                forward.addSlopes(position, outcome.gradient()[position]);
            }
        }
        return new Share(outcome.loss(), figures(outcome), forward);
    }

    private Map<String, Double> figures(SftLoss.Outcome outcome) {
        return Map.of(
                "mean_token_accuracy", (double) outcome.correct() / objective.labels(),
                "entropy", outcome.entropySum() / objective.labels());
    }

    private static int[] shifted(Batch batch) {
        int columns = batch.labels().columns();
        int[] shifted = new int[batch.rows() * columns];
        for (int i = 0; i < shifted.length; i++) {
            boolean last = i % columns + 1 == columns;
            shifted[i] = last ? Batch.IGNORED : batch.labels().at(i / columns, i % columns + 1);
        }
        return shifted;
    }
}
