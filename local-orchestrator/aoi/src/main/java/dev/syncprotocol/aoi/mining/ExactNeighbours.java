package dev.syncprotocol.aoi.mining;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Exact nearest neighbours by looking at every source. Every sum runs over the dimensions in order, whatever the block or thread: the same vectors
 * give the same neighbours on any machine, and equal vectors have a cosine of exactly 1. Targets are searched a block at a time, blocks in parallel;
 * inside a block one number of the source meets all targets at once, a form the compiler turns into vector instructions.
 */
public final class ExactNeighbours {
    private static final int BLOCK = 16;

    private final List<float[]> sources;
    private final KnnMetric metric;

    /**
     * A search among sources.
     *
     * @param sources vectors of one length, in the order that decides between equals: the first wins
     * @param metric what is nearest
     */
    public ExactNeighbours(List<float[]> sources, KnnMetric metric) {
        this.sources = List.copyOf(sources);
        this.metric = metric;
    }

    /**
     * The nearest sources of every target, nearest first; fewer than {@code k} when there are fewer sources.
     *
     * @param targets vectors of the sources' length
     * @param k how many, at least 1
     */
    public List<List<Neighbour>> search(List<float[]> targets, int k) {
        int blocks = (targets.size() + BLOCK - 1) / BLOCK;
        return IntStream.range(0, blocks)
                .parallel()
                .mapToObj(block -> targets.subList(block * BLOCK, Math.min(targets.size(), (block + 1) * BLOCK)))
                .map(block -> searchBlock(block, k))
                .flatMap(List::stream)
                .toList();
    }

    private List<List<Neighbour>> searchBlock(List<float[]> targets, int k) {
        double[][] turned = turned(targets);
        double[] squares = targets.stream().mapToDouble(ExactNeighbours::square).toArray();
        NearestList[] nearest = new NearestList[targets.size()];
        Arrays.setAll(nearest, i -> new NearestList(k));
        double[] sums = new double[targets.size()];
        for (int s = 0; s < sources.size(); s++) {
            closeness(sources.get(s), turned, squares, sums);
            for (int t = 0; t < sums.length; t++) {
                nearest[t].offer(s, sums[t]);
            }
        }
        return Arrays.stream(nearest).map(NearestList::neighbours).toList();
    }

    private void closeness(float[] source, double[][] targets, double[] squares, double[] sums) {
        Arrays.fill(sums, 0);
        switch (metric) {
            case COSINE -> {
                products(source, targets, sums);
                double square = square(source);
                for (int t = 0; t < sums.length; t++) {
                    sums[t] /= Math.sqrt(square * squares[t]);
                }
            }
            case EUCLIDEAN -> {
                squaredDifferences(source, targets, sums);
                for (int t = 0; t < sums.length; t++) {
                    sums[t] = -Math.sqrt(sums[t]);
                }
            }
            case MANHATTAN -> {
                differences(source, targets, sums);
                for (int t = 0; t < sums.length; t++) {
                    sums[t] = -sums[t];
                }
            }
        }
    }

    private static void products(float[] source, double[][] targets, double[] sums) {
        for (int i = 0; i < source.length; i++) {
            double value = source[i];
            double[] row = targets[i];
            for (int t = 0; t < sums.length; t++) {
                sums[t] += value * row[t];
            }
        }
    }

    private static void squaredDifferences(float[] source, double[][] targets, double[] sums) {
        for (int i = 0; i < source.length; i++) {
            double value = source[i];
            double[] row = targets[i];
            for (int t = 0; t < sums.length; t++) {
                sums[t] += (value - row[t]) * (value - row[t]);
            }
        }
    }

    private static void differences(float[] source, double[][] targets, double[] sums) {
        for (int i = 0; i < source.length; i++) {
            double value = source[i];
            double[] row = targets[i];
            for (int t = 0; t < sums.length; t++) {
                sums[t] += Math.abs(value - row[t]);
            }
        }
    }

    /** The cosine of two vectors, exactly 1 for equal ones. */
    static double cosine(float[] a, float[] b) {
        double product = 0;
        for (int i = 0; i < a.length; i++) {
            product += (double) a[i] * b[i];
        }
        return product / Math.sqrt(square(a) * square(b));
    }

    private static double square(float[] vector) {
        double sum = 0;
        for (float value : vector) {
            sum += (double) value * value;
        }
        return sum;
    }

    /** Dimension by dimension instead of target by target. */
    private static double[][] turned(List<float[]> targets) {
        double[][] turned = new double[targets.get(0).length][targets.size()];
        for (int t = 0; t < targets.size(); t++) {
            for (int i = 0; i < turned.length; i++) {
                turned[i][t] = targets.get(t)[i];
            }
        }
        return turned;
    }
}
