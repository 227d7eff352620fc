package dev.syncprotocol.djl.training;

import ai.djl.ndarray.NDArray;
import dev.syncprotocol.djl.training.runtime.GradMode;
import dev.syncprotocol.djl.training.runtime.StepScope;
import dev.syncprotocol.djl.training.runtime.TorchRuntime;
import dev.syncprotocol.training.Batch;
import dev.syncprotocol.training.sft.SftObjective;
import java.util.Map;

/** Next-token cross-entropy. */
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
        CrossEntropy forward = CrossEntropy.of(model.logits(micro, pass, scope), micro, scope);
        NDArray loss = forward.loss(objective.labels(), runtime);
        return GradMode.without(() -> new Share(loss, CrossEntropy.total(loss), figures(forward)));
    }

    private Map<String, Double> figures(CrossEntropy forward) {
        return Map.of(
                "mean_token_accuracy", forward.correct() / objective.labels(),
                "entropy", forward.entropySum() / objective.labels());
    }
}
