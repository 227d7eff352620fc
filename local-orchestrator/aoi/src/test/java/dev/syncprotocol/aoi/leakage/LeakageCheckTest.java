package dev.syncprotocol.aoi.leakage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.aoi.picture.PictureFile;
import dev.syncprotocol.aoi.table.Pictures;
import dev.syncprotocol.aoi.table.SampleTableFile;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeakageCheckTest {
    private static final Pictures PICTURES = new Pictures(List.of("SolderLight", "WhiteLight"), ".png");
    private static final String HEADER = "input_path,golden_path,label,object_name,boardname\n";

    @TempDir
    private Path folder;

    private int seed = 1;

    @Test
    void findsNoLeakBetweenDifferentPicturesOfOneGolden() throws IOException {
        sample("a", "C1");
        sample("b", "C1");

        LeakageReport report = check(set("train", "a,g,PASS,C1,1\n"), set("kpi", "b,g,PASS,C1,2\n"));

        assertThat(report.stops()).isEmpty();
        assertThat(report.warnings()).isEmpty();
        assertThat(report.overlaps()).containsEntry("train/kpi", 0).hasSize(1);
        assertThat(report.rowsCompared()).isEqualTo(2);
        report.refuse();
    }

    @Test
    void findsTheSameBytesUnderAnotherNameAndSaysThatTheGoldenIsEqualToo() throws IOException {
        sample("a", "C1");
        copy("a/C1", "b/C9");
        sample("g2", "C9");

        Leak leak = onlyStop(check(set("train", "a,g,PASS,C1,1\n"), set("kpi", "b,g,PASS,C9,2\n")));
        assertThat(leak.level()).isEqualTo(LeakLevel.BYTES);
        assertThat(leak.goldenEqual()).isFalse();

        copy("g/C1", "g/C9");
        assertThat(onlyStop(check(set("train", "a,g,PASS,C1,1\n"), set("kpi", "b,g,PASS,C9,2\n")))
                        .goldenEqual())
                .isTrue();
    }

    @Test
    void findsTheSamePictureWithAPrefixOnOneSideOnly() throws IOException {
        // The combined table is relative to the workspace, the validation table to kpi/images: one physical file.
        sample("kpi/images/a", "C1");
        SampleSet train = set("train", "kpi/images/a,kpi/images/g,missing,C1,\n");
        SampleSet validation = new SampleSet(
                "validation", table("a,g,Missing,C1,\n"), folder.resolve("kpi").resolve("images"));

        Leak leak = onlyStop(check(train, validation));

        assertThat(leak.level()).isEqualTo(LeakLevel.BYTES);
        assertThatThrownBy(() -> check(train, validation).refuse())
                .isInstanceOfSatisfying(SyncException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.LEAKAGE);
                    assertThat(e.violations()).hasSize(1);
                })
                .hasMessage("1 leak: L1 the same picture: train line 2 C1 and validation line 2 C1, light SolderLight;"
                        + " C1_SolderLight.png");
    }

    @Test
    void namesBothTablesTheirLinesAndBothPicturesBelowTheWorkspace() throws IOException {
        sample("kpi/images/a", "C1");
        copy("kpi/images/a/C1", "pool/b/C9");
        SampleSet pool =
                new SampleSet("pool", folder.resolve("pool/pool.csv"), table("pool/b,kpi/images/g,PASS,C9,\n"), folder);
        SampleSet kpi = new SampleSet(
                "kpi", folder.resolve("kpi/testing_set.csv"), table("a,g,PASS,C1,\n"), folder.resolve("kpi/images"));
        sample("kpi/images/g", "C9");

        Leak leak = onlyStop(check(pool, kpi));

        assertThat(leak.words())
                .isEqualTo(
                        "L1 the same picture: pool/pool.csv line 2 C9 and kpi/testing_set.csv line 2 C1, light SolderLight;"
                                + " pool/b/C9_SolderLight.png and kpi/images/a/C1_SolderLight.png");
        assertThat(leak.where()).isEqualTo("kpi/testing_set.csv");
    }

    @Test
    void findsALeakThatOnlyTheSecondLightShows() throws IOException {
        sample("a", "C1");
        sample("b", "C2");
        Files.copy(folder.resolve("a/C1_WhiteLight.png"), replaced("b/C2_WhiteLight.png"));

        Leak leak = onlyStop(check(set("train", "a,g,PASS,C1,\n"), set("kpi", "b,g,PASS,C2,\n")));

        assertThat(leak.light()).isEqualTo("WhiteLight");
    }

    @Test
    void findsOneObjectOfOneBoardWhateverItsPictures() throws IOException {
        sample("a", "C1");
        sample("b", "C1");

        assertThat(onlyStop(check(set("train", "a,g,PASS,C1,77\n"), set("kpi", "b,g,open,C1, 77\n")))
                        .level())
                .isEqualTo(LeakLevel.IDENTITY);
        assertThat(check(set("train", "a,g,PASS,C1,\n"), set("kpi", "b,g,open,C1,\n"))
                        .stops())
                .isEmpty();
    }

    @Test
    void findsACopyThatWasEncodedAgain() throws IOException {
        sample("a", "C1");
        sample("b", "C2");
        BufferedImage image = PictureFile.read(folder.resolve("a/C1_SolderLight.png"));
        BufferedImage deeper = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_ARGB);
        deeper.getGraphics().drawImage(image, 0, 0, null);
        Files.write(replaced("b/C2_SolderLight.png"), PictureFile.png(deeper));

        assertThat(onlyStop(check(set("train", "a,g,PASS,C1,\n"), set("kpi", "b,g,PASS,C2,\n")))
                        .level())
                .isEqualTo(LeakLevel.PIXELS);
    }

    /** The reference's tuple, stripped and in one form: nothing of the pictures need be equal. */
    @Test
    void findsARowOfTheSameWordsWhateverItsPictures() throws IOException {
        sample("a", "C1");
        sample("a ", "C1");

        Leak leak = onlyStop(check(set("train", "a,g,missing,C1,\n"), set("kpi", "a ,g,Missing ,C1, \n")));

        assertThat(leak.level()).isEqualTo(LeakLevel.KEY);
        assertThat(leak.words())
                .isEqualTo(
                        "L5 the same paths, label and object: train line 2 C1 and kpi line 2 C1; a/C1_SolderLight.png and"
                                + " a /C1_SolderLight.png");
        assertThat(check(set("train", "a,g,missing,C1,\n"), set("kpi", "a ,g,open,C1,\n"))
                        .stops())
                .as("another label is another tuple")
                .isEmpty();
        copy("g/C1", "h/C1");
        assertThat(check(set("train", "a,g,missing,C1,\n"), set("kpi", "a ,h,missing,C1,\n"))
                        .stops())
                .as("another golden folder is another tuple")
                .isEmpty();
    }

    /** One file under two names of its two lights: bytes are compared whatever the light. */
    @Test
    void findsThePictureOfOneLightAmongThoseOfAnother() throws IOException {
        sample("a", "C1");
        sample("b", "C2");
        Files.copy(folder.resolve("a/C1_SolderLight.png"), replaced("b/C2_WhiteLight.png"));

        assertThat(onlyStop(check(set("train", "a,g,PASS,C1,\n"), set("kpi", "b,g,PASS,C2,\n")))
                        .level())
                .isEqualTo(LeakLevel.BYTES);
    }

    /** Two grey levels in the mean are near, three are not, also where the halves of a picture weigh each other out. */
    @ParameterizedTest
    @CsvSource({"102,102,1", "103,103,0", "102,98,1", "103,97,0"})
    void measuresHowFarGreyLevelsAreApart(int left, int right, int stops) throws IOException {
        noise("a", "C1", 100, 100, 5);
        noise("b", "C2", left, right, 5);

        assertThat(check(set("train", "a,g,open,C1,\n"), set("kpi", "b,g,open,C2,\n"))
                        .stops())
                .hasSize(stops);
    }

    /** Hardly a level apart, and of another shape: cells of noise that point elsewhere. */
    @Test
    void findsNoNearCopyAmongPicturesOfOtherShapes() throws IOException {
        noise("a", "C1", 3, 3, 5);
        noise("b", "C2", 3, 3, 6);

        assertThat(check(set("train", "a,g,open,C1,\n"), set("kpi", "b,g,open,C2,\n"))
                        .stops())
                .isEmpty();
    }

    @Test
    void stopsAtNearCopiesOfDefectsAndWarnsAtThoseOfGoodOnes() throws IOException {
        sample("a", "C1");
        nearCopy("a/C1", "b/C2");
        SampleSet good = set("train", "a,g,PASS,C1,\n");
        SampleSet bad = set("train", "a,g,open,C1,\n");

        assertThat(onlyStop(check(bad, set("kpi", "b,g,Open,C2,\n"))).level()).isEqualTo(LeakLevel.NEAR_COPY);
        assertThat(check(good, set("kpi", "b,g,PASS,C2,\n")).stops()).isEmpty();
        assertThat(check(good, set("kpi", "b,g,PASS,C2,\n")).warnings()).hasSize(1);
        assertThat(check(bad, set("kpi", "b,g,PASS,C2,\n")).warnings()).hasSize(1);
    }

    @Test
    void looksForNearCopiesAsItIsTold() throws IOException {
        sample("a", "C1");
        nearCopy("a/C1", "b/C2");
        List<SampleSet> train = List.of(set("train", "a,g,open,C1,\n"));
        List<SampleSet> kpi = List.of(set("kpi", "b,g,open,C2,\n"));

        LeakageReport warned = new LeakageCheck(PICTURES, NearCopyRule.WARN).check(train, kpi);
        assertThat(warned.stops()).isEmpty();
        assertThat(warned.warnings()).hasSize(1);
        LeakageReport off = new LeakageCheck(PICTURES, NearCopyRule.OFF).check(train, kpi);
        assertThat(off.stops()).isEmpty();
        assertThat(off.warnings()).isEmpty();
    }

    @Test
    void comparesHeldOutSetsWithEachOtherAndTheyWithEveryTrainingSet() throws IOException {
        sample("a", "C1");
        sample("b", "C2");
        copy("b/C2", "c/C3");
        copy("g/C2", "g/C3");

        LeakageReport report = new LeakageCheck(PICTURES, NearCopyRule.STOP)
                .check(
                        List.of(set("train", "a,g,PASS,C1,\n"), set("pool", "a,g,PASS,C1,\n")),
                        List.of(set("validation", "b,g,PASS,C2,\n"), set("kpi", "c,g,PASS,C3,\n")));

        assertThat(report.overlaps())
                .containsEntry("validation/kpi", 1)
                .containsEntry("train/validation", 0)
                .containsEntry("pool/kpi", 0)
                .hasSize(5);
    }

    private LeakageReport check(SampleSet train, SampleSet heldOut) throws IOException {
        return new LeakageCheck(PICTURES, NearCopyRule.STOP).check(List.of(train), List.of(heldOut));
    }

    private static Leak onlyStop(LeakageReport report) {
        assertThat(report.stops()).hasSize(1);
        return report.stops().get(0);
    }

    private SampleSet set(String name, String rows) {
        return new SampleSet(name, table(rows), folder);
    }

    private static dev.syncprotocol.aoi.table.SampleTable table(String rows) {
        return SampleTableFile.parse("set.csv", (HEADER + rows).getBytes(StandardCharsets.UTF_8));
    }

    /** Pictures of an object under both lights, and its golden ones where they are missing. */
    private void sample(String path, String object) throws IOException {
        for (String light : PICTURES.lights()) {
            String name = PICTURES.fileName(object, light);
            picture(folder.resolve(path).resolve(name));
            Path golden = path.startsWith("kpi") ? folder.resolve("kpi/images/g") : folder.resolve("g");
            if (!Files.exists(golden.resolve(name))) {
                picture(golden.resolve(name));
            }
        }
    }

    /** Pictures of an object, each half grey of a level and up to three above it. */
    private void noise(String path, String object, int left, int right, int drawn) throws IOException {
        sample(path, object);
        for (String light : PICTURES.lights()) {
            Random random = new Random(drawn);
            picture(
                    folder.resolve(path).resolve(PICTURES.fileName(object, light)),
                    i -> ((i % 64 < 32 ? left : right) + random.nextInt(4)) * 0x010101);
        }
    }

    private void picture(Path file) throws IOException {
        Random random = new Random(seed++);
        picture(file, i -> random.nextInt(1 << 24));
    }

    private static void picture(Path file, IntUnaryOperator pixels) throws IOException {
        BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 4096; i++) {
            image.setRGB(i % 64, i / 64, pixels.applyAsInt(i));
        }
        Files.createDirectories(file.getParent());
        Files.write(file, PictureFile.png(image));
    }

    private void copy(String from, String to) throws IOException {
        for (String light : PICTURES.lights()) {
            Path source = folder.resolve(from + "_" + light + ".png");
            Path target = folder.resolve(to + "_" + light + ".png");
            Files.createDirectories(target.getParent());
            Files.copy(source, target, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        String object = Path.of(to).getFileName().toString();
        for (String light : PICTURES.lights()) {
            Path golden = folder.resolve("g").resolve(PICTURES.fileName(object, light));
            if (!Files.exists(golden)) {
                picture(golden);
            }
        }
    }

    /** The same picture one level brighter in green: other bytes, other pixels, nearly the same. */
    private void nearCopy(String from, String to) throws IOException {
        copy(from, to);
        for (String light : PICTURES.lights()) {
            Path file = folder.resolve(to + "_" + light + ".png");
            BufferedImage image = PictureFile.read(file);
            for (int i = 0; i < 4096; i++) {
                int rgb = image.getRGB(i % 64, i / 64);
                image.setRGB(i % 64, i / 64, (rgb & 0xFF00) < 0xFF00 ? rgb + 0x100 : rgb);
            }
            Files.write(file, PictureFile.png(image));
        }
    }

    private Path replaced(String name) throws IOException {
        Files.delete(folder.resolve(name));
        return folder.resolve(name);
    }
}
