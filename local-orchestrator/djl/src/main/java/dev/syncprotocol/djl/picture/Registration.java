package dev.syncprotocol.djl.picture;

/**
 * Lays a golden picture on the tested one: among the whole shifts of up to {@link #REACH} pixels it takes the one with the smallest mean absolute difference
 * of grey, brightness apart. Without it every edge of a board that lies a pixel off looks like a defect.
 */
public final class Registration {
    /** The largest shift in either direction. */
    public static final int REACH = 2;

    private Registration() {}

    /**
     * A shift.
     *
     * @param right pixels the golden moves to the right
     * @param down pixels it moves down
     */
    public record Shift(int right, int down) {}

    /** The golden picture's best shift; of equal ones the smallest. */
    public static Shift of(Raster tested, Raster golden) {
        int[] still = grey(tested);
        int[] moving = grey(golden);
        Shift best = new Shift(0, 0);
        double least = Double.POSITIVE_INFINITY;
        for (int reach = 0; reach <= REACH; reach++) {
            for (int down = -reach; down <= reach; down++) {
                for (int right = -reach; right <= reach; right++) {
                    boolean ring = Math.max(Math.abs(right), Math.abs(down)) == reach;
                    double found = ring
                            ? difference(still, moving, tested.width(), tested.height(), right, down)
                            : Double.POSITIVE_INFINITY;
                    if (found < least) {
                        least = found;
                        best = new Shift(right, down);
                    }
                }
            }
        }
        return best;
    }

    /** The moved picture; the edge repeats where nothing moved in. */
    public static Raster moved(Raster picture, Shift shift) {
        if (shift.right() == 0 && shift.down() == 0) {
            return picture;
        }
        byte[] planes = new byte[picture.planes().length];
        int width = picture.width();
        int height = picture.height();
        for (int line = 0; line < Raster.COLOURS * height; line++) {
            int row = Math.min(height - 1, Math.max(0, line % height - shift.down()));
            int from = (line / height * height + row) * width;
            for (int x = 0; x < width; x++) {
                planes[line * width + x] = picture.planes()[from + Math.min(width - 1, Math.max(0, x - shift.right()))];
            }
        }
        return new Raster(width, height, planes);
    }

    // Over the part that every shift covers, so that shifts are compared on the same pixels.
    private static double difference(int[] still, int[] moving, int width, int height, int right, int down) {
        int pixels = (width - 2 * REACH) * (height - 2 * REACH);
        long brighter = 0;
        for (int y = REACH; y < height - REACH; y++) {
            for (int x = REACH; x < width - REACH; x++) {
                brighter += still[y * width + x] - moving[(y - down) * width + x - right];
            }
        }
        long mean = Math.round((double) brighter / Math.max(1, pixels));
        long sum = 0;
        for (int y = REACH; y < height - REACH; y++) {
            for (int x = REACH; x < width - REACH; x++) {
                sum += Math.abs(still[y * width + x] - moving[(y - down) * width + x - right] - mean);
            }
        }
        return sum;
    }

    private static int[] grey(Raster picture) {
        int pixels = picture.width() * picture.height();
        int[] grey = new int[pixels];
        for (int i = 0; i < picture.planes().length; i++) {
            grey[i % pixels] += picture.planes()[i] & 0xFF;
        }
        return grey;
    }
}
