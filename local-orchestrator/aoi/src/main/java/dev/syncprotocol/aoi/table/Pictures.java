package dev.syncprotocol.aoi.table;

import java.nio.file.Path;
import java.util.List;

/**
 * How the pictures of a sample are named: one per light, {@code {images_dir}/{path}/{object_name}_{light}{image_ext}} (specification §7.1).
 *
 * @param lights the lights in {@code input_map} index order; empty: names have no light part
 * @param extension with its dot, for example {@code .jpg}
 */
public record Pictures(List<String> lights, String extension) {
    public Pictures {
        lights = List.copyOf(lights);
    }

    /** The file name of an object under a light. */
    public String fileName(String objectName, String light) {
        return (light.isEmpty() ? objectName : objectName + "_" + light) + extension;
    }

    /** The lights, or one empty name when the specification has none: what to iterate over. */
    public List<String> lightsOrNone() {
        return lights.isEmpty() ? List.of("") : lights;
    }

    /** The tested picture of a row under a light. */
    public Path input(Path imagesDir, SampleRow row, String light) {
        return imagesDir.resolve(row.inputPath()).resolve(fileName(row.objectName(), light));
    }

    /** The golden picture of a row under a light. */
    public Path golden(Path imagesDir, SampleRow row, String light) {
        return imagesDir.resolve(row.goldenPath()).resolve(fileName(row.objectName(), light));
    }
}
