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
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
                .hasMessageContaining("train line 2 C1 is validation line 2 C1");
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
        assertThat(leak.words()).isEqualTo("L5: train line 2 C1 is kpi line 2 C1");
        assertThat(check(set("train", "a,g,missing,C1,\n"), set("kpi", "a ,g,open,C1,\n"))
                        .stops())
                .as("another label is another tuple")
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

    /** Near in every grey level but of another shape, or of one shape and five levels brighter. */
    @Test
    void findsNoNearCopyWhereEitherMeasureSaysNo() throws IOException {
        sample("a", "C1");
        brighter("a/C1", "b/C2", 8);
        assertThat(check(set("train", "a,g,open,C1,\n"), set("kpi", "b,g,open,C2,\n"))
                        .stops())
                .as("8 levels of green, 4.7 of grey")
                .isEmpty();

        dim("c", "C3");
        dim("d", "C4");
        assertThat(check(set("train", "c,g,open,C3,\n"), set("kpi", "d,g,open,C4,\n"))
                        .stops())
                .as("noise of four levels, and other noise")
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

    /** Pictures of an object with hardly any light on them. */
    private void dim(String path, String object) throws IOException {
        sample(path, object);
        for (String light : PICTURES.lights()) {
            picture(
                    folder.resolve(path).resolve(PICTURES.fileName(object, light)),
                    random -> (3 + random.nextInt(4)) * 0x010101);
        }
    }

    private void picture(Path file) throws IOException {
        picture(file, random -> random.nextInt(1 << 24));
    }

    private void picture(Path file, ToIntFunction<Random> pixel) throws IOException {
        Random random = new Random(seed++);
        BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 4096; i++) {
            image.setRGB(i % 64, i / 64, pixel.applyAsInt(random));
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
        brighter(from, to, 1);
    }

    private void brighter(String from, String to, int levels) throws IOException {
        copy(from, to);
        for (String light : PICTURES.lights()) {
            Path file = folder.resolve(to + "_" + light + ".png");
            BufferedImage image = PictureFile.read(file);
            for (int i = 0; i < 4096; i++) {
                int rgb = image.getRGB(i % 64, i / 64);
                int green = Math.min(255, (rgb >> 8 & 0xFF) + levels);
                image.setRGB(i % 64, i / 64, rgb & 0xFF00FF | green << 8);
            }
            Files.write(file, PictureFile.png(image));
        }
    }

    private Path replaced(String name) throws IOException {
        Files.delete(folder.resolve(name));
        return folder.resolve(name);
    }
}
