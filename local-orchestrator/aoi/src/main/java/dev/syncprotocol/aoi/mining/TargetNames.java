package dev.syncprotocol.aoi.mining;

import dev.syncprotocol.aoi.table.Pictures;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.util.Comparator;

/** What the file name of a weak picture says: its light and its sample. */
final class TargetNames {
    private TargetNames() {}

    /** The light a picture's name ends in; the longest when several fit. */
    static String light(Pictures pictures, String filepath) {
        return pictures.lightsOrNone().stream()
                .filter(light -> filepath.endsWith(ending(pictures, light)))
                .max(Comparator.comparingInt(String::length))
                .orElseThrow(() -> new SyncException(
                        ErrorCode.DATA_INVALID,
                        filepath + " is no picture of the lights " + pictures.lights() + " with "
                                + pictures.extension()));
    }

    /** The picture's path without light and extension. */
    static String key(Pictures pictures, String filepath, String light) {
        return filepath.substring(0, filepath.length() - ending(pictures, light).length());
    }

    private static String ending(Pictures pictures, String light) {
        return pictures.fileName("", light);
    }
}
