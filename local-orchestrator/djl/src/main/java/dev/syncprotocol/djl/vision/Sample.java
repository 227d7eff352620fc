package dev.syncprotocol.djl.vision;

import dev.syncprotocol.aoi.spec.DatasetSettings;
import dev.syncprotocol.aoi.spec.TableLocation;
import dev.syncprotocol.aoi.table.Labels;
import dev.syncprotocol.aoi.table.SampleRow;
import dev.syncprotocol.aoi.table.SampleTable;
import java.nio.file.Path;
import java.util.List;

/**
 * A row with the files it means.
 *
 * @param line of the table, for errors
 * @param defective whether the label is anything but {@code PASS}
 * @param tested the tested pictures, one a light
 * @param golden the golden pictures, one a light
 */
record Sample(int line, boolean defective, List<Path> tested, List<Path> golden) {
    Sample {
        tested = List.copyOf(tested);
        golden = List.copyOf(golden);
    }

    /** The samples of a table in its order. */
    static List<Sample> of(SampleTable table, TableLocation location, DatasetSettings settings) {
        return table.rows().stream().map(row -> of(row, location, settings)).toList();
    }

    private static Sample of(SampleRow row, TableLocation location, DatasetSettings settings) {
        Path images = Path.of(location.imagesDir());
        List<String> lights = settings.pictures().lightsOrNone();
        return new Sample(
                row.line(),
                !Labels.isPass(row.label()),
                lights.stream()
                        .map(light -> settings.pictures().input(images, row, light))
                        .toList(),
                lights.stream()
                        .map(light -> settings.pictures().golden(images, row, light))
                        .toList());
    }
}
