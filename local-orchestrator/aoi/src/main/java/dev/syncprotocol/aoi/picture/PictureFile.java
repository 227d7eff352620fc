package dev.syncprotocol.aoi.picture;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** A picture on disk, decoded to 8-bit RGB; transparency is laid on black. */
public final class PictureFile {
    private static final float JPEG_QUALITY = 0.95f;

    private PictureFile() {}

    /**
     * Decodes a picture.
     *
     * @throws IOException when the file cannot be read or is no picture of at least one pixel
     */
    public static BufferedImage read(Path file) throws IOException {
        return decode(file.toString(), Files.readAllBytes(file));
    }

    /** As {@link #read}, from bytes; {@code what} names them in errors. */
    public static BufferedImage decode(String what, byte[] bytes) throws IOException {
        try {
            ImageIO.setUseCache(false);
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes));
            if (image == null || image.getWidth() < 1 || image.getHeight() < 1) {
                throw new IOException(what + " is no picture");
            }
            return rgb(image);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            // Damaged headers make the platform's readers throw these.
            throw new IOException(what + " is a damaged picture", e);
        }
    }

    /** Encodes as JPEG of quality 95, as the pool stages pictures (specification §8.6). */
    public static byte[] jpeg(BufferedImage image) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam how = writer.getDefaultWriteParam();
            how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            how.setCompressionQuality(JPEG_QUALITY);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), how);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** Encodes as PNG. */
    public static byte[] png(BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static BufferedImage rgb(BufferedImage image) {
        if (image.getType() == BufferedImage.TYPE_INT_RGB) {
            return image;
        }
        BufferedImage rgb = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = rgb.createGraphics();
        canvas.setColor(Color.BLACK);
        canvas.fillRect(0, 0, rgb.getWidth(), rgb.getHeight());
        canvas.drawImage(image, 0, 0, null);
        canvas.dispose();
        return rgb;
    }
}
