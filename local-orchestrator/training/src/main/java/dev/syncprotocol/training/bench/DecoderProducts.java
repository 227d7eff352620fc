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
            products.forward(request.batch(), 1, request.seq() / 2 + 1, request.seq());
        } else {
            int passes = request.mode() == BenchMode.DPO ? 2 : 1;
            products.forward(request.tokens(), request.seq(), request.seq(), passes);
            products.backward(request.tokens());
        }
        return List.copyOf(products.products);
    }

    /** Each layer's product with its inputs, and scores and mixture of every head. */
    private void forward(long tokens, int queries, int keys, int times) {
        layers().forEach(layer -> products.add(new Product(1, tokens, layer.in(), layer.out(), layer.count() * times)));
        attention(queries, keys, times);
    }

    /** By its inputs; by its weights too where they are trained. Attention has two factors, both with a gradient. */
    private void backward(long tokens) {
        for (Layer layer : layers()) {
            products.add(new Product(1, tokens, layer.out(), layer.in(), layer.count()));
            if (request.lora() == 0) {
                products.add(new Product(1, layer.out(), tokens, layer.in(), layer.count()));
            }
        }
        attention(request.seq(), request.seq(), 2);
    }

    private void attention(int queries, int keys, int times) {
        long all = (long) request.batch() * shape.heads();
        products.add(new Product(all, queries, shape.headDim(), keys, shape.layers() * times));
        products.add(new Product(all, queries, keys, shape.headDim(), shape.layers() * times));
    }

    private List<Layer> layers() {
        long width = shape.hiddenSize();
        long mlp = shape.intermediateSize();
        return List.of(
                new Layer(width, width, 4 * shape.layers()),
                new Layer(width, mlp, 2 * shape.layers()),
                new Layer(mlp, width, shape.layers()),
                new Layer(width, shape.vocabSize(), 1));
    }

    /** Linear layers of one shape. */
    private record Layer(long in, long out, int count) {}
}
