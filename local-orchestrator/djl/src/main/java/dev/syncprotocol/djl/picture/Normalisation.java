package dev.syncprotocol.djl.picture;

import java.util.List;

/** What a value of 0 to 255 becomes: scaled to 0..1, minus the mean, divided by the deviation; a table a colour. */
public final class Normalisation {
    private final float[][] tables = new float[Raster.COLOURS][256];

    /** By these constants of red, green and blue. */
    public Normalisation(List<Double> mean, List<Double> deviation) {
        for (int colour = 0; colour < Raster.COLOURS; colour++) {
            for (int value = 0; value < 256; value++) {
                tables[colour][value] = (float) ((value / 255.0 - mean.get(colour)) / deviation.get(colour));
            }
        }
    }

    /** Copies one row of a light into the network's numbers. */
    public void row(Raster from, int colour, int row, float[] to, int at) {
        int start = (colour * from.height() + row) * from.width();
        for (int x = 0; x < from.width(); x++) {
            to[at + x] = tables[colour][from.planes()[start + x] & 0xFF];
        }
    }
}
