package dev.syncprotocol.training;

/** Makes a reward; declared in {@code META-INF/services}. */
public interface RewardProvider {
    /** Its name in {@code strategy.reward}. */
    String name();

    /** The reward for this run. */
    Reward create(TrainConfig config);
}
