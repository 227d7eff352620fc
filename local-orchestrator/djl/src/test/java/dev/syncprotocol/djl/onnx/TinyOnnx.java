package dev.syncprotocol.djl.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * An ONNX file written field by field (onnx.proto): {@code embedding = Flatten(GlobalAveragePool(input))}, so a picture's embedding is the mean of each of
 * its colours.
 */
final class TinyOnnx {
    private static final int LENGTH_DELIMITED = 2;
    private static final int FLOAT = 1;

    private TinyOnnx() {}

    /** The bytes of the model. */
    static byte[] model() {
        Message pooling = node("GlobalAveragePool", "input", "pooled");
        Message flat = node("Flatten", "pooled", "embedding");
        Message graph = new Message()
                .put(1, pooling)
                .put(1, flat)
                .put(2, "means")
                .put(11, value("input", "n", 3, "h", "w"))
                .put(12, value("embedding", "n", 3));
        return new Message()
                .put(1, 8)
                .put(7, graph)
                .put(8, new Message().put(1, "").put(2, 13))
                .bytes();
    }

    private static Message node(String operator, String input, String output) {
        return new Message().put(1, input).put(2, output).put(4, operator);
    }

    private static Message value(String name, Object... dimensions) {
        Message shape = new Message();
        for (Object dimension : dimensions) {
            shape.put(
                    1,
                    dimension instanceof String word
                            ? new Message().put(2, word)
                            : new Message().put(1, (Integer) dimension));
        }
        Message tensor = new Message().put(1, FLOAT).put(2, shape);
        return new Message().put(1, name).put(2, new Message().put(1, tensor));
    }

    /** A protocol-buffer message as it lies in a file. */
    private static final class Message {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Message put(int field, int number) {
            varint(field << 3);
            varint(number);
            return this;
        }

        Message put(int field, String text) {
            return put(field, text.getBytes(StandardCharsets.UTF_8));
        }

        Message put(int field, Message message) {
            return put(field, message.bytes());
        }

        byte[] bytes() {
            return out.toByteArray();
        }

        private Message put(int field, byte[] bytes) {
            varint(field << 3 | LENGTH_DELIMITED);
            varint(bytes.length);
            out.writeBytes(bytes);
            return this;
        }

        private void varint(int number) {
            int rest = number;
            while (rest > 0x7F) {
                out.write(rest & 0x7F | 0x80);
                rest >>>= 7;
            }
            out.write(rest);
        }
    }
}
