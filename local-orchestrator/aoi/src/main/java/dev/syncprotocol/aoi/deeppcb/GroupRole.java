package dev.syncprotocol.aoi.deeppcb;

import java.util.Locale;

/**
 * The set the tiles of a board group go to; the order is that in which groups are dealt out. The first three need a group of their own; the benchmark gets one where one is left,
 * and validation does without: it is then held out of the training groups' boards.
 */
public enum GroupRole {
    TRAIN(4),
    KPI(3),
    POOL(3),
    BENCHMARK(1),
    VALIDATION(1);

    private final int share;

    GroupRole(int share) {
        this.share = share;
    }

    /** How many parts of the pictures this set should get. */
    int share() {
        return share;
    }

    /** Whether an import without a group for it is none. */
    boolean needsGroup() {
        return this != BENCHMARK && this != VALIDATION;
    }

    /** The word in answers. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
