package dev.syncprotocol.training.dpo;

import dev.syncprotocol.training.TrainConfig.DpoForm;
import dev.syncprotocol.training.sequence.LogSigmoid;
import dev.syncprotocol.training.sequence.SequenceScore;

/**
 * The loss of one pair and its slopes (training.md section 6.2; TRL {@code dpo_trainer.py} 1397-1451, 1475-1478).
 *
 * <p>With {@code d} the chosen log-ratio less the rejected one and {@code e} the smoothing: sigmoid
 * {@code -(1-e)ls(bd) - e ls(-bd)}, which for e above 0 is cDPO (Mitchell 2023); robust
 * {@code (-(1-e)ls(bd) + e ls(-bd))/(1-2e)} (Chowdhury et al. 2024); hinge {@code max(0, 1-bd)} (Zhao et al. 2023); ipo
 * {@code (d - 1/(2b))^2} with log-ratios divided by their completion's tokens (Azar et al. 2023, as TRL has it).
 *
 * @param form which of them
 * @param beta strength of the reference, above 0
 * @param labelSmoothing share of pairs taken to be the wrong way round, in [0, 0.5)
 */
public record DpoLoss(DpoForm form, double beta, double labelSmoothing) {
    public DpoLoss {
        if (!(beta > 0) || !(labelSmoothing >= 0 && labelSmoothing < 0.5)) {
            throw new IllegalArgumentException("beta " + beta + ", label_smoothing " + labelSmoothing);
        }
    }

    /**
     * A pair's loss.
     *
     * @param loss of this pair
     * @param byChosen its derivative by the chosen completion's log-probability
     * @param byRejected likewise
     */
    public record Outcome(double loss, double byChosen, double byRejected) {}

    /** Of this pair. */
    public Outcome of(SequenceScore chosen, SequenceScore rejected) {
        double delta = chosen.logRatio() - rejected.logRatio();
        return switch (form) {
            case SIGMOID -> smoothed(delta);
            case ROBUST -> robust(delta);
            case HINGE -> symmetric(Math.max(0, 1 - beta * delta), beta * delta < 1 ? -beta : 0);
            case IPO -> ipo(chosen, rejected);
        };
    }

    private Outcome smoothed(double delta) {
        double x = beta * delta;
        double loss = -(1 - labelSmoothing) * LogSigmoid.log(x) - labelSmoothing * LogSigmoid.log(-x);
        double slope = -(1 - labelSmoothing) * LogSigmoid.sigmoid(-x) + labelSmoothing * LogSigmoid.sigmoid(x);
        return symmetric(loss, beta * slope);
    }

    private Outcome robust(double delta) {
        double x = beta * delta;
        double debias = 1 - 2 * labelSmoothing;
        double loss = (-(1 - labelSmoothing) * LogSigmoid.log(x) + labelSmoothing * LogSigmoid.log(-x)) / debias;
        double slope =
                (-(1 - labelSmoothing) * LogSigmoid.sigmoid(-x) - labelSmoothing * LogSigmoid.sigmoid(x)) / debias;
        return symmetric(loss, beta * slope);
    }

    private Outcome ipo(SequenceScore chosen, SequenceScore rejected) {
        double distance =
                chosen.logRatio() / chosen.tokens() - rejected.logRatio() / rejected.tokens() - 1 / (2 * beta);
        return new Outcome(distance * distance, 2 * distance / chosen.tokens(), -2 * distance / rejected.tokens());
    }

    private static Outcome symmetric(double loss, double byChosen) {
        return new Outcome(loss, byChosen, -byChosen);
    }
}
