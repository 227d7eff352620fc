package dev.syncprotocol.aoi.weights;

import java.time.Duration;

/**
 * How much and how long a fetch may take.
 *
 * @param bytes the longest file
 * @param silence how long the other side may send nothing
 * @param whole how long all of it may take
 */
public record FetchLimits(long bytes, Duration silence, Duration whole) {
    /** 16 GiB, a minute without a byte, six hours. */
    public static final FetchLimits USUAL = new FetchLimits(16L << 30, Duration.ofSeconds(60), Duration.ofHours(6));
}
