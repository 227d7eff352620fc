package dev.syncprotocol.aoi.demo;

import dev.syncprotocol.aoi.picture.PictureFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes pictures and counts them. */
final class DemoPicture {
    private final boolean jpeg;
    private int written;

    DemoPicture(String extension) {
        this.jpeg = extension.equals(".jpg");
    }

    void write(Path file, BufferedImage image) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, jpeg ? PictureFile.jpeg(image) : PictureFile.png(image));
        written++;
    }

    int written() {
        return written;
    }
}
