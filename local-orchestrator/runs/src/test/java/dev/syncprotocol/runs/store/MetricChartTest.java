package dev.syncprotocol.runs.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures of a metric, with and without fonts. */
class MetricChartTest {
    private static final int LINE = 0xff1f77b4;
    private static final int MARK = 0xffd62728;
    private static final int BLACK = 0xff000000;

    @TempDir
    Path workspace;

    @Test
    void drawsLineMarkAndDigitsWithoutAnyFont() throws IOException {
        MetricChart chart = chart("1", "nan", "3", "2.5");
        Set<Integer> colours = colours(chart.fontless());
        assertThat(colours).contains(LINE, MARK, BLACK);
        assertThat(chart.fontless()).isEqualTo(chart.fontless());
    }

    @Test
    void drawsNumbersAtTheEndsOfWhatADoubleHolds() throws IOException {
        MetricChart chart = chart("-1.7976931348623157e308", "1.7976931348623157e308", "5e-324");
        assertThat(colours(chart.fontless())).contains(LINE);
        assertThat(chart.svg()).contains("polyline").doesNotContain("NaN", "Infinity");
    }

    @Test
    void givesTheSameSvgForTheSameNumbers() throws IOException {
        MetricChart chart = chart("1", "2", "3");
        assertThat(chart.svg())
                .isEqualTo(chart.svg())
                .contains("val_psnr", ">step<", "<circle")
                .doesNotContain("url(", "href");
    }

    private MetricChart chart(String... values) throws IOException {
        Experiment experiment = new Experiment(workspace);
        Path run = experiment.trained("a", values);
        RunLock lock = RunLock.read(run.resolve("config.lock.json"));
        MetricsTable table = MetricsTable.read(run.resolve("metrics.csv"), MetricsTable.MANDATORY);
        assertThat(Files.exists(run)).isTrue();
        MetricsRow best = BestRule.best(table, Mode.MAX, row -> true).orElseThrow();
        return new MetricChart(lock, table, "primary", Optional.of(BestPoint.of(best)));
    }

    private static Set<Integer> colours(byte[] png) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        Set<Integer> colours = new HashSet<>();
        for (int x : List.of(0, image.getWidth() - 1)) {
            assertThat(image.getRGB(x, 0)).isEqualTo(0xffffffff);
        }
        for (int x = 0; x < image.getWidth(); x++) {
            for (int y = 0; y < image.getHeight(); y++) {
                colours.add(image.getRGB(x, y));
            }
        }
        return colours;
    }
}
