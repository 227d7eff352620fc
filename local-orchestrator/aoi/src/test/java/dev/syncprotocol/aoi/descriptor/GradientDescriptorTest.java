package dev.syncprotocol.aoi.descriptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GradientDescriptorTest {
    private static final double EXACT = 1e-6;

    @Test
    void has704NumbersOfLengthOneAndNoneBelowZero() {
        float[] descriptor = GradientDescriptor.of(edge(64));

        double squares = 0;
        for (float number : descriptor) {
            assertThat(number).isNotNegative();
            squares += (double) number * number;
        }
        assertThat(descriptor).hasSize(GradientDescriptor.LENGTH);
        assertThat(squares).isCloseTo(1, within(EXACT));
    }

    @Test
    void putsAnUprightEdgeIntoTheFirstOrientationOfItsCells() {
        // Black left of column 32, white right of it: the gradient points along x, angle 0, in cells 3 and 4 of each
        // row.
        float[] descriptor = GradientDescriptor.of(edge(64));

        // Cell 3: columns 24..31, only column 31 has a gradient, 255, in each of 8 rows: 8·255/64 = 31.875; mean 0.
        // Cell 4: column 32 the same; mean 255, deviation 0. Ratio of orientation to mean: 0.125.
        int cell3 = 3 * 11;
        int cell4 = 4 * 11;
        assertThat(descriptor[cell3] / descriptor[cell4 + 9]).isCloseTo(0.125f, within(1e-5f));
        assertThat(descriptor[cell4]).isEqualTo(descriptor[cell3]);
        assertThat(descriptor[cell3 + 9]).isZero();
        assertThat(descriptor[cell4 + 10]).isZero();
        for (int orientation = 1; orientation < 9; orientation++) {
            assertThat(descriptor[cell3 + orientation]).isZero();
        }
    }

    @Test
    void seesTheSamePictureAtEverySize() {
        assertThat(GradientDescriptor.of(edge(128))).isEqualTo(GradientDescriptor.of(edge(64)));
    }

    @Test
    void averagesAreasAlsoWhereTheyCutPixels() {
        // 96 to 64: each level is one pixel and a half; column 21 covers 31.5 to 33 of black until 48 … white from 48.
        GreyThumbnail thumbnail = GreyThumbnail.of(edge(96));

        assertThat(thumbnail.at(31, 0)).isZero();
        assertThat(thumbnail.at(32, 0)).isEqualTo(255);
        BufferedImage dot = new BufferedImage(96, 96, BufferedImage.TYPE_INT_RGB);
        dot.setRGB(1, 0, 0xFFFFFF);
        // Pixel 1 lies half in level 0 (0 to 1.5) and half in level 1 (1.5 to 3): 0.5 · 1 / (1.5 · 1.5) of white each.
        assertThat(GreyThumbnail.of(dot).at(0, 0)).isEqualTo(57);
        assertThat(GreyThumbnail.of(dot).at(1, 0)).isEqualTo(57);
    }

    @Test
    void sumsBlocksSoThatTheyBoundTheDistance() {
        GreyThumbnail one = GreyThumbnail.of(edge(64));
        GreyThumbnail other = GreyThumbnail.of(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB));

        assertThat(one.distance(other)).isEqualTo(2048 * 255);
        assertThat(one.blockSums()).hasSize(64).startsWith(0, 0, 0, 0, 64 * 255);
    }

    @Test
    void embedsFilesAndNamesTheOneItCannotRead(@TempDir Path folder) throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.png"), "no picture");
        DescriptorEmbedder embedder = new DescriptorEmbedder();

        assertThat(embedder.identity().dimensions()).isEqualTo(704);
        assertThatThrownBy(() -> embedder.embed(List.of(broken)))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.EMBEDDING_INVALID))
                .hasMessageContaining("broken.png");
    }

    private static BufferedImage edge(int size) {
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < size; y++) {
            for (int x = size / 2; x < size; x++) {
                image.setRGB(x, y, 0xFFFFFF);
            }
        }
        return image;
    }
}
