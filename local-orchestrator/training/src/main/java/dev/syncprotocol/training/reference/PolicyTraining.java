package dev.syncprotocol.training.reference;

import dev.syncprotocol.training.Batch;
import dev.syncprotocol.training.EvalStats;
import dev.syncprotocol.training.rollout.Completion;
import dev.syncprotocol.training.rollout.Figures;
import dev.syncprotocol.training.rollout.PolicyEngine.Scoring;
import dev.syncprotocol.training.rollout.PolicyEngine.Weights;
import dev.syncprotocol.training.rollout.PolicyLoss;
import dev.syncprotocol.training.rollout.PolicyObjective;
import dev.syncprotocol.training.rollout.PolicyScore;
import dev.syncprotocol.training.rollout.PolicyStep;
import dev.syncprotocol.training.rollout.Sampling;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The work on a policy's own completions.
 *
 * @param model the policy
 * @param gradients what is done with them
 */
record PolicyTraining(RowModel model, GradientStep gradients) {

    /** A completion, the whole text read again for each token. */
    Completion completion(int[] prompt, long row, Sampling sampling) {
        int[] text = Arrays.copyOf(prompt, prompt.length + sampling.keys().maxTokens());
        for (int drawn = 0; drawn < sampling.keys().maxTokens(); drawn++) {
            int[] sofar = Arrays.copyOf(text, prompt.length + drawn);
            Matrix logits = model.output(sofar, Optional.empty(), new Tape()).logits();
            int token = sampling.next(logits.row(sofar.length - 1), row, drawn);
            text[sofar.length] = token;
            if (sampling.stops().contains(token)) {
                return new Completion(Arrays.copyOfRange(text, prompt.length, sofar.length + 1), true);
            }
        }
        return new Completion(Arrays.copyOfRange(text, prompt.length, text.length), false);
    }

    /** What these weights say about the completions of a batch. */
    List<PolicyScore> scores(Batch batch, Scoring scoring, Weights weights) {
        return switch (weights) {
            case TRAINED -> forward(batch, scoring, Optional.empty()).scores();
            case REFERENCE ->
                PolicyForward.of(batch, scoring, model::referenceOutput).scores();
        };
    }

    /** The loss of all rows as one mini-batch, without dropout. */
    EvalStats evaluate(Batch batch, PolicyObjective objective) {
        List<Integer> rows = IntStream.range(0, batch.rows()).boxed().toList();
        PolicyLoss loss = objective.loss(rows, scores(batch, Scoring.of(objective), Weights.TRAINED), rows);
        Figures figures = new Figures();
        figures.addAll(objective.rolloutFigures(), 1);
        figures.addAll(loss.figures(), 1);
        return new EvalStats(loss.loss(), batch.rows(), figures.sums());
    }

    /** All epochs of a step, each mini-batch one update. */
    PolicyStep train(Batch batch, PolicyObjective objective, Dropout dropout, double rate, long updatesBefore) {
        PolicyStep step = new PolicyStep(objective, updatesBefore);
        for (int epoch = 0; epoch < objective.epochs(); epoch++) {
            for (List<Integer> miniBatch : objective.miniBatches(epoch, batch.rows())) {
                PolicyStep.Measured measured = backward(batch.rows(miniBatch), objective, miniBatch, dropout);
                if (!measured.isFinite()) {
                    return step.brokenBy(measured);
                }
                if (step.takes(measured)) {
                    gradients.apply(rate, measured.norm(), step.updates());
                }
            }
            if (step.endsWithEpoch()) {
                break;
            }
        }
        return step;
    }

    private PolicyStep.Measured backward(
            Batch rows, PolicyObjective objective, List<Integer> miniBatch, Dropout dropout) {
        gradients.clear();
        PolicyForward forward = forward(rows, Scoring.of(objective), Optional.of(dropout));
        PolicyLoss loss = objective.loss(miniBatch, forward.scores(), miniBatch);
        forward.carryBack(loss.slopes());
        return new PolicyStep.Measured(loss.loss(), gradients.norm(), rows.labelCount(), loss.figures());
    }

    private PolicyForward forward(Batch batch, Scoring scoring, Optional<Dropout> dropout) {
        return PolicyForward.of(batch, scoring, (tokens, tape) -> model.output(tokens, dropout, tape));
    }
}
