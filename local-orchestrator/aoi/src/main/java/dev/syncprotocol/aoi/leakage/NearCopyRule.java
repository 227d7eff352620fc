package dev.syncprotocol.aoi.leakage;

/** What near copies do, {@code --near-copy} (decision A30). */
public enum NearCopyRule {
    /** Two defective rows stop the loop; others warn: good components look alike by nature. */
    STOP,
    /** All warn. */
    WARN,
    /** Nobody looks. */
    OFF
}
