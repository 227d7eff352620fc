package dev.syncprotocol.aoi.demo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** SplitMix64 (Steele, Lea, Flood 2014), written out so that the same seed draws the same boards on every Java. */
final class DemoRandom {
    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    private DemoRandom(long state) {
        this.state = state;
    }

    /** A generator of its own for everything these words name. */
    static DemoRandom of(long seed, Object... words) {
        long state = mix(seed + GAMMA);
        for (Object word : words) {
            for (char c : word.toString().toCharArray()) {
                state = mix(state + GAMMA + c);
            }
            state = mix(state + GAMMA);
        }
        return new DemoRandom(state);
    }

    /** From 0 to below the bound. */
    int below(int bound) {
        return (int) Long.remainderUnsigned(next() >>> 1, bound);
    }

    /** Both ends included. */
    int between(int least, int most) {
        return least + below(most - least + 1);
    }

    /** True once in so many times. */
    boolean onceIn(int times) {
        return below(times) == 0;
    }

    /** Roughly normal with this deviation: the sum of four even draws. */
    int noise(int deviation) {
        int sum = 0;
        for (int i = 0; i < 4; i++) {
            sum += between(-1000, 1000);
        }
        return sum * deviation / 1155;
    }

    /** The same items in another order (Fisher-Yates). */
    <T> List<T> shuffled(List<T> items) {
        List<T> shuffled = new ArrayList<>(items);
        for (int i = shuffled.size() - 1; i > 0; i--) {
            Collections.swap(shuffled, i, below(i + 1));
        }
        return shuffled;
    }

    private long next() {
        state += GAMMA;
        return mix(state);
    }

    private static long mix(long z) {
        long a = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ a >>> 27) * 0x94D049BB133111EBL;
        return b ^ b >>> 31;
    }
}
