package dev.syncprotocol.aoi.kpi;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

/** The same plots as bare shapes, for systems without fonts: bars, the threshold, shaded cells. Their words are in summary.txt. */
final class FontlessPlot {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 280;
    private static final int MARGIN = 20;
    private static final int CELL = 200;

    private FontlessPlot() {}

    static BufferedImage distribution(Histogram histogram, double threshold) {
        BufferedImage image = blank(WIDTH, 2 * HEIGHT);
        Graphics2D canvas = image.createGraphics();
        bars(canvas, histogram.pass(), HEIGHT - MARGIN, new Color(0x76b900));
        bars(canvas, histogram.ng(), 2 * HEIGHT - MARGIN, new Color(0xc2262d));
        canvas.setColor(Color.BLACK);
        double place = (threshold - histogram.low()) / (histogram.high() - histogram.low());
        int x = MARGIN + (int) Math.round(Math.max(0, Math.min(1, place)) * (WIDTH - 2 * MARGIN));
        canvas.drawLine(x, MARGIN, x, 2 * HEIGHT - MARGIN);
        canvas.dispose();
        return image;
    }

    static BufferedImage matrix(OperatingPoint point) {
        BufferedImage image = blank(2 * CELL, 2 * CELL);
        Graphics2D canvas = image.createGraphics();
        int[] counts = {point.tn(), point.fp(), point.fn(), point.tp()};
        int largest = Math.max(1, Math.max(Math.max(counts[0], counts[1]), Math.max(counts[2], counts[3])));
        for (int cell = 0; cell < counts.length; cell++) {
            canvas.setColor(Color.getHSBColor(0.58f, (float) counts[cell] / largest, 0.9f));
            canvas.fillRect(cell % 2 * CELL, cell / 2 * CELL, CELL - 1, CELL - 1);
        }
        canvas.dispose();
        return image;
    }

    private static void bars(Graphics2D canvas, int[] counts, int ground, Color colour) {
        canvas.setColor(colour);
        double width = (double) (WIDTH - 2 * MARGIN) / counts.length;
        for (int bin = 0; bin < counts.length; bin++) {
            int left = MARGIN + (int) Math.round(bin * width);
            int right = MARGIN + (int) Math.round((bin + 1) * width);
            int height = (int) Math.round((double) counts[bin] / Histogram.highest(counts) * (HEIGHT - 2 * MARGIN));
            canvas.fillRect(left, ground - height, right - left, height);
        }
    }

    private static BufferedImage blank(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        canvas.setColor(Color.WHITE);
        canvas.fillRect(0, 0, width, height);
        canvas.dispose();
        return image;
    }
}
