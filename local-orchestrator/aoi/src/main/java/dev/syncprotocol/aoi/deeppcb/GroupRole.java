package dev.syncprotocol.aoi.deeppcb;

import java.util.Locale;

/** The set the tiles of a board group go to; the order is that in which groups are dealt out. */
public enum GroupRole {
    TRAIN(4),
    KPI(3),
    POOL(3),
    VALIDATION(1);

    private final int share;

    GroupRole(int share) {
        this.share = share;
    }

    /** How many parts of the pictures this set should get. */
    int share() {
        return share;
    }

    /** The word in answers. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
