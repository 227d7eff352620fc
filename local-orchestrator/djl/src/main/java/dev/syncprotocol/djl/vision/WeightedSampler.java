package dev.syncprotocol.djl.vision;

import dev.syncprotocol.training.KeyedRandom;
import dev.syncprotocol.training.KeyedRandom.Purpose;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which rows an epoch sees (specification §7.1): as many draws as rows, with replacement; a PASS row weighs 1, an NG row
 * {@code (num_pass / num_ng) × fpratio_sampling}.
 */
final class WeightedSampler {
    private final int[] pass;
    private final int[] defective;
    private final double defectiveShare;
    private final long seed;

    /** A sampler over samples of both classes. */
    WeightedSampler(List<Sample> samples, double ratio, long seed) {
        pass = places(samples, false);
        defective = places(samples, true);
        defectiveShare = ratio / (1 + ratio);
        this.seed = seed;
    }

    /** The rows of an epoch, in the order they are seen. */
    int[] draws(int epoch) {
        KeyedRandom random = new KeyedRandom(seed, Purpose.SAMPLING, epoch);
        int[] draws = new int[pass.length + defective.length];
        for (int i = 0; i < draws.length; i++) {
            int[] rows = random.uniform(2L * i) < defectiveShare ? defective : pass;
            draws[i] = rows[random.below(rows.length, 2L * i + 1)];
        }
        return draws;
    }

    private static int[] places(List<Sample> samples, boolean wanted) {
        return IntStream.range(0, samples.size())
                .filter(i -> samples.get(i).defective() == wanted)
                .toArray();
    }
}
