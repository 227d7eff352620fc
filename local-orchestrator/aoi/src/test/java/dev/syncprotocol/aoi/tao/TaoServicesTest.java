package dev.syncprotocol.aoi.tao;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.aoi.engine.TinyBoards;
import dev.syncprotocol.aoi.mining.MiningSettings;
import dev.syncprotocol.aoi.parquet.Column;
import dev.syncprotocol.aoi.parquet.ParquetFile;
import dev.syncprotocol.aoi.parquet.ParquetTable;
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
    void minesAndQuotesTheLabelFilter() throws IOException {
        Path source = folder.resolve("s.parquet");
        ParquetFile.write(
                source,
                ParquetTable.of(
                        Column.texts("filepath", List.of("a")),
                        Column.vectors("embedding", List.of(new float[] {1, 0}))));
        Path out = folder.resolve("mined.parquet");

        services.mine("iter1", "mining", MiningSettings.DEFAULTS, folder, source, source, out);

        assertThat(ParquetFile.read(out).texts("filepath")).containsExactly("a");
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
                () -> services.mine("iter1", "mining", MiningSettings.DEFAULTS, folder, out, out, out),
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

    private static void assertRefused(ThrowingCallable call, ErrorCode code, String words) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(words);
    }
}
