package dev.syncprotocol.aoi.leakage;

import dev.syncprotocol.aoi.leakage.ComparedSet.ComparedRow;
import dev.syncprotocol.aoi.leakage.ComparedSet.LitPicture;
import dev.syncprotocol.aoi.table.Labels;
import dev.syncprotocol.aoi.table.Pictures;
import dev.syncprotocol.aoi.table.SampleRow;
import dev.syncprotocol.protocol.digest.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Resolves rows to their real files and remembers what it has decoded. */
final class SetReading {
    private static final char UNIT = '\u001f';

    private final Pictures pictures;
    private final Map<Path, PictureFacts> facts = new HashMap<>();
    private final Map<Path, Sha256> goldens = new HashMap<>();

    SetReading(Pictures pictures) {
        this.pictures = pictures;
    }

    ComparedSet read(SampleSet set) throws IOException {
        List<ComparedRow> rows = new ArrayList<>(set.table().size());
        for (SampleRow row : set.table().rows()) {
            rows.add(read(row, set.imagesDir()));
        }
        return new ComparedSet(set.name(), set.file(), rows);
    }

    private ComparedRow read(SampleRow row, Path imagesDir) throws IOException {
        List<LitPicture> lit = new ArrayList<>();
        for (String light : pictures.lightsOrNone()) {
            Path input = pictures.input(imagesDir, row, light).toAbsolutePath().normalize();
            Path golden =
                    pictures.golden(imagesDir, row, light).toAbsolutePath().normalize();
            lit.add(new LitPicture(light, input, facts(input), golden(golden)));
        }
        return new ComparedRow(row, identity(row), key(row, imagesDir), lit);
    }

    private static Optional<String> identity(SampleRow row) {
        String object = row.objectName().strip();
        String board = row.boardName().strip();
        return object.isEmpty() || board.isEmpty() ? Optional.empty() : Optional.of(object + UNIT + board);
    }

    /** The reference's tuple with paths resolved and the label canonical: a prefix or a letter's case hides nothing. */
    private static String key(SampleRow row, Path imagesDir) {
        return String.join(
                String.valueOf(UNIT),
                imagesDir.resolve(row.inputPath().strip()).normalize().toString(),
                imagesDir.resolve(row.goldenPath().strip()).normalize().toString(),
                Labels.canonical(row.label()),
                row.objectName().strip(),
                row.boardName().strip());
    }

    private PictureFacts facts(Path file) throws IOException {
        PictureFacts known = facts.get(file);
        if (known == null) {
            known = PictureFacts.of(file);
            facts.put(file, known);
        }
        return known;
    }

    private Sha256 golden(Path file) throws IOException {
        Sha256 known = goldens.get(file);
        if (known == null) {
            known = Sha256.ofFile(file);
            goldens.put(file, known);
        }
        return known;
    }
}
