package dev.syncprotocol.djl.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.protocol.error.SyncException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureTest {
    @TempDir
    Path folder;

    @Test
    void keepsAPictureOfTheRightSizeAsItIs() {
        Raster ramp = ramp(5, 3);

        assertThat(Resampling.to(5, 3, ramp)).isSameAs(ramp);
    }

    /** Red when the filter does not widen: a thin line between two sampling points would vanish. */
    @Test
    void averagesWhatItShrinks() {
        byte[] planes = new byte[3 * 64];
        for (int i = 0; i < 8; i++) {
            planes[i * 8 + 3] = (byte) 255;
        }

        Raster small = Resampling.to(2, 2, new Raster(8, 8, planes));

        assertThat(small.at(0, 0, 0) + small.at(0, 1, 0)).isBetween(60, 76);
        assertThat(small.at(1, 0, 0)).isZero();
    }

    @Test
    void keepsAnEvenPictureEvenAtEverySize() {
        byte[] planes = new byte[3 * 35];
        Arrays.fill(planes, (byte) 77);

        for (int side = 1; side < 20; side++) {
            assertThat(Resampling.to(side, 21 - side, new Raster(7, 5, planes)).planes())
                    .containsOnly(77);
        }
    }

    @Test
    void mirrorsTwiceToTheSame() {
        Raster ramp = ramp(5, 4);

        assertThat(Geometry.mirrored(ramp).at(0, 0, 0)).isEqualTo(ramp.at(0, 4, 0));
        assertThat(Geometry.mirrored(Geometry.mirrored(ramp)).planes()).isEqualTo(ramp.planes());
        assertThat(Geometry.upsideDown(Geometry.upsideDown(ramp)).planes()).isEqualTo(ramp.planes());
    }

    @Test
    void turnsCounterClockwise() {
        Raster ramp = ramp(4, 4);

        Raster turned = Geometry.rotated(ramp, 90);

        assertThat(turned.at(0, 0, 0)).isEqualTo(ramp.at(0, 3, 0));
        assertThat(turned.at(0, 0, 3)).isEqualTo(ramp.at(0, 0, 0));
    }

    @ParameterizedTest
    @ValueSource(doubles = {90, 180, 270})
    void turnsASquareWithoutLoss(double degrees) {
        Raster turned = ramp(6, 6);
        for (int i = 0; i < 4; i++) {
            turned = Geometry.rotated(turned, degrees);
        }

        assertThat(turned.planes()).isEqualTo(ramp(6, 6).planes());
    }

    @Test
    void cropsNothingAtScaleOne() {
        assertThat(Geometry.cropped(ramp(6, 5), 1, 0.3, 0.8).planes())
                .isEqualTo(ramp(6, 5).planes());
    }

    @Test
    void changesNoColourByNeutralFactors() {
        assertThat(new ColourChange(1, 1, 1, 0).of(ramp(5, 5)).planes())
                .isEqualTo(ramp(5, 5).planes());
    }

    @Test
    void greysAPictureWithoutSaturation() {
        Raster grey = new ColourChange(1, 1, 0, 0).of(new Raster(1, 1, new byte[] {(byte) 200, 100, 50}));

        assertThat(grey.at(0, 0, 0))
                .isEqualTo(grey.at(1, 0, 0))
                .isEqualTo(grey.at(2, 0, 0))
                .isEqualTo(124);
    }

    @Test
    void blursAnEvenPictureToItself() {
        byte[] planes = new byte[3 * 12];
        Arrays.fill(planes, (byte) 200);

        assertThat(ColourChange.blurred(new Raster(4, 3, planes)).planes()).containsOnly((byte) 200);
    }

    @Test
    void laysLightsBelowEachOtherOrInAGrid() {
        PictureLayout linear = new PictureLayout(1, 4, 2, 3);
        PictureLayout grid = new PictureLayout(2, 2, 2, 3);

        assertThat(linear.start(3, 0, 0)).isEqualTo(9 * 2);
        assertThat(grid.start(3, 0, 0)).isEqualTo(3 * 4 + 2);
        assertThat(grid.start(1, 2, 1)).isEqualTo((2 * 6 + 1) * 4 + 2);
        assertThat(List.of(linear.size(), grid.size())).containsOnly(3 * 2 * 3 * 4);
    }

    @Test
    void decodesAFileOnceWhileTheBudgetLasts() throws IOException {
        Path file = file("a.png");
        DecodedPictures pictures = new DecodedPictures(2, 2, 12);
        Raster first = pictures.of(file);
        Files.writeString(file, "no picture any more");

        assertThat(pictures.of(file)).isSameAs(first);
    }

    @Test
    void decodesAFileAgainWithoutABudget() throws IOException {
        Path file = file("a.png");
        DecodedPictures pictures = new DecodedPictures(2, 2, 11);
        pictures.of(file);
        Files.writeString(file, "no picture any more");

        assertThatThrownBy(() -> pictures.of(file))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("a.png");
    }

    private Path file(String name) throws IOException {
        Path file = folder.resolve(name);
        ImageIO.write(new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
        return file;
    }

    /** Every value another, as far as a byte goes. */
    private static Raster ramp(int width, int height) {
        byte[] planes = new byte[3 * width * height];
        for (int i = 0; i < planes.length; i++) {
            planes[i] = (byte) (7 * i % 251);
        }
        return new Raster(width, height, planes);
    }
}
