package dev.syncprotocol.aoi.mining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExactNeighboursTest {
    /** More targets than a block holds, and no multiple of it. */
    @ParameterizedTest
    @EnumSource(KnnMetric.class)
    void findsWhatSortingEverySourceFinds(KnnMetric metric) {
        List<float[]> sources = vectors(new Random(1), 300, 24);
        List<float[]> targets = vectors(new Random(2), 37, 24);
        List<List<Neighbour>> found = new ExactNeighbours(sources, metric).search(targets, 7);
        assertThat(found).hasSize(37);
        for (int t = 0; t < targets.size(); t++) {
            float[] target = targets.get(t);
            List<Integer> sorted = IntStream.range(0, sources.size())
                    .boxed()
                    .sorted(Comparator.comparingDouble(s -> -plain(metric, sources.get(s), target)))
                    .limit(7)
                    .toList();
            assertThat(found.get(t)).extracting(Neighbour::source).containsExactlyElementsOf(sorted);
            assertThat(found.get(t).get(0).closeness())
                    .isEqualTo(plain(metric, sources.get(sorted.get(0)), target), within(1e-12));
        }
    }

    @Test
    void givesEqualSourcesInTheirOrder() {
        float[] same = {0.6f, 0.8f};
        List<float[]> sources = List.of(new float[] {1, 0}, same, same.clone(), same.clone());
        List<Neighbour> found = new ExactNeighbours(sources, KnnMetric.COSINE)
                .search(List.of(same), 2)
                .get(0);
        assertThat(found).containsExactly(new Neighbour(1, 1), new Neighbour(2, 1));
    }

    @Test
    void finds1ForEqualVectorsWhateverTheirNumbers() {
        for (float[] vector : vectors(new Random(5), 500, 96)) {
            List<List<Neighbour>> found =
                    new ExactNeighbours(List.of(vector), KnnMetric.COSINE).search(List.of(vector.clone()), 1);
            assertThat(found.get(0).get(0).closeness()).isEqualTo(1.0);
            assertThat(ExactNeighbours.cosine(vector, vector.clone())).isEqualTo(1.0);
        }
    }

    @Test
    void findsFewerWhenThereAreFewerSources() {
        List<float[]> sources = vectors(new Random(1), 2, 4);
        assertThat(new ExactNeighbours(sources, KnnMetric.COSINE).search(sources, 5))
                .allMatch(neighbours -> neighbours.size() == 2);
        assertThat(new ExactNeighbours(List.of(), KnnMetric.COSINE).search(sources, 5))
                .containsExactly(List.of(), List.of());
    }

    private static double plain(KnnMetric metric, float[] a, float[] b) {
        double product = 0;
        double squares = 0;
        double distance = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            product += (double) a[i] * b[i];
            aa += (double) a[i] * a[i];
            bb += (double) b[i] * b[i];
            squares += Math.pow((double) a[i] - b[i], 2);
            distance += Math.abs((double) a[i] - b[i]);
        }
        return switch (metric) {
            case COSINE -> product / Math.sqrt(aa * bb);
            case EUCLIDEAN -> -Math.sqrt(squares);
            case MANHATTAN -> -distance;
        };
    }

    static List<float[]> vectors(Random random, int count, int length) {
        List<float[]> vectors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] vector = new float[length];
            for (int d = 0; d < length; d++) {
                vector[d] = (float) random.nextGaussian();
            }
            vectors.add(vector);
        }
        return vectors;
    }
}
