package dev.syncprotocol.aoi.report.page;

import dev.syncprotocol.aoi.report.reading.StagedPair;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
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
    private static final double QUALITY = 0.9;
    private static final Sample NONE = new Sample("", "");

    /** The good picture, then the defective one made from it; two empty cells without a pair. */
    public static List<Sample> of(Optional<StagedPair> pair) throws IOException {
        if (pair.isEmpty()) {
            return List.of(NONE, NONE);
        }
        String name = pair.get().ng().getFileName().toString();
        return List.of(
                new Sample(base64(pair.get().ok()), "good: " + name),
                new Sample(
                        base64(pair.get().ng()),
                        "synthetic defect, mined in " + pair.get().phase() + ": " + name));
    }

    /** Fitted into the square, proportions kept. */
    private static String base64(Path file) throws IOException {
        BufferedImage fitted = Thumbnails.of(file.toFile())
                .size(SIDE, SIDE)
                .imageType(BufferedImage.TYPE_INT_RGB)
                .addFilter(new Canvas(SIDE, SIDE, Positions.CENTER, Color.BLACK))
                .asBufferedImage();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Thumbnails.of(fitted)
                .scale(1)
                .outputFormat("jpg")
                .outputQuality(QUALITY)
                .toOutputStream(bytes);
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
