package dev.syncprotocol.aoi.rca;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.syncprotocol.aoi.kpi.StoredThreshold;
import dev.syncprotocol.aoi.picture.PictureFile;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.coobird.thumbnailator.Thumbnails;
import net.coobird.thumbnailator.filters.Canvas;
import net.coobird.thumbnailator.geometry.Positions;

/** {@code rca_images/}: thumbnails of the weakest samples, and a table a person fills in. */
final class WeakPictures {
    /** The folder beside the report. */
    static final String FOLDER = "rca_images";
    /** How many of each class are shown. */
    static final int EACH = 5;

    private static final int SIZE = 128;

    private WeakPictures() {}

    /** A sample and the name of its thumbnail. */
    record Shown(WeakSample sample, String file) {}

    /** What is shown of the kept samples: the weakest PASS, then the weakest NG. */
    static List<Shown> shown(List<WeakSample> kept) {
        List<WeakSample> weakest = new ArrayList<>(WeakSamples.weakest(kept, true, EACH));
        weakest.addAll(WeakSamples.weakest(kept, false, EACH));
        List<Shown> shown = new ArrayList<>();
        for (WeakSample sample : weakest) {
            shown.add(new Shown(sample, name(shown.size() + 1, sample)));
        }
        return shown;
    }

    static void write(GapOrder order, List<WeakSample> kept) throws IOException {
        Path folder = Files.createDirectories(order.outputDir().resolve(FOLDER));
        try (CsvWriter csv = CsvWriter.builder()
                .lineDelimiter(LineDelimiter.LF)
                .build(folder.resolve("review.csv"), StandardCharsets.UTF_8)) {
            csv.writeRecord("image", "filepath", "label", "object_name", "siamese_score", "weakness", "verdict");
            for (Shown one : shown(kept)) {
                WeakSample sample = one.sample();
                Path picture = picture(order, sample);
                Files.write(folder.resolve(one.file()), thumbnail(picture));
                csv.writeRecord(
                        one.file(),
                        picture.toString(),
                        sample.label(),
                        sample.row().objectName(),
                        StoredThreshold.decimal(sample.score()),
                        StoredThreshold.decimal(sample.weakness()),
                        "");
            }
        }
    }

    private static Path picture(GapOrder order, WeakSample sample) {
        return order.pictures()
                .input(
                        order.imagesDir(),
                        sample.row(),
                        order.pictures().lightsOrNone().get(0));
    }

    private static String name(int number, WeakSample sample) {
        String words = sample.label() + "_" + sample.row().objectName();
        return String.format(Locale.ROOT, "%02d_%s.png", number, words.replaceAll("[^A-Za-z0-9._@-]", "-"));
    }

    private static byte[] thumbnail(Path picture) throws IOException {
        if (!Files.isRegularFile(picture)) {
            throw new SyncException(
                    ErrorCode.CSV_INVALID, "the KPI table names a picture that is not there: " + picture);
        }
        BufferedImage small = Thumbnails.of(PictureFile.read(picture))
                .size(SIZE, SIZE)
                .addFilter(new Canvas(SIZE, SIZE, Positions.CENTER, Color.BLACK))
                .asBufferedImage();
        return PictureFile.png(small);
    }
}
