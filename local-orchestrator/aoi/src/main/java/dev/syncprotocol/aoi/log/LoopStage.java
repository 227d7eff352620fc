package dev.syncprotocol.aoi.log;

import java.util.Arrays;
import java.util.Locale;

/** The stages that are logged (specification §8.3); {@code inference} is a task inside {@link #EVALUATE}, no stage. */
public enum LoopStage {
    EVALUATE,
    RCA,
    ANOMALYGEN,
    ROUTING,
    DATA_MINING,
    TRAIN,
    LOOP_STOP;

    /** The word in files. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The stage of this word.
     *
     * @throws IllegalArgumentException for a word that names none
     */
    public static LoopStage of(String word) {
        return Arrays.stream(values())
                .filter(stage -> stage.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no stage of the loop is named " + word));
    }
}
