package dev.syncprotocol.runs.store;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;

/**
 * A line plot as a PNG without any font of the system: a machine that has none must still be able to finish a run. The
 * axes carry their ends as digits of three by five points; the words stand in the SVG beside it.
 */
final class PixelPlot {
    private static final int WHITE = 0xffffff;
    private static final int BLACK = 0x000000;
    private static final int LINE = 0x1f77b4;
    private static final int MARK = 0xd62728;
    private static final int DOT = 2;
    private static final int RING = 5;

    /** Rows of three points from the top, as octal digits. */
    private static final Map<Character, String> DIGITS = Map.ofEntries(
            Map.entry('0', "75557"),
            Map.entry('1', "26227"),
            Map.entry('2', "71747"),
            Map.entry('3', "71717"),
            Map.entry('4', "55711"),
            Map.entry('5', "74717"),
            Map.entry('6', "74757"),
            Map.entry('7', "71111"),
            Map.entry('8', "75757"),
            Map.entry('9', "75717"),
            Map.entry('.', "00002"),
            Map.entry('-', "00700"),
            Map.entry('+', "02720"),
            Map.entry('e', "74747"));

    private final BufferedImage image;
    private final int margin;
    private final List<Double> x;
    private final List<Double> y;

    PixelPlot(int width, int height, int margin, List<Double> x, List<Double> y) {
        this.image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        this.margin = margin;
        this.x = x;
        this.y = y;
    }

    /** The picture; a ring stands at the marked point. */
    byte[] png(Optional<BestPoint> mark) throws IOException {
        fill();
        axes();
        for (int i = 1; i < x.size(); i++) {
            segment(pixelX(x.get(i - 1)), pixelY(y.get(i - 1)), pixelX(x.get(i)), pixelY(y.get(i)));
        }
        mark.ifPresent(best -> ring(pixelX(best.step()), pixelY(best.value())));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }

    private void fill() {
        for (int row = 0; row < image.getHeight(); row++) {
            for (int column = 0; column < image.getWidth(); column++) {
                image.setRGB(column, row, WHITE);
            }
        }
    }

    private void axes() {
        int bottom = image.getHeight() - margin;
        for (int column = margin; column < image.getWidth() - margin; column++) {
            image.setRGB(column, bottom, BLACK);
        }
        for (int row = margin; row <= bottom; row++) {
            image.setRGB(margin, row, BLACK);
        }
        number(Collections.min(x), margin, bottom + 12);
        number(Collections.max(x), image.getWidth() - 2 * margin, bottom + 12);
        number(Collections.max(y), 4, margin);
        number(Collections.min(y), 4, bottom - 12);
    }

    private void number(double value, int left, int top) {
        int at = left;
        for (char digit : String.format(Locale.ROOT, "%.4g", value).toCharArray()) {
            String rows = DIGITS.getOrDefault(digit, "00000");
            for (int row = 0; row < rows.length(); row++) {
                for (int column = 0; column < 3; column++) {
                    if ((rows.charAt(row) - '0' >> 2 - column & 1) == 1) {
                        dot(at + column * DOT, top + row * DOT, DOT, BLACK);
                    }
                }
            }
            at += 4 * DOT;
        }
    }

    private void segment(int fromX, int fromY, int toX, int toY) {
        int steps = Math.max(1, Math.max(Math.abs(toX - fromX), Math.abs(toY - fromY)));
        for (int i = 0; i <= steps; i++) {
            dot(fromX + (toX - fromX) * i / steps, fromY + (toY - fromY) * i / steps, DOT, LINE);
        }
    }

    private void ring(int atX, int atY) {
        for (int i = -RING; i <= RING; i++) {
            dot(atX + i, atY - RING, DOT, MARK);
            dot(atX + i, atY + RING, DOT, MARK);
            dot(atX - RING, atY + i, DOT, MARK);
            dot(atX + RING, atY + i, DOT, MARK);
        }
    }

    private void dot(int left, int top, int size, int colour) {
        for (int column = left; column < left + size; column++) {
            for (int row = top; row < top + size; row++) {
                boolean inside = column >= 0 && row >= 0 && column < image.getWidth() && row < image.getHeight();
                if (inside) {
                    image.setRGB(column, row, colour);
                }
            }
        }
    }

    private int pixelX(double value) {
        return (int) Math.round(margin + (image.getWidth() - 2.0 * margin) * share(value, x));
    }

    private int pixelY(double value) {
        return (int) Math.round(image.getHeight() - margin - (image.getHeight() - 2.0 * margin) * share(value, y));
    }

    private static double share(double value, List<Double> all) {
        double low = Collections.min(all) / 2;
        double range = Collections.max(all) / 2 - low;
        return range == 0 ? 0.5 : (value / 2 - low) / range;
    }
}
