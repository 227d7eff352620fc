package dev.syncprotocol.djl.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.syncprotocol.djl.picture.PictureLayout;
import dev.syncprotocol.djl.picture.Raster;
import dev.syncprotocol.djl.training.runtime.StepScope;
import dev.syncprotocol.training.KeyedRandom;
import dev.syncprotocol.training.KeyedRandom.Purpose;
import dev.syncprotocol.training.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The encoder and the comparison together.
 *
 * @param layout of the pictures
 * @param comparison what is made of the features
 * @param weights of both
 * @param frozenEncoder whether the encoder keeps its weights and its statistics in training
 */
record SiameseNetwork(PictureLayout layout, Comparison comparison, NetworkWeights weights, boolean frozenEncoder) {

    /** What the comparison says of a batch. */
    NDArray compare(SampleBatch batch, NormMode mode, StepScope scope) {
        NDArray pictures = scope.floats(
                batch.pictures(), 2L * batch.size(), Raster.COLOURS, layout.wholeHeight(), layout.wholeWidth());
        List<NDArray> tested = new ArrayList<>();
        List<NDArray> golden = new ArrayList<>();
        for (NDArray map : Encoder.features(pictures, weights, frozenEncoder ? NormMode.MEASURING : mode)) {
            NDList halves = map.split(2);
            tested.add(halves.get(0));
            golden.add(halves.get(1));
        }
        return comparison.of(tested, golden, weights, mode);
    }

    /** First weights of every part, a pure function of the seed. */
    static SortedMap<String, Tensor> draw(Comparison comparison, long seed) {
        SortedMap<String, Tensor> tensors = new TreeMap<>();
        for (int i = 0; i < Encoder.BLOCKS.size(); i++) {
            Encoder.BLOCKS.get(i).draw(tensors, new KeyedRandom(seed, Purpose.INITIALISATION, i));
        }
        comparison.draw(tensors, seed);
        return tensors;
    }
}
