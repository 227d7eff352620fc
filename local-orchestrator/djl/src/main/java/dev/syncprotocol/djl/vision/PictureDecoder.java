package dev.syncprotocol.djl.vision;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Picture files to rasters, through the image readers on the class path. */
final class PictureDecoder {
    private PictureDecoder() {}

    /**
     * Decodes a file.
     *
     * @return empty when no reader knows the format
     * @throws IOException when it cannot be read or its data are damaged
     */
    static Optional<Raster> decode(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        BufferedImage image = ImageIO.read(new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes)));
        return Optional.ofNullable(image).map(PictureDecoder::raster);
    }

    private static Raster raster(BufferedImage image) {
        return isPlainGrey(image) ? grey(image) : colour(image);
    }

    // Asked for RGB, the JDK would brighten a grey picture: it takes its values for linear light.
    private static boolean isPlainGrey(BufferedImage image) {
        return image.getRaster().getNumBands() == 1
                && image.getRaster().getTransferType() == DataBuffer.TYPE_BYTE
                && !(image.getColorModel() instanceof IndexColorModel);
    }

    private static Raster grey(BufferedImage image) {
        int pixels = image.getWidth() * image.getHeight();
        int[] values = image.getRaster().getSamples(0, 0, image.getWidth(), image.getHeight(), 0, new int[pixels]);
        byte[] planes = new byte[Raster.COLOURS * pixels];
        for (int i = 0; i < planes.length; i++) {
            planes[i] = (byte) values[i % pixels];
        }
        return new Raster(image.getWidth(), image.getHeight(), planes);
    }

    private static Raster colour(BufferedImage image) {
        int width = image.getWidth();
        int pixels = width * image.getHeight();
        int[] values = image.getRGB(0, 0, width, image.getHeight(), new int[pixels], 0, width);
        byte[] planes = new byte[Raster.COLOURS * pixels];
        for (int i = 0; i < pixels; i++) {
            planes[i] = (byte) (values[i] >> 16);
            planes[pixels + i] = (byte) (values[i] >> 8);
            planes[2 * pixels + i] = (byte) values[i];
        }
        return new Raster(width, image.getHeight(), planes);
    }
}
