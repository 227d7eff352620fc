package dev.syncprotocol.aoi.rca;

import static org.assertj.core.api.Assertions.assertThat;

import dev.syncprotocol.aoi.table.SampleColumns;
import dev.syncprotocol.aoi.table.SampleRow;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which samples are weakest, and in what order (specification §11.4, decision A22). */
class WeakSamplesTest {
    /** Equal weakness: by path, then by name, whatever their order in the table. */
    @Test
    void putsEquallyWeakSamplesInTheOrderOfPathAndName() {
        List<WeakSample> all = List.of(
                sample("open", "b", "C1", 0.3),
                sample("open", "a", "C3", 0.3),
                sample("open", "a", "C2", 0.3),
                sample("open", "c", "C0", 0.4));

        assertThat(WeakSamples.kept(all, 3).get("open"))
                .extracting(
                        sample -> sample.row().inputPath() + "/" + sample.row().objectName())
                .containsExactly("c/C0", "a/C2", "a/C3");
        assertThat(WeakSamples.left(all, 3))
                .extracting(sample -> sample.row().objectName())
                .containsExactly("C1");
    }

    @Test
    void putsGoodSamplesFirstAndDefectsByName() {
        List<WeakSample> all =
                List.of(sample("short", "a", "C1", 9), sample("PASS", "a", "C2", -9), sample("Bridge", "a", "C3", 0.1));

        assertThat(WeakSamples.kept(all, 1).keySet()).containsExactly("PASS", "Bridge", "short");
    }

    /** At recall 100 % nothing is missed: then the largest weakness decides, then the name. */
    @Test
    void putsTheDefectFirstThatIsMissedMostThenTheWeakest() {
        List<WeakSample> all = List.of(
                sample("open", "a", "C1", -0.1),
                sample("spur", "a", "C2", -0.1),
                sample("short", "a", "C3", -0.05),
                sample("copper", "a", "C4", 0.1),
                sample("copper", "a", "C5", 0.2),
                sample("bite", "a", "C6", 0.9),
                sample("PASS", "a", "C7", 5));
        Map<String, List<WeakSample>> kept = WeakSamples.kept(all, 2);

        assertThat(WeakSamples.targetDefects(all, kept)).containsExactly("copper", "bite", "short", "open", "spur");
    }

    private static WeakSample sample(String label, String path, String name, double weakness) {
        SampleRow row = new SampleRow(
                0,
                Map.of(
                        SampleColumns.INPUT_PATH, path,
                        SampleColumns.LABEL, label,
                        SampleColumns.OBJECT_NAME, name));
        return new WeakSample(row, label, 0.5, weakness);
    }
}
