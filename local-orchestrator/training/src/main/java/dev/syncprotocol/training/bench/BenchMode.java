package dev.syncprotocol.training.bench;

import java.util.Locale;

/** What is measured. */
public enum BenchMode {
    /** A step of supervised fine-tuning. */
    SFT,
    /** A step over pairs: the first half of the batch against the second. */
    DPO,
    /** One update of PPO with a value head over answers that are already scored. */
    PPO,
    /** Drawing one token after the other for every row of the batch. */
    GENERATE;

    /** The word of the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
