package dev.syncprotocol.aoi.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.aoi.log.LogEntry;
import dev.syncprotocol.aoi.log.Phase;
import dev.syncprotocol.aoi.table.Pictures;
import dev.syncprotocol.aoi.table.SampleRow;
import dev.syncprotocol.aoi.table.SampleTableFile;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The leakage check before a run goes on (S4-12.7): what the next training builds on against what judges. */
class ResumeLeakageTest {
    @TempDir
    private Path folder;

    /** The second iteration is interrupted before it has a table of its own; what the first one mined has become a KPI picture. */
    @Test
    void looksAtWhatTheIterationBeforeMined() throws IOException {
        LoopScene scene = new LoopScene(SmallBoards.drawnIn(folder)).before("iter2 data_mining", () -> {
            throw new IOException("interrupted");
        });
        assertThatThrownBy(scene::goOn).hasRootCauseMessage("interrupted");
        assertThat(scene.run().folder().combined(new Phase(2))).doesNotExist();

        becomesAKpiPicture(mined(scene), scene);
        List<LogEntry> before = scene.entries();

        assertThatThrownBy(() -> SmallBoards.goOn(scene.run()))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LEAKAGE));
        assertThat(scene.entries()).as("nothing was begun").hasSameSizeAs(before);
    }

    private static SampleRow mined(LoopScene scene) throws IOException {
        return SampleTableFile.read(scene.run().folder().mining(new Phase(1)).resolve("mining_pool.csv"))
                .rows()
                .get(0);
    }

    /** The table stays as approved, and so do its pictures' names. */
    private static void becomesAKpiPicture(SampleRow mined, LoopScene scene) throws IOException {
        Pictures pictures = scene.run().baselineSpec().typed().dataset().pictures();
        SampleRow kpi = SampleTableFile.read(scene.workspace().kpiCsv()).rows().get(0);
        String light = pictures.lights().get(0);
        Files.copy(
                pictures.input(scene.workspace().kpiImages(), kpi, light),
                pictures.input(scene.workspace().root(), mined, light),
                StandardCopyOption.REPLACE_EXISTING);
    }
}
