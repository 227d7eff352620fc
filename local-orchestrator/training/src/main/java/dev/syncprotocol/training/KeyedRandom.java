package dev.syncprotocol.training;

/**
 * Random numbers without a generator: each is a pure function of seed, purpose, step and index, so there is no hidden
 * state to save (training.md section 6.5). The mixing function is SplitMix64's (Steele, Lea and Flood 2014).
 *
 * @param seed of the run
 * @param purpose what the numbers are for; two purposes never share numbers
 * @param step step, epoch, or whatever the purpose counts by
 */
public record KeyedRandom(long seed, Purpose purpose, long step) {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final double UNIT = 0x1.0p-53;

    /** What random numbers are drawn for; the codes are part of every checkpoint's promise and never change. */
    public enum Purpose {
        INITIALISATION(1),
        SHUFFLING(2),
        DROPOUT(3),
        SAMPLING(4),
        DATA(5),
        MINI_BATCHES(6),
        PROMPTS(7);

        private final long code;

        Purpose(long code) {
            this.code = code;
        }
    }

    /** 64 random bits. */
    public long bits(long index) {
        return mix(mix(mix(mix(seed) + purpose.code) + step) + index);
    }

    /** A number in [0, 1), 53 bits. */
    public double uniform(long index) {
        return (bits(index) >>> 11) * UNIT;
    }

    /** A whole number in [0, bound). */
    public int below(int bound, long index) {
        return (int) Math.floor(uniform(index) * bound);
    }

    /** A standard normal number (Box and Muller 1958); the same on every machine. */
    public double gaussian(long index) {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform(2 * index)));
        return radius * StrictMath.cos(2 * Math.PI * uniform(2 * index + 1));
    }

    private static long mix(long key) {
        long z = key + GOLDEN_GAMMA;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
