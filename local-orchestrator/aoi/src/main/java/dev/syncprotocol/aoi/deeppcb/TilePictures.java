package dev.syncprotocol.aoi.deeppcb;

import dev.syncprotocol.aoi.picture.PictureFile;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The two pictures of a pair, decoded to grey once, and tiles of them written as PNG: no second loss. */
final class TilePictures {
    private static final int MIDDLE = 128;
    private static final int WHITE = 255;
    /** A good tile without copper, or full of it, shows nothing. */
    private static final int LEAST_SHARE = 5;

    private final int side;
    private final BufferedImage template;
    private final BufferedImage tested;

    private TilePictures(int side, BufferedImage template, BufferedImage tested) {
        this.side = side;
        this.template = template;
        this.tested = tested;
    }

    /**
     * Decodes a pair.
     *
     * @throws SyncException {@code config_invalid} when the two differ in size or are smaller than a tile
     */
    static TilePictures of(BoardPair pair, int side, boolean binarize) throws IOException {
        BufferedImage template = grey(PictureFile.read(pair.template()), binarize);
        BufferedImage tested = grey(PictureFile.read(pair.tested()), binarize);
        boolean same = template.getWidth() == tested.getWidth() && template.getHeight() == tested.getHeight();
        if (!same || tested.getWidth() < side || tested.getHeight() < side) {
            throw new SyncException(
                    ErrorCode.CONFIG_INVALID,
                    pair.tested() + ": expected the template's size and at least " + side + " pixels a side, found "
                            + tested.getWidth() + "x" + tested.getHeight());
        }
        return new TilePictures(side, template, tested);
    }

    int width() {
        return tested.getWidth();
    }

    int height() {
        return tested.getHeight();
    }

    void writeTested(Tile tile, Path file) throws IOException {
        write(tested, tile, file);
    }

    void writeTemplate(Tile tile, Path file) throws IOException {
        write(template, tile, file);
    }

    /** Whether a tile of the template shows both copper and gap. */
    boolean isStructured(Tile tile) {
        int light = 0;
        for (int y = tile.y(); y < tile.y() + side; y++) {
            for (int x = tile.x(); x < tile.x() + side; x++) {
                light += template.getRaster().getSample(x, y, 0) >= MIDDLE ? 1 : 0;
            }
        }
        int share = 100 * light / (side * side);
        return share >= LEAST_SHARE && share <= 100 - LEAST_SHARE;
    }

    private void write(BufferedImage image, Tile tile, Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, PictureFile.png(image.getSubimage(tile.x(), tile.y(), side, side)));
    }

    private static BufferedImage grey(BufferedImage image, boolean binarize) {
        BufferedImage grey = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int level = image.getRGB(x, y) >> 8 & WHITE;
                grey.getRaster().setSample(x, y, 0, binarize ? (level < MIDDLE ? 0 : WHITE) : level);
            }
        }
        return grey;
    }
}
