package dev.syncprotocol.training;

/** Makes a reward; declared in {@code META-INF/services}. */
public interface RewardProvider {
    /** Its name in {@code strategy.reward}. */
    String name();

    /** The same provider for a run in this place; most rewards look at nothing but the answer and are the same everywhere. */
    default RewardProvider in(RewardPlace place) {
        return this;
    }

    /** The reward for this run. */
    Reward create(TrainConfig config);
}
