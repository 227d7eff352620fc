package dev.syncprotocol.training.llama2c;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.training.DecoderFamily;
import dev.syncprotocol.training.DecoderShape;
import dev.syncprotocol.training.Tensor;
import dev.syncprotocol.training.model.DecoderParameters;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * llama2.c's first file format: seven little-endian integers, then 32-bit floats, kind of layer by kind of layer.
 *
 * @param shape a Llama decoder's; norm epsilon 1e-5 and rotary base 10000 are part of the format
 * @param positions longest sequence it was trained on
 * @param weights by Hugging Face's names, rotary pairs moved from neighbours to halves
 */
public record Llama2cModel(DecoderShape shape, int positions, SortedMap<String, Tensor> weights) {
    private static final int HEADER = 7 * 4;

    /**
     * Reads a file.
     *
     * @throws SyncException {@code CONFIG_INVALID} when its size is not the one its header asks for
     */
    public static Llama2cModel read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() < HEADER || channel.size() > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("a file of " + channel.size() + " bytes");
            }
            ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
                    .order(ByteOrder.LITTLE_ENDIAN);
            return new Reader(bytes).model();
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new SyncException(
                    ErrorCode.CONFIG_INVALID, file + " is no model of llama2.c's first format: " + e.getMessage(), e);
        }
    }

    /** Takes one part of the file after the other. */
    private static final class Reader {
        private final ByteBuffer bytes;
        private final DecoderShape shape;
        private final int positions;
        private final SortedMap<String, Tensor> weights = new TreeMap<>();

        Reader(ByteBuffer bytes) {
            this.bytes = bytes;
            int hidden = bytes.getInt();
            int intermediate = bytes.getInt();
            int layers = bytes.getInt();
            int heads = bytes.getInt();
            int keyValueHeads = bytes.getInt();
            int vocabulary = bytes.getInt();
            this.positions = bytes.getInt();
            if (heads < 1) {
                throw new IllegalArgumentException("a header with " + heads + " heads");
            }
            this.shape = new DecoderShape(
                    DecoderFamily.LLAMA,
                    hidden,
                    layers,
                    heads,
                    keyValueHeads,
                    hidden / heads,
                    intermediate,
                    Math.abs(vocabulary),
                    1e-5,
                    10_000,
                    Optional.empty(),
                    // A negative vocabulary says that the output layer follows at the end.
                    vocabulary > 0,
                    0.02);
        }

        Llama2cModel model() {
            requireSize();
            Map<String, long[]> shapes = DecoderParameters.shapes(shape);
            take(DecoderParameters.EMBEDDING, shapes);
            for (String kind : new String[] {
                "input_layernorm",
                "self_attn.q_proj",
                "self_attn.k_proj",
                "self_attn.v_proj",
                "self_attn.o_proj",
                "post_attention_layernorm",
                "mlp.gate_proj",
                "mlp.down_proj",
                "mlp.up_proj"
            }) {
                for (int layer = 0; layer < shape.layers(); layer++) {
                    take("model.layers." + layer + "." + kind + ".weight", shapes);
                }
            }
            take("model.norm.weight", shapes);
            bytes.position(bytes.position() + unusedBytes());
            if (!shape.tieWordEmbeddings()) {
                take(DecoderParameters.HEAD, shapes);
            }
            return new Llama2cModel(shape, positions, weights);
        }

        private void requireSize() {
            long wanted = HEADER + unusedBytes() + 4 * DecoderParameters.count(shape);
            if (bytes.limit() != wanted) {
                throw new IllegalArgumentException("it has " + bytes.limit() + " bytes, its header asks for " + wanted);
            }
        }

        /** Two tables of rotary angles that llama2.c no longer reads. */
        private int unusedBytes() {
            return Math.multiplyExact(positions, shape.headDim() / 2 * 2 * 4);
        }

        private void take(String name, Map<String, long[]> shapes) {
            long[] size = shapes.get(name);
            long count = size.length == 2 ? size[0] * size[1] : size[0];
            float[] values = new float[Math.toIntExact(count)];
            bytes.asFloatBuffer().get(values);
            bytes.position(bytes.position() + values.length * 4);
            boolean rotated = name.endsWith("q_proj.weight") || name.endsWith("k_proj.weight");
            weights.put(name, Tensor.ofFloats(size, rotated ? halves(values, shape) : values));
        }

        /** Rows 2i and 2i+1 of a head, which turn together here, become rows i and i + half. */
        private static float[] halves(float[] values, DecoderShape shape) {
            int width = shape.hiddenSize();
            int half = shape.headDim() / 2;
            float[] moved = new float[values.length];
            for (int row = 0; row < values.length / width; row++) {
                int inHead = row % shape.headDim();
                int target = row - inHead + inHead / 2 + inHead % 2 * half;
                System.arraycopy(values, row * width, moved, target * width, width);
            }
            return moved;
        }
    }
}
