package dev.syncprotocol.djl.training;

import dev.syncprotocol.djl.training.TokenPredictions.Also;
import dev.syncprotocol.djl.training.TokenPredictions.Figures;
import dev.syncprotocol.djl.training.runtime.StepScope;
import dev.syncprotocol.djl.training.runtime.TorchRuntime;
import dev.syncprotocol.training.Batch;
import dev.syncprotocol.training.sft.SftObjective;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Next-token cross-entropy, divided by the labels of the whole accumulated batch (training.md section 6.2). The pure form it
 * must equal is {@code training.sft.SftLoss}.
 */
record SftWork(SftObjective objective, TorchModel model, TorchRuntime runtime) implements Work {

    @Override
    public int rowsPerExample() {
        return 1;
    }

    @Override
    public long count() {
        return objective.labels();
    }

    @Override
    public Share share(Batch micro, Pass pass, StepScope scope) {
        int[] positions = labelled(micro);
        if (positions.length == 0) {
            return Share.NOTHING;
        }
        TokenPredictions predictions = new TokenPredictions(
                model.head(TokenPredictions.chosen(model.hidden(micro, pass, scope), positions, scope), pass),
                labels(micro, positions),
                runtime);
        Figures figures = predictions.figures(Also.CORRECT);
        double[] slopes = new double[positions.length];
        Arrays.fill(slopes, -1.0 / objective.labels());
        return new Share(() -> predictions.backward(slopes, Optional.empty()), -mean(figures.logp()), logged(figures));
    }

    private Map<String, Double> logged(Figures figures) {
        return Map.of("mean_token_accuracy", mean(figures.correct()), "entropy", mean(figures.entropy()));
    }

    /** The share of these positions in the mean over all labels. */
    private double mean(double[] values) {
        return Arrays.stream(values).sum() / objective.labels();
    }

    /** Flat positions whose next token is a label. */
    private static int[] labelled(Batch batch) {
        int columns = batch.inputIds().columns();
        return IntStream.range(0, batch.rows() * columns)
                .filter(position -> position % columns + 1 < columns)
                .filter(position -> batch.labels().at(position / columns, position % columns + 1) != Batch.IGNORED)
                .toArray();
    }

    private static int[] labels(Batch batch, int[] positions) {
        int columns = batch.inputIds().columns();
        return Arrays.stream(positions)
                .map(position -> batch.labels().at(position / columns, position % columns + 1))
                .toArray();
    }
}
