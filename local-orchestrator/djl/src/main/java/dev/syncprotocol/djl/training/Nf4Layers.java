package dev.syncprotocol.djl.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.SparseFormat;
import dev.syncprotocol.djl.training.runtime.TorchRuntime;
import dev.syncprotocol.training.Tensor;
import dev.syncprotocol.training.model.MemoryEstimate;
import dev.syncprotocol.training.model.Nf4;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Frozen weights of which the layers of the blocks are held in 4 bits (QLoRA; training.md T17): each is put back into 32
 * bits for its product and let go at once. Norms and embeddings stay as they are.
 *
 * @param wide the weights that stay in 32 bits
 * @param packed the others
 * @param pairs the two levels of each byte, 256 by 2
 */
record Nf4Layers(Map<String, NDArray> wide, Map<String, Packed> packed, NDArray pairs) implements Layers {

    /**
     * A weight in 4 bits.
     *
     * @param codes two indices a byte
     * @param absmax of each block, blocks by 1
     * @param shape out and in
     */
    record Packed(NDArray codes, NDArray absmax, long[] shape) {}

    /** These weights, quantised. */
    static Nf4Layers of(Map<String, Tensor> weights, TorchRuntime runtime) {
        Map<String, NDArray> wide = new TreeMap<>();
        Map<String, Packed> packed = new TreeMap<>();
        weights.forEach((name, tensor) -> {
            if (MemoryEstimate.isLayer(name, tensor.shape())) {
                packed.put(name, packed(tensor, runtime));
            } else {
                wide.put(name, runtime.frozen(tensor));
            }
        });
        return new Nf4Layers(wide, packed, runtime.lasting(levelPairs()));
    }

    @Override
    public NDArray weight(String name) {
        return wide.get(name);
    }

    /** A graph keeps the weight it needs for the backward pass by itself; the handles are closed here. */
    @Override
    public NDArray linear(NDArray x, String name) {
        if (!packed.containsKey(name)) {
            return Layers.product(x, weight(name));
        }
        try (NDArray weight = dequantised(packed.get(name));
                NDArray transposed = weight.transpose()) {
            return x.matMul(transposed);
        }
    }

    /** The weight as it comes back, out by in. */
    private NDArray dequantised(Packed layer) {
        long blocks = layer.absmax().getShape().get(0);
        long count = layer.shape()[0] * layer.shape()[1];
        try (NDArray codes = layer.codes().toType(DataType.INT32, false);
                NDArray levels = codes.getNDArrayInternal()
                        .embedding(codes, pairs, SparseFormat.DENSE)
                        .singletonOrThrow();
                NDArray rows = levels.reshape(blocks, Nf4.BLOCK);
                NDArray scaled = rows.mul(layer.absmax());
                NDArray flat = scaled.reshape(blocks * Nf4.BLOCK)) {
            return count == blocks * Nf4.BLOCK
                    ? flat.reshape(layer.shape())
                    : flat.get(":" + count).reshape(layer.shape());
        }
    }

    /** The last block is filled up with zeros, so that all have one length. */
    private static Packed packed(Tensor tensor, TorchRuntime runtime) {
        float[] weights = tensor.floats();
        int blocks = (weights.length + Nf4.BLOCK - 1) / Nf4.BLOCK;
        Nf4 nf4 = Nf4.of(Arrays.copyOf(weights, blocks * Nf4.BLOCK), Nf4.BLOCK);
        return new Packed(
                runtime.lastingBytes(nf4.packed()),
                runtime.lasting(Tensor.ofFloats(new long[] {blocks, 1}, nf4.absmax())),
                tensor.shape());
    }

    private static Tensor levelPairs() {
        double[] levels = Nf4.levels();
        float[] values = new float[2 * 256];
        for (int code = 0; code < 256; code++) {
            values[2 * code] = (float) levels[code >> 4];
            values[2 * code + 1] = (float) levels[code & 0xF];
        }
        return Tensor.ofFloats(new long[] {256, 2}, values);
    }
}
