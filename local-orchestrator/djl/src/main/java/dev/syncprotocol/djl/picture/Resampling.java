package dev.syncprotocol.djl.picture;

/**
 * Resizing with a triangle filter that widens when shrinking, so that thin structures are averaged and not skipped. Plain arithmetic: the same
 * bytes on every JDK.
 */
public final class Resampling {
    private Resampling() {}

    /** The picture at this size; the same object when it has it already. */
    public static Raster to(int width, int height, Raster picture) {
        if (picture.measures(width, height)) {
            return picture;
        }
        float[] wide = new float[Raster.COLOURS * picture.height() * width];
        Taps columns = Taps.of(picture.width(), width);
        for (int row = 0; row < Raster.COLOURS * picture.height(); row++) {
            for (int x = 0; x < width; x++) {
                wide[row * width + x] = columns.sumOfBytes(x, picture.planes(), row * picture.width());
            }
        }
        return new Raster(width, height, columnsOf(wide, width, picture.height(), height));
    }

    private static byte[] columnsOf(float[] wide, int width, int fromHeight, int height) {
        Taps rows = Taps.of(fromHeight, height);
        byte[] planes = new byte[Raster.COLOURS * height * width];
        for (int colour = 0; colour < Raster.COLOURS; colour++) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    float value = rows.sum(y, wide, colour * fromHeight * width + x, width);
                    planes[(colour * height + y) * width + x] = (byte) Math.round(value);
                }
            }
        }
        return planes;
    }

    /** For each new place: where its sources start and their weights, which add up to 1. */
    private record Taps(int[] first, float[][] weights) {
        static Taps of(int from, int to) {
            double scale = (double) from / to;
            double reach = Math.max(1, scale);
            Taps taps = new Taps(new int[to], new float[to][]);
            for (int i = 0; i < to; i++) {
                double centre = (i + 0.5) * scale;
                int low = Math.max(0, (int) (centre - reach + 0.5));
                int high = Math.min(from, (int) (centre + reach + 0.5));
                taps.first[i] = low;
                taps.weights[i] = triangle(low, high, centre, reach);
            }
            return taps;
        }

        private static float[] triangle(int low, int high, double centre, double reach) {
            double[] raw = new double[high - low];
            double sum = 0;
            for (int k = 0; k < raw.length; k++) {
                raw[k] = Math.max(0, 1 - Math.abs((low + k + 0.5 - centre) / reach));
                sum += raw[k];
            }
            float[] weights = new float[raw.length];
            for (int k = 0; k < raw.length; k++) {
                weights[k] = (float) (raw[k] / sum);
            }
            return weights;
        }

        float sumOfBytes(int place, byte[] values, int start) {
            float sum = 0;
            for (int k = 0; k < weights[place].length; k++) {
                sum += weights[place][k] * (values[start + first[place] + k] & 0xFF);
            }
            return sum;
        }

        float sum(int place, float[] values, int start, int stride) {
            float sum = 0;
            for (int k = 0; k < weights[place].length; k++) {
                sum += weights[place][k] * values[start + (first[place] + k) * stride];
            }
            return sum;
        }
    }
}
