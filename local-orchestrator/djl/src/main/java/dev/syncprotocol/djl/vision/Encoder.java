package dev.syncprotocol.djl.vision;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;

/** Four stride-2 blocks, 3 → 16 → 32 → 64 → 96 planes, the same weights for a picture and its golden (specification §12.2). */
final class Encoder {
    static final List<ConvBlock> BLOCKS = List.of(
            new ConvBlock("encoder.1", 3, 16, 2),
            new ConvBlock("encoder.2", 16, 32, 2),
            new ConvBlock("encoder.3", 32, 64, 2),
            new ConvBlock("encoder.4", 64, 96, 2));

    /** Planes of the last block. */
    static final int FEATURES = 96;

    private Encoder() {}

    /** The output of every block, the largest map first. */
    static List<NDArray> features(NDArray pictures, NetworkWeights weights, NormMode mode) {
        List<NDArray> maps = new ArrayList<>();
        NDArray map = pictures;
        for (ConvBlock block : BLOCKS) {
            map = block.forward(map, weights, mode);
            maps.add(map);
        }
        return maps;
    }

    /** Whether a weight is the encoder's. */
    static boolean owns(String weight) {
        return weight.startsWith("encoder.");
    }
}
