package dev.syncprotocol.djl.vision;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pictures at the network's size. Each file is decoded once and kept while the budget of bytes lasts; the others are decoded at each use. */
final class DecodedPictures {
    private final int width;
    private final int height;
    private final Map<Path, Raster> kept = new HashMap<>();
    private long budget;

    DecodedPictures(int width, int height, long budget) {
        this.width = width;
        this.height = height;
        this.budget = budget;
    }

    /** With a third of the memory Java may take. */
    static DecodedPictures ofSize(int width, int height) {
        return new DecodedPictures(width, height, Runtime.getRuntime().maxMemory() / 3);
    }

    /**
     * A file's picture.
     *
     * @throws SyncException {@code csv_invalid} when the file is missing or is no picture
     */
    Raster of(Path file) {
        Raster found = kept.get(file);
        if (found != null) {
            return found;
        }
        Raster raster = Resampling.to(width, height, decoded(file));
        if (raster.planes().length <= budget) {
            budget -= raster.planes().length;
            kept.put(file, raster);
        }
        return raster;
    }

    private static Raster decoded(Path file) {
        try {
            return PictureDecoder.decode(file)
                    .orElseThrow(() -> broken(file, "no image reader knows its format", null));
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            // The last two: what the JDK's readers throw at some damaged files.
            throw broken(file, String.valueOf(e.getMessage()), e);
        }
    }

    private static SyncException broken(Path file, String why, @Nullable Exception cause) {
        String message = file + " is no readable picture: " + why;
        return cause == null
                ? new SyncException(ErrorCode.CSV_INVALID, message)
                : new SyncException(ErrorCode.CSV_INVALID, message, cause);
    }
}
