package dev.syncprotocol.aoi.mining;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The figure a cut-off is chosen on. */
class LikenessTest {
    private static final float[] EAST = {2, 0};
    private static final float[] NORTH = {0, 3};
    private static final float[] NORTH_EAST = {1, 1};

    @TempDir
    private Path folder;

    @Test
    void comparesEveryKpiPictureWithEveryPoolPictureWhateverTheirLengths() {
        Likeness likeness = Likeness.of(List.of(EAST, NORTH), List.of(EAST, NORTH, NORTH_EAST));

        // 1 and 1 of the same direction, 0 and 0 across, and twice cos 45 degrees.
        assertThat(likeness.words(0.7))
                .isEqualTo("KPI and pool pictures: 67 % at least 0.7 alike"
                        + " (quantiles 10/50/90/99 %: 0.000 0.707 1.000 1.000)");
    }

    @Test
    void warnsWhenMoreThanHalfOfThePairsPassAndNotWhenHalfOfThemDo() {
        Likeness half = Likeness.of(List.of(EAST, NORTH), List.of(EAST, NORTH));

        assertThat(half.warning(0.9)).isEmpty();
        assertThat(half.warning(0.0))
                .get()
                .asString()
                .contains("100 % at least 0.0 alike")
                .contains("more than half");
    }

    @Test
    void takesTwoHundredOfEither() {
        assertThat(Likeness.of(Collections.nCopies(300, EAST), Collections.nCopies(201, EAST))
                        .cosines())
                .hasSize(200 * 200);
    }

    @Test
    void isToldByALogThatHoldsItAndByNoOther() throws IOException {
        Path log = folder.resolve("source_embed.log");
        assertThat(Likeness.told(log)).isEmpty();

        String line = Likeness.of(List.of(EAST), List.of(NORTH)).words(0.5);
        Files.writeString(log, "siglip: 4 pictures\n");
        assertThat(Likeness.told(log)).isEmpty();
        Files.writeString(log, "encoder: 4 pictures\n" + line + "\n");
        assertThat(Likeness.told(log)).contains(line);
        assertThat(Likeness.of(List.of(), List.of()).words(0.5)).endsWith("none to compare");
    }
}
