package dev.syncprotocol.djl.picture;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A network's numbers for some pictures, cut into one vector a picture. */
public final class Vectors {
    private Vectors() {}

    /**
     * Cuts and checks.
     *
     * @param flat the vectors one after the other
     * @param length of one
     * @param pictures what they were made of
     * @throws SyncException {@code embedding_invalid} for another count of numbers or a value that is not finite
     */
    public static List<float[]> of(float[] flat, int length, List<Path> pictures) {
        if (flat.length != length * pictures.size()) {
            throw new SyncException(
                    ErrorCode.EMBEDDING_INVALID,
                    flat.length + " numbers for " + pictures.size() + " pictures, expected " + length + " each");
        }
        List<float[]> vectors = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            vectors.add(finite(Arrays.copyOfRange(flat, i * length, (i + 1) * length), pictures.get(i)));
        }
        return vectors;
    }

    private static float[] finite(float[] vector, Path picture) {
        for (float value : vector) {
            if (!Float.isFinite(value)) {
                throw new SyncException(
                        ErrorCode.EMBEDDING_INVALID, picture + " is embedded as a vector with " + value);
            }
        }
        return vector;
    }
}
