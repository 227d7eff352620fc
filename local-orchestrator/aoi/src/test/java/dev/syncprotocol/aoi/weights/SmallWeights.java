package dev.syncprotocol.aoi.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Bytes that begin as weights do. */
public final class SmallWeights {
    private SmallWeights() {}

    /** One tensor in the form of safetensors, as long as wished. */
    public static byte[] safetensors(int floats) {
        int bytes = 4 * floats;
        byte[] header = ("{\"w\":{\"dtype\":\"F32\",\"shape\":[" + floats + "],\"data_offsets\":[0," + bytes + "]}}")
                .getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + header.length + bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .array();
    }
}
