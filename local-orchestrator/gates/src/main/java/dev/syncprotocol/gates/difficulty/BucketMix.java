package dev.syncprotocol.gates.difficulty;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * The mix of buckets that is asked for, in exact ten-thousandths (preflight.md section 5.9).
 *
 * @param easy rounded down
 * @param medium the rest
 * @param hard rounded up
 */
public record BucketMix(int easy, int medium, int hard) {
    private static final int WHOLE = 10_000;

    /** Refuses shares that do not sum to 1. */
    public BucketMix {
        if (easy < 0 || medium < 0 || hard < 0 || easy + medium + hard != WHOLE) {
            throw new SyncException(ErrorCode.USAGE, "the shares of --target sum to 1");
        }
    }

    /** Of {@code easy:0.25,medium:0.45,hard:0.30}; {@code usage} for anything else. */
    public static BucketMix of(String text) {
        try {
            Map<String, Integer> shares = new HashMap<>();
            for (String part : text.split(",")) {
                String[] pair = part.strip().split(":");
                shares.put(pair[0], new BigDecimal(pair[1]).movePointRight(4).intValueExact());
            }
            return new BucketMix(shares.get("easy"), shares.get("medium"), shares.get("hard"));
        } catch (ArithmeticException | NumberFormatException | NullPointerException | IndexOutOfBoundsException e) {
            throw new SyncException(
                    ErrorCode.USAGE, "a target is written easy:0.25,medium:0.45,hard:0.30, found " + text, e);
        }
    }

    /** The largest sample without repetition: how many of each bucket; all 0 where nothing fits. */
    public Map<Bucket, Integer> largest(Map<Bucket, Integer> available) {
        int n = available.values().stream().mapToInt(Integer::intValue).sum();
        while (!fits(split(n), available)) {
            n--;
        }
        return split(n);
    }

    /** {@code hard = ceil(share N)}, {@code easy = floor(share N)}, the rest medium. */
    Map<Bucket, Integer> split(int n) {
        Map<Bucket, Integer> counts = new EnumMap<>(Bucket.class);
        counts.put(Bucket.HARD, (int) (((long) hard * n + WHOLE - 1) / WHOLE));
        counts.put(Bucket.EASY, (int) ((long) easy * n / WHOLE));
        counts.put(Bucket.MEDIUM, n - counts.get(Bucket.HARD) - counts.get(Bucket.EASY));
        return counts;
    }

    private static boolean fits(Map<Bucket, Integer> counts, Map<Bucket, Integer> available) {
        return counts.entrySet().stream()
                .allMatch(entry ->
                        entry.getValue() >= 0 && entry.getValue() <= available.getOrDefault(entry.getKey(), 0));
    }
}
