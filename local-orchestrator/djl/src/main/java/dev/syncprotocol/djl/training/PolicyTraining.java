package dev.syncprotocol.djl.training;

import dev.syncprotocol.djl.training.runtime.GradMode;
import dev.syncprotocol.djl.training.runtime.StepScope;
import dev.syncprotocol.djl.training.runtime.TorchRuntime;
import dev.syncprotocol.training.Batch;
import dev.syncprotocol.training.EvalStats;
import dev.syncprotocol.training.KeyedRandom;
import dev.syncprotocol.training.rollout.Figures;
import dev.syncprotocol.training.rollout.PolicyEngine.Scoring;
import dev.syncprotocol.training.rollout.PolicyLoss;
import dev.syncprotocol.training.rollout.PolicyObjective;
import dev.syncprotocol.training.rollout.PolicyScore;
import dev.syncprotocol.training.rollout.PolicyStep;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The work on a policy's own completions: scoring them, and a step's epochs over them, each mini-batch one update.
 *
 * @param model the policy
 * @param runtime where it lives
 * @param gradients what is done with them
 * @param rowsAtOnce rows of a micro-batch
 */
record PolicyTraining(TorchModel model, TorchRuntime runtime, GradientStep gradients, int rowsAtOnce) {

    /** What the weights of a pass say about the completions of a batch. */
    List<PolicyScore> scores(Batch batch, Scoring scoring, Pass pass) {
        List<PolicyScore> scores = new ArrayList<>();
        for (int from = 0; from < batch.rows(); from += rowsAtOnce) {
            Batch micro =
                    batch.slice(from, Math.min(from + rowsAtOnce, batch.rows())).trimmed();
            try (StepScope scope = runtime.openScope()) {
                scores.addAll(GradMode.without(() -> PolicyPredictions.of(micro, scoring, model, pass, scope, runtime)
                        .scores()));
            }
        }
        return scores;
    }

    /** The loss of all rows as one mini-batch, without dropout. */
    EvalStats evaluate(Batch batch, PolicyObjective objective) {
        List<Integer> rows = IntStream.range(0, batch.rows()).boxed().toList();
        PolicyLoss loss = objective.loss(rows, scores(batch, Scoring.of(objective), Pass.MEASURING), rows);
        Figures figures = new Figures();
        figures.addAll(objective.rolloutFigures(), 1);
        figures.addAll(loss.figures(), 1);
        return new EvalStats(loss.loss(), batch.rows(), figures.sums());
    }

    /**
     * All epochs of a step.
     *
     * @param dropout random numbers of the step
     * @param rate the step's learning rate
     * @param updatesBefore updates since the run began
     */
    PolicyStep train(Batch batch, PolicyObjective objective, KeyedRandom dropout, double rate, long updatesBefore) {
        PolicyStep step = new PolicyStep(objective, updatesBefore);
        for (int epoch = 0; epoch < objective.epochs(); epoch++) {
            int offset = 0;
            for (List<Integer> miniBatch : objective.miniBatches(epoch, batch.rows())) {
                long firstKey = (long) epoch * batch.rows() + offset;
                PolicyStep.Measured measured = accumulate(batch, objective, miniBatch, dropout, firstKey);
                offset += miniBatch.size();
                if (!measured.isFinite()) {
                    gradients.drop();
                    return step.brokenBy(measured);
                }
                if (step.takes(measured)) {
                    gradients.apply(rate, measured.norm(), step.updates());
                } else {
                    gradients.drop();
                }
            }
            if (step.endsWithEpoch()) {
                break;
            }
        }
        return step;
    }

    private PolicyStep.Measured accumulate(
            Batch batch, PolicyObjective objective, List<Integer> miniBatch, KeyedRandom dropout, long firstKey) {
        Figures figures = new Figures();
        double loss = 0;
        for (int from = 0; from < miniBatch.size(); from += rowsAtOnce) {
            List<Integer> part = miniBatch.subList(from, Math.min(from + rowsAtOnce, miniBatch.size()));
            runtime.reseed(dropout, firstKey + from);
            PolicyLoss share = backward(batch.rows(part).trimmed(), objective, part, miniBatch);
            loss += share.loss();
            figures.addAll(share.figures(), 1);
        }
        int tokens = batch.rows(miniBatch).labelCount();
        return new PolicyStep.Measured(loss, gradients.norm(), tokens, figures.sums());
    }

    private PolicyLoss backward(Batch micro, PolicyObjective objective, List<Integer> part, List<Integer> miniBatch) {
        try (StepScope scope = runtime.openScope()) {
            PolicyPredictions predictions = GradMode.recording(
                    () -> PolicyPredictions.of(micro, Scoring.of(objective), model, Pass.TRAINING, scope, runtime));
            PolicyLoss loss = objective.loss(part, GradMode.without(predictions::scores), miniBatch);
            scope.backward(GradMode.recording(() -> predictions.slope(loss.slopes(), scope, runtime)));
            return loss;
        }
    }
}
