package dev.syncprotocol.aoi.demo;

import java.awt.image.BufferedImage;

/**
 * How one board was photographed: the same for all lights of a component, noise and glare aside.
 *
 * @param shiftX pixels the picture is off, −1 to 1
 * @param shiftY the same downwards
 * @param brightness 256 is as it is
 * @param slopeX change of brightness from the left edge to the right one
 * @param slopeY the same downwards
 * @param noise deviation of a pixel, in levels
 * @param specks places of dust, three numbers each: column, row, diameter
 */
record Photograph(int shiftX, int shiftY, int brightness, int slopeX, int slopeY, int noise, int[] specks) {
    private static final int AS_IT_IS = 256;
    private static final int DUST = 0x6E6A60;
    private static final int GOLDEN_NOISE = 3;
    private static final int BOARD_NOISE = 5;

    /** A clean picture with its own noise. */
    static Photograph golden() {
        return new Photograph(0, 0, AS_IT_IS, 0, 0, GOLDEN_NOISE, new int[0]);
    }

    /** A board on the line: a little off, brighter or darker, with dust now and then. */
    static Photograph ofBoard(int size, DemoRandom random) {
        int dust = random.onceIn(3) ? random.between(1, 2) : 0;
        int[] specks = new int[3 * dust];
        for (int i = 0; i < dust; i++) {
            specks[3 * i] = random.below(size);
            specks[3 * i + 1] = random.below(size);
            specks[3 * i + 2] = Math.max(1, random.between(size, 2 * size) / 64);
        }
        return new Photograph(
                random.between(-1, 1),
                random.between(-1, 1),
                AS_IT_IS + random.between(-24, 24),
                random.between(-20, 20),
                random.between(-20, 20),
                BOARD_NOISE,
                specks);
    }

    /**
     * The picture under a light.
     *
     * @param copper the component's mask with its margin, a defect in it or not
     */
    BufferedImage take(BoardDesign.Component component, CopperMask copper, Light light, DemoRandom random) {
        int size = component.size();
        int[] rgb = new int[size * size];
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                int material = material(component, copper, light, x, y);
                rgb[y * size + x] = exposed(material, shade(x, y, size), random);
            }
        }
        if (light.glares()) {
            glare(rgb, size, component, copper, random);
        }
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, size, size, rgb, 0, size);
        return image;
    }

    private int material(BoardDesign.Component component, CopperMask copper, Light light, int x, int y) {
        int px = x + BoardDesign.MARGIN + shiftX;
        int py = y + BoardDesign.MARGIN + shiftY;
        if (isDust(x, y)) {
            return DUST;
        }
        if (component.print().at(px, py)) {
            return light.print();
        }
        if (!copper.at(px, py)) {
            return light.board();
        }
        return component.pads().at(px, py) ? light.bare() : light.covered();
    }

    private boolean isDust(int x, int y) {
        for (int i = 0; i < specks.length; i += 3) {
            int dx = x - specks[i];
            int dy = y - specks[i + 1];
            if (4 * (dx * dx + dy * dy) <= specks[i + 2] * specks[i + 2]) {
                return true;
            }
        }
        return false;
    }

    private int shade(int x, int y, int size) {
        return brightness + slopeX * (2 * x - size) / (2 * size) + slopeY * (2 * y - size) / (2 * size);
    }

    private int exposed(int colour, int shade, DemoRandom random) {
        int grain = random.noise(noise);
        int red = level((colour >> 16 & 255) * shade / AS_IT_IS + grain);
        int green = level((colour >> 8 & 255) * shade / AS_IT_IS + grain);
        int blue = level((colour & 255) * shade / AS_IT_IS + grain);
        return red << 16 | green << 8 | blue;
    }

    /** One or two bright spots on bare copper. */
    private void glare(int[] rgb, int size, BoardDesign.Component component, CopperMask copper, DemoRandom random) {
        for (int i = random.between(1, 2); i > 0; i--) {
            int centreX = random.below(size);
            int centreY = random.below(size);
            int reach = Math.max(1, random.between(size, 3 * size) / 64);
            for (int y = Math.max(0, centreY - reach); y <= Math.min(size - 1, centreY + reach); y++) {
                for (int x = Math.max(0, centreX - reach); x <= Math.min(size - 1, centreX + reach); x++) {
                    int px = x + BoardDesign.MARGIN + shiftX;
                    int py = y + BoardDesign.MARGIN + shiftY;
                    if (copper.at(px, py) && component.pads().at(px, py)) {
                        rgb[y * size + x] = brighter(rgb[y * size + x]);
                    }
                }
            }
        }
    }

    private static int brighter(int colour) {
        int red = level((colour >> 16 & 255) + 40);
        int green = level((colour >> 8 & 255) + 50);
        int blue = level((colour & 255) + 60);
        return red << 16 | green << 8 | blue;
    }

    private static int level(int value) {
        return Math.max(0, Math.min(255, value));
    }
}
