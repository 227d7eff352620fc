package dev.syncprotocol.aoi.report.page;

import dev.syncprotocol.aoi.picture.PictureFile;
import dev.syncprotocol.aoi.report.reading.StagedPair;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import net.coobird.thumbnailator.Thumbnails;
import net.coobird.thumbnailator.filters.Canvas;
import net.coobird.thumbnailator.geometry.Positions;

/**
 * A picture on the page.
 *
 * @param image base64 JPEG, 256×256; empty: there is no picture
 * @param caption what it shows
 */
public record Sample(String image, String caption) {
    private static final int SIDE = 256;
    private static final Sample NONE = new Sample("", "");

    /** The good picture, then the defective one made from it; two empty cells without a pair, or when a picture is damaged. */
    public static List<Sample> of(Optional<StagedPair> pair) {
        if (pair.isEmpty()) {
            return List.of(NONE, NONE);
        }
        try {
            return cells(pair.get());
        } catch (IOException damaged) {
            // A page without the pair is better than no page.
            return List.of(NONE, NONE);
        }
    }

    private static List<Sample> cells(StagedPair pair) throws IOException {
        String name = pair.ng().getFileName().toString();
        return List.of(
                new Sample(base64(pair.ok()), "good: " + name),
                new Sample(base64(pair.ng()), "synthetic defect, mined in " + pair.phase() + ": " + name));
    }

    /** Fitted into the square, proportions kept. */
    private static String base64(Path file) throws IOException {
        BufferedImage fitted = Thumbnails.of(PictureFile.read(file))
                .size(SIDE, SIDE)
                .imageType(BufferedImage.TYPE_INT_RGB)
                .addFilter(new Canvas(SIDE, SIDE, Positions.CENTER, Color.BLACK))
                .asBufferedImage();
        return Base64.getEncoder().encodeToString(PictureFile.jpeg(fitted));
    }
}
