package dev.syncprotocol.aoi.tao;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.aoi.engine.TinyBoards;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaoServicesTest {
    @TempDir
    Path folder;

    private FakeContainers docker;
    private TaoServices services;

    @BeforeEach
    void starts() {
        docker = FakeContainers.with(TaoFixture.images());
        services = new TaoServices(TaoFixture.settings(folder), docker);
    }

    @Test
    void asksAnImageForItsArgumentsBeforeItAnalyses() throws IOException {
        Path gaps = services.gaps(gapOrder(), 1.0);

        assertThat(gaps).hasFileName("kpi_gaps.parquet").isRegularFile();
        assertThat(Files.readString(folder.resolve("vcn_aoi_spec.yaml")))
                .contains("min_recall: 1.0")
                .contains("top_k_per_label: 50");
        assertThat(docker.calls.get(0).argv()).endsWith("--cfg=job");
    }

    @Test
    void refusesAnImageWhoseArgumentsItDoesNotKnow() {
        docker.gapSchema = "something_else: 1\n";

        assertRefused(() -> services.gaps(gapOrder(), 1.0), ErrorCode.ENGINE_UNAVAILABLE, "it does not know");
        assertThat(docker.calls).noneMatch(call -> call.container().isPresent());
    }

    @Test
    void stopsWhereNoThresholdReachesTheRecall() {
        docker.unreachable = true;

        assertRefused(() -> services.gaps(gapOrder(), 1.0), ErrorCode.RECALL_UNREACHABLE, "recall 0.97");
    }

    @Test
    void minesAndQuotesTheLabelFilter() throws IOException {
        Path out = folder.resolve("mined.parquet");

        services.mine(new TaoServices.MiningOrder(
                "iter1", folder, folder.resolve("s.parquet"), folder.resolve("t.parquet"), out, 5, "cosine", false));

        assertThat(out).isRegularFile();
        assertThat(Files.readString(folder.resolve("mining_spec.yaml")))
                .contains("topn: 5")
                .contains("knn_metric: cosine")
                .contains("filter_by_label: \"false\"");
    }

    @Test
    void refusesAContainerThatEndsWellAndMinesNothing() {
        docker.idle = true;
        Path out = folder.resolve("mined.parquet");

        assertRefused(
                () -> services.mine(new TaoServices.MiningOrder("iter1", folder, out, out, out, 5, "cosine", false)),
                ErrorCode.ENGINE_FAILED,
                "left no " + out);
    }

    @Test
    void embedsPicturesInTheirOrderWithTheTokenInTheEnvironment() throws IOException {
        TinyBoards.drawn(folder);
        List<Path> pictures =
                List.of(folder.resolve("train/train003_White.png"), folder.resolve("train/train001_Solder.png"));

        SiglipEmbedder embedder = new SiglipEmbedder(services, folder, "sha256:" + "2".repeat(64));

        assertThat(embedder.embed(pictures)).hasSize(2).allMatch(vector -> vector[2] == TinyBoards.SIDE);
        assertThat(embedder.identity().weightsSha256()).isEqualTo("2".repeat(64));
        ContainerCall call = docker.calls.get(docker.calls.size() - 1);
        assertThat(call.environment())
                .containsEntry("HF_TOKEN", TaoFixture.TOKEN)
                .containsEntry("HUGGING_FACE_HUB_TOKEN", TaoFixture.TOKEN);
        assertThat(call.argv()).contains("HF_TOKEN").noneMatch(word -> word.contains(TaoFixture.TOKEN));
    }

    private GapOrder gapOrder() {
        return new GapOrder(
                "iter1", folder.resolve("vcn_aoi_spec.yaml"), folder, folder.resolve("spec.yaml"), folder, folder, 50);
    }

    private static void assertRefused(ThrowingCallable call, ErrorCode code, String words) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(words);
    }
}
