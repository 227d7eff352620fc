package dev.syncprotocol.aoi.tao;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.syncprotocol.aoi.engine.TinyBoards;
import dev.syncprotocol.aoi.rca.ContainerGapFiles;
import dev.syncprotocol.aoi.rca.GapAnalysis;
import dev.syncprotocol.aoi.rca.GapOrder;
import dev.syncprotocol.aoi.rca.GapOutcome;
import dev.syncprotocol.aoi.rca.GapScene;
import dev.syncprotocol.aoi.spec.SpecDocument;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of a gap analysis in a container. */
class ContainerGapsTest {
    @TempDir
    private Path folder;

    private FakeContainers docker;
    private GapOrder order;

    @BeforeEach
    void starts() throws IOException {
        docker = FakeContainers.with(TaoFixture.images());
        order = GapScene.drawn(folder).order(2, 1, GapScene.ROWS);
        SpecDocument spec = new TinyBoards(folder).spec("{Solder: 0, White: 1}", "{SolderLight: 0, WhiteLight: 1}");
        Files.writeString(order.trainingSpec(), SyncJson.yaml(spec.tree()));
    }

    @Test
    void adoptsWhatItFoundAndKeepsItsOwnFilesApart() throws IOException {
        GapOutcome outcome = analysed();

        assertThat(outcome.threshold()).isEqualTo(0.2);
        assertThat(outcome.gaps()).hasSize(10);
        assertThat(container("weak_samples_breakdown.txt")).hasContent("of the container");
        assertThat(container("vcn_aoi_spec.yaml")).content().contains("min_recall: 1.0", "top_k_per_label: 2");
        assertThat(folder.resolve("rca/weak_samples_breakdown.txt"))
                .content()
                .startsWith("Weak samples: 5 samples x 2 lights = 10 rows");
        assertThat(docker.calls.get(0).argv()).endsWith("--cfg=job");
    }

    @Test
    void readsTheGapsUnderTheirEarlierName() throws IOException {
        analysed();
        Path kept = folder.resolve("rca").resolve(ContainerGapFiles.FOLDER);
        Files.move(kept.resolve("kpi_gaps.parquet"), kept.resolve("gaps.parquet"));
        assertThat(GapAnalysis.analyse(order, new ContainerGapFiles(kept)).gaps())
                .hasSize(10);
    }

    @Test
    void asksAnImageForItsArgumentsOnce() throws IOException {
        TaoServices services = new TaoServices(TaoFixture.settings(folder), docker);
        services.gapKeys();
        GapAnalysis.analyse(order, new ContainerGaps(services));
        assertThat(docker.calls)
                .filteredOn(call -> call.argv().contains("--cfg=job"))
                .hasSize(1);
    }

    @Test
    void refusesAnImageWhoseArgumentsItDoesNotKnow() {
        docker.gapSchema = "something_else: 1\n";
        refuses(ErrorCode.ENGINE_UNAVAILABLE, "it does not know");
        assertThat(docker.calls).noneMatch(call -> call.container().isPresent());
    }

    /** The container ends with 1 then; the file says why. */
    @Test
    void stopsWhereNoThresholdReachesTheRecall() {
        docker.unreachable = true;
        refuses(ErrorCode.RECALL_UNREACHABLE, "recall 0.97");
    }

    @Test
    void refusesAContainerThatEndsWellAndLeavesNothing() {
        docker.idle = true;
        refuses(ErrorCode.ENGINE_FAILED, "left no kpi_gaps.parquet or gaps.parquet");
    }

    @Test
    void refusesAThresholdThatIsNoNumber() throws IOException {
        analysed();
        Path kept = folder.resolve("rca").resolve(ContainerGapFiles.FOLDER);
        for (String text : List.of("", "about 0.2", "nan", "Infinity")) {
            Files.writeString(kept.resolve("threshold.txt"), text);
            SyncException refused = catchThrowableOfType(
                    SyncException.class, () -> GapAnalysis.analyse(order, new ContainerGapFiles(kept)));
            assertThat(refused).hasMessageContaining("threshold.txt: expected one finite number");
        }
    }

    private void refuses(ErrorCode code, String words) {
        SyncException refused = catchThrowableOfType(SyncException.class, this::analysed);
        assertThat(refused.code()).isEqualTo(code);
        assertThat(refused).hasMessageContaining(words);
    }

    private GapOutcome analysed() throws IOException {
        return GapAnalysis.analyse(order, new ContainerGaps(new TaoServices(TaoFixture.settings(folder), docker)));
    }

    private Path container(String name) {
        return order.outputDir().resolve(ContainerGapFiles.FOLDER).resolve(name);
    }
}
