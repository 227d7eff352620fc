package dev.syncprotocol.training;

/** Hears of every evaluation of a run and tells its callbacks. */
public interface Evaluations {
    /** Nobody hears. */
    Evaluations UNHEARD = (step, stats) -> {};

    /** The model after this step was measured on the evaluation data. */
    void measured(long step, EvalStats stats);
}
