package dev.syncprotocol.djl.picture;

import dev.syncprotocol.aoi.spec.DatasetSettings;
import dev.syncprotocol.aoi.spec.DatasetSettings.Concat;

/**
 * Where the lights of a sample lie in the one picture the network sees (specification §7.1): below each other, or in a grid row by row.
 *
 * @param columns lights beside each other
 * @param rows lights below each other
 * @param width pixels of one light
 * @param height pixels of one light
 */
public record PictureLayout(int columns, int rows, int width, int height) {
    /** The layout of a specification. */
    public static PictureLayout of(DatasetSettings settings) {
        int lights = settings.pictures().lightsOrNone().size();
        boolean grid = settings.concat() == Concat.GRID && lights % 2 == 0;
        return new PictureLayout(
                grid ? settings.gridWidth() : 1,
                grid ? settings.gridHeight() : lights,
                settings.imageWidth(),
                settings.imageHeight());
    }

    /** Pixels of the whole picture. */
    public int wholeWidth() {
        return columns * width;
    }

    /** Pixels of the whole picture. */
    public int wholeHeight() {
        return rows * height;
    }

    /** Numbers of one whole picture. */
    public int size() {
        return Raster.COLOURS * wholeWidth() * wholeHeight();
    }

    /** Where a colour's row of a light starts, counted in numbers from the start of the whole picture. */
    public int start(int light, int colour, int row) {
        int top = light / columns * height + row;
        return (colour * wholeHeight() + top) * wholeWidth() + light % columns * width;
    }
}
