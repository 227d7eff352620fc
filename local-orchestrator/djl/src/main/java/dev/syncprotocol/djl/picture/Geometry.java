package dev.syncprotocol.djl.picture;

/** Changes of where a picture's values lie. Sizes stay; what comes from outside is black. */
public final class Geometry {
    private Geometry() {}

    /** Where a new pixel takes its value from, in pixels of the old picture. */
    private interface Source {
        double of(int x, int y);
    }

    /** Left becomes right. */
    public static Raster mirrored(Raster picture) {
        return moved(picture, (x, y) -> picture.width() - 1.0 - x, (x, y) -> y);
    }

    /** Top becomes bottom. */
    public static Raster upsideDown(Raster picture) {
        return moved(picture, (x, y) -> x, (x, y) -> picture.height() - 1.0 - y);
    }

    /** Turned about its centre, counter-clockwise. */
    public static Raster rotated(Raster picture, double degrees) {
        double cos = Math.rint(StrictMath.cos(Math.toRadians(degrees)) * 1e12) / 1e12;
        double sin = Math.rint(StrictMath.sin(Math.toRadians(degrees)) * 1e12) / 1e12;
        double cx = (picture.width() - 1) / 2.0;
        double cy = (picture.height() - 1) / 2.0;
        return moved(
                picture,
                (x, y) -> cx + cos * (x - cx) - sin * (y - cy),
                (x, y) -> cy + sin * (x - cx) + cos * (y - cy));
    }

    /**
     * Enlarged, then cut to the old size.
     *
     * @param scale at least 1
     * @param left where the cut lies, 0 to 1
     * @param top where the cut lies, 0 to 1
     */
    public static Raster cropped(Raster picture, double scale, double left, double top) {
        double x0 = left * (picture.width() - picture.width() / scale);
        double y0 = top * (picture.height() - picture.height() / scale);
        return moved(picture, (x, y) -> x0 + (x + 0.5) / scale - 0.5, (x, y) -> y0 + (y + 0.5) / scale - 0.5);
    }

    private static Raster moved(Raster picture, Source column, Source row) {
        byte[] planes = new byte[picture.planes().length];
        int plane = picture.width() * picture.height();
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < picture.width(); x++) {
                double fromX = column.of(x, y);
                double fromY = row.of(x, y);
                for (int colour = 0; colour < Raster.COLOURS; colour++) {
                    planes[colour * plane + y * picture.width() + x] =
                            (byte) Math.round(between(picture, colour, fromX, fromY));
                }
            }
        }
        return new Raster(picture.width(), picture.height(), planes);
    }

    private static double between(Raster picture, int colour, double x, double y) {
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        double right = x - left;
        double below = y - top;
        double upper = (1 - right) * value(picture, colour, left, top) + right * value(picture, colour, left + 1, top);
        double lower =
                (1 - right) * value(picture, colour, left, top + 1) + right * value(picture, colour, left + 1, top + 1);
        return (1 - below) * upper + below * lower;
    }

    private static int value(Raster picture, int colour, int x, int y) {
        boolean inside = x >= 0 && y >= 0 && x < picture.width() && y < picture.height();
        return inside ? picture.at(colour, x, y) : 0;
    }
}
