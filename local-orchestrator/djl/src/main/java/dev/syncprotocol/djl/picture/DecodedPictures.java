package dev.syncprotocol.djl.picture;

import dev.syncprotocol.aoi.picture.PictureFile;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Pictures at the network's size. Each file is decoded once and kept while the budget of bytes lasts; the others are decoded at each use. */
public final class DecodedPictures {
    private final int width;
    private final int height;
    private final Map<Path, Raster> kept = new HashMap<>();
    private long budget;

    /**
     * Pictures of this size.
     *
     * @param width pixels
     * @param height pixels
     * @param budget bytes to keep; 0 keeps none
     */
    public DecodedPictures(int width, int height, long budget) {
        this.width = width;
        this.height = height;
        this.budget = budget;
    }

    /** With a third of the memory Java may take. */
    public static DecodedPictures ofSize(int width, int height) {
        return new DecodedPictures(width, height, Runtime.getRuntime().maxMemory() / 3);
    }

    /**
     * A file's picture.
     *
     * @throws SyncException {@code csv_invalid} when the file is missing or is no picture: a table names it
     */
    public Raster of(Path file) {
        Raster found = kept.get(file);
        if (found != null) {
            return found;
        }
        Raster raster = read(file);
        if (raster.planes().length <= budget) {
            budget -= raster.planes().length;
            kept.put(file, raster);
        }
        return raster;
    }

    /**
     * As {@link #of}, for a picture to embed.
     *
     * @throws SyncException {@code embedding_invalid} when the file is missing or is no picture
     */
    public Raster embeddable(Path file) {
        try {
            return of(file);
        } catch (SyncException e) {
            throw new SyncException(ErrorCode.EMBEDDING_INVALID, e.getMessage(), e);
        }
    }

    private Raster read(Path file) {
        try {
            return Resampling.to(width, height, Raster.of(PictureFile.read(file)));
        } catch (NoSuchFileException e) {
            throw new SyncException(ErrorCode.CSV_INVALID, file + " is not there; a row of the table names it", e);
        } catch (IOException e) {
            throw new SyncException(ErrorCode.CSV_INVALID, file + " cannot be decoded: " + e.getMessage(), e);
        }
    }
}
