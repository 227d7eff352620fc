package dev.syncprotocol.djl.picture;

/**
 * A change of a picture's values: brightness, contrast about its mean grey, saturation, hue, in this order.
 *
 * @param brightness factor
 * @param contrast factor
 * @param saturation factor; 0 is grey
 * @param hue turn of the colour circle, −0.5 to 0.5
 */
public record ColourChange(double brightness, double contrast, double saturation, double hue) implements PictureChange {
    private static final double[] GREY = {0.299, 0.587, 0.114};
    private static final double FULL = 255;

    @Override
    public Raster of(Raster picture) {
        int pixels = picture.width() * picture.height();
        double mean = meanGrey(picture, pixels);
        byte[] planes = new byte[picture.planes().length];
        double[] rgb = new double[Raster.COLOURS];
        for (int i = 0; i < pixels; i++) {
            for (int colour = 0; colour < rgb.length; colour++) {
                double bright = clipped(brightness * (picture.planes()[colour * pixels + i] & 0xFF));
                rgb[colour] = clipped(mean + contrast * (bright - mean));
            }
            saturate(rgb);
            turn(rgb);
            for (int colour = 0; colour < rgb.length; colour++) {
                planes[colour * pixels + i] = (byte) Math.round(clipped(rgb[colour]));
            }
        }
        return new Raster(picture.width(), picture.height(), planes);
    }

    /** Each value the weighted mean of itself and its eight neighbours, 1-2-1 in both directions; the edge repeats. */
    public static Raster blurred(Raster picture) {
        byte[] planes = new byte[picture.planes().length];
        for (int at = 0; at < planes.length; at++) {
            int x = at % picture.width();
            int y = at / picture.width() % picture.height();
            int colour = at / (picture.width() * picture.height());
            int sum = 0;
            for (int dy = -1; dy <= 1; dy++) {
                for (int dx = -1; dx <= 1; dx++) {
                    int nearX = Math.min(picture.width() - 1, Math.max(0, x + dx));
                    int nearY = Math.min(picture.height() - 1, Math.max(0, y + dy));
                    sum += (2 - Math.abs(dx)) * (2 - Math.abs(dy)) * picture.at(colour, nearX, nearY);
                }
            }
            planes[at] = (byte) ((sum + 8) / 16);
        }
        return new Raster(picture.width(), picture.height(), planes);
    }

    private double meanGrey(Raster picture, int pixels) {
        double sum = 0;
        for (int i = 0; i < picture.planes().length; i++) {
            sum += GREY[i / pixels] * clipped(brightness * (picture.planes()[i] & 0xFF));
        }
        return sum / pixels;
    }

    private void saturate(double[] rgb) {
        double grey = GREY[0] * rgb[0] + GREY[1] * rgb[1] + GREY[2] * rgb[2];
        for (int colour = 0; colour < rgb.length; colour++) {
            rgb[colour] = clipped(grey + saturation * (rgb[colour] - grey));
        }
    }

    // A turn of the hue in the plane of constant grey (YIQ), which needs no case distinction.
    private void turn(double[] rgb) {
        if (hue == 0) {
            return;
        }
        double cos = StrictMath.cos(2 * Math.PI * hue);
        double sin = StrictMath.sin(2 * Math.PI * hue);
        double grey = GREY[0] * rgb[0] + GREY[1] * rgb[1] + GREY[2] * rgb[2];
        double i = 0.595716 * rgb[0] - 0.274453 * rgb[1] - 0.321263 * rgb[2];
        double q = 0.211456 * rgb[0] - 0.522591 * rgb[1] + 0.311135 * rgb[2];
        double turnedI = cos * i - sin * q;
        double turnedQ = sin * i + cos * q;
        rgb[0] = grey + 0.9563 * turnedI + 0.6210 * turnedQ;
        rgb[1] = grey - 0.2721 * turnedI - 0.6474 * turnedQ;
        rgb[2] = grey - 1.1070 * turnedI + 1.7046 * turnedQ;
    }

    private static double clipped(double value) {
        return Math.min(FULL, Math.max(0, value));
    }
}
