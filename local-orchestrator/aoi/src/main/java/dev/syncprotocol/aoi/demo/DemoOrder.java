package dev.syncprotocol.aoi.demo;

import dev.syncprotocol.aoi.table.Pictures;
import java.nio.file.Path;

/**
 * What to draw.
 *
 * @param folder the workspace to make; absent or empty
 * @param seed same seed, same bytes
 * @param profile how much
 * @param size pixels of a crop's side
 * @param pictures lights and extension, {@code .jpg} or {@code .png}
 */
public record DemoOrder(Path folder, long seed, DemoProfile profile, int size, Pictures pictures) {}
