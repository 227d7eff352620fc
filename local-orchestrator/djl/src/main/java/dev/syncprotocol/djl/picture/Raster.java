package dev.syncprotocol.djl.picture;

import java.awt.image.BufferedImage;

/**
 * A decoded picture: red, green and blue planes one after the other, row by row, each value 0 to 255.
 *
 * @param width pixels
 * @param height pixels
 * @param planes {@code 3 × height × width} values, unsigned; owned by this record and never written to
 */
public record Raster(int width, int height, byte[] planes) {
    /** Red, green, blue. */
    public static final int COLOURS = 3;

    public Raster {
        if (planes.length != COLOURS * width * height) {
            throw new IllegalArgumentException(planes.length + " values for " + width + "×" + height);
        }
    }

    /** The pixels of an RGB picture. */
    public static Raster of(BufferedImage image) {
        int pixels = image.getWidth() * image.getHeight();
        int[] values = image.getRGB(0, 0, image.getWidth(), image.getHeight(), new int[pixels], 0, image.getWidth());
        byte[] planes = new byte[COLOURS * pixels];
        for (int i = 0; i < pixels; i++) {
            planes[i] = (byte) (values[i] >> 16);
            planes[pixels + i] = (byte) (values[i] >> 8);
            planes[2 * pixels + i] = (byte) values[i];
        }
        return new Raster(image.getWidth(), image.getHeight(), planes);
    }

    /** The value of a colour at a place. */
    public int at(int colour, int x, int y) {
        return planes[(colour * height + y) * width + x] & 0xFF;
    }

    /** Whether it has this size. */
    public boolean measures(int wantedWidth, int wantedHeight) {
        return width == wantedWidth && height == wantedHeight;
    }
}
