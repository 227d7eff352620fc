package dev.syncprotocol.djl.vision;

/**
 * A decoded picture: red, green and blue planes one after the other, row by row, each value 0 to 255.
 *
 * @param width pixels
 * @param height pixels
 * @param planes {@code 3 × height × width} values, unsigned; owned by this record and never written to
 */
record Raster(int width, int height, byte[] planes) {
    static final int COLOURS = 3;

    Raster {
        if (planes.length != COLOURS * width * height) {
            throw new IllegalArgumentException(planes.length + " values for " + width + "×" + height);
        }
    }

    /** The value of a colour at a place. */
    int at(int colour, int x, int y) {
        return planes[(colour * height + y) * width + x] & 0xFF;
    }

    /** Whether it has this size. */
    boolean measures(int wantedWidth, int wantedHeight) {
        return width == wantedWidth && height == wantedHeight;
    }
}
