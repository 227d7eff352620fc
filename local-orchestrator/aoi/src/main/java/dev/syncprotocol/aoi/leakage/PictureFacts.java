package dev.syncprotocol.aoi.leakage;

import dev.syncprotocol.aoi.descriptor.GradientDescriptor;
import dev.syncprotocol.aoi.descriptor.GreyThumbnail;
import dev.syncprotocol.aoi.picture.PictureFile;
import dev.syncprotocol.protocol.digest.Sha256;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a picture is compared by.
 *
 * @param bytes digest of the file
 * @param pixels digest of its size and RGB values
 * @param thumbnail the picture small and grey
 * @param blocks block sums of the thumbnail
 * @param level sum of all levels
 */
record PictureFacts(Sha256 bytes, Sha256 pixels, GreyThumbnail thumbnail, int[] blocks, int level) {
    /** 2 grey levels a pixel (specification §11.7 L4). */
    static final int NEAR = 2 * GreyThumbnail.SIDE * GreyThumbnail.SIDE;

    private static final double SAME_DIRECTION = 0.999;

    static PictureFacts of(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        BufferedImage image = PictureFile.decode(file.toString(), bytes);
        GreyThumbnail thumbnail = GreyThumbnail.of(image);
        int[] blocks = thumbnail.blockSums();
        int level = 0;
        for (int block : blocks) {
            level += block;
        }
        return new PictureFacts(Sha256.of(bytes), pixels(image), thumbnail, blocks, level);
    }

    /** Nearly the same picture: at most 2 grey levels apart in the mean, and the descriptors' cosine at least 0.999. */
    boolean nearCopyOf(PictureFacts other) {
        return blockDistance(other) <= NEAR
                && thumbnail.distance(other.thumbnail) <= NEAR
                && cosine(GradientDescriptor.of(thumbnail), GradientDescriptor.of(other.thumbnail)) >= SAME_DIRECTION;
    }

    /** Never more than the distance of the thumbnails, by the triangle inequality. */
    private int blockDistance(PictureFacts other) {
        int sum = 0;
        for (int i = 0; i < blocks.length; i++) {
            sum += Math.abs(blocks[i] - other.blocks[i]);
        }
        return sum;
    }

    private static double cosine(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (double) one[i] * other[i];
        }
        return sum;
    }

    private static Sha256 pixels(BufferedImage image) {
        int[] rgb = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        ByteBuffer buffer = ByteBuffer.allocate((rgb.length + 2) * Integer.BYTES);
        buffer.putInt(image.getWidth()).putInt(image.getHeight());
        buffer.asIntBuffer().put(rgb);
        return Sha256.of(buffer.array());
    }
}
