package dev.syncprotocol.training.bench;

import dev.syncprotocol.training.DecoderShape;
import java.util.ArrayList;
import java.util.List;

/** The matrix products a workload cannot do without: those of its linear layers and its attention. */
final class DecoderProducts {
    private final DecoderShape shape;
    private final BenchRequest request;
    private final List<Product> products = new ArrayList<>();

    private DecoderProducts(BenchRequest request) {
        this.request = request;
        this.shape = request.shape();
    }

    /** Of one measured step. */
    static List<Product> of(BenchRequest request) {
        DecoderProducts products = new DecoderProducts(request);
        if (request.mode() == BenchMode.GENERATE) {
            products.forward(request.batch(), request.batch(), 1, request.seq() / 2 + 1, request.seq());
        } else {
            int passes = request.mode() == BenchMode.DPO ? 2 : 1;
            long predicted = (long) request.batch() * (request.seq() - 1);
            products.forward(request.tokens(), predicted, request.seq(), request.seq(), passes);
            products.backward(request.tokens(), predicted);
        }
        return List.copyOf(products.products);
    }

    /**
     * Each layer's product with its inputs, and scores and mixture of every head.
     *
     * @param predicted tokens that are asked what comes next: the last one of a row to learn from is not
     */
    private void forward(long tokens, long predicted, int queries, int keys, int times) {
        layers(tokens, predicted)
                .forEach(layer ->
                        products.add(new Product(1, layer.tokens(), layer.in(), layer.out(), layer.count(), times)));
        attention(queries, keys, 1, times);
    }

    /** By its inputs; by its weights too where they are trained. Attention has two factors, both with a gradient. */
    private void backward(long tokens, long predicted) {
        for (Layer layer : layers(tokens, predicted)) {
            products.add(new Product(1, layer.tokens(), layer.out(), layer.in(), layer.count(), 1));
            if (request.lora() == 0) {
                products.add(new Product(1, layer.out(), layer.tokens(), layer.in(), layer.count(), 1));
            }
        }
        attention(request.seq(), request.seq(), 2, 1);
    }

    private void attention(int queries, int keys, int factors, int times) {
        long all = (long) request.batch() * shape.heads();
        int count = shape.layers() * factors;
        products.add(new Product(all, queries, shape.headDim(), keys, count, times));
        products.add(new Product(all, queries, keys, shape.headDim(), count, times));
    }

    private List<Layer> layers(long tokens, long predicted) {
        long width = shape.hiddenSize();
        long mlp = shape.intermediateSize();
        return List.of(
                new Layer(tokens, width, width, 4 * shape.layers()),
                new Layer(tokens, width, mlp, 2 * shape.layers()),
                new Layer(tokens, mlp, width, shape.layers()),
                new Layer(predicted, width, shape.vocabSize(), 1));
    }

    /** Linear layers of one shape. */
    private record Layer(long tokens, long in, long out, int count) {}
}
