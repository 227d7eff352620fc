package dev.syncprotocol.aoi.mining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.syncprotocol.aoi.descriptor.DescriptorEmbedder;
import dev.syncprotocol.aoi.engine.EmbedderIdentity;
import dev.syncprotocol.aoi.engine.ImageEmbedder;
import dev.syncprotocol.aoi.pool.Provenance;
import dev.syncprotocol.aoi.pool.SourceSample;
import dev.syncprotocol.aoi.rca.GapFile;
import dev.syncprotocol.aoi.rca.GapRow;
import dev.syncprotocol.aoi.table.Pictures;
import dev.syncprotocol.aoi.table.SampleColumns;
import dev.syncprotocol.aoi.table.SampleRow;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureEmbeddingTest {
    private static final Pictures TWO_LIGHTS = new Pictures(List.of("Light", "WhiteLight"), ".jpg");

    @TempDir
    Path folder;

    @Test
    void embedsEverySampleUnderEveryLightRelativeToTheWorkspace() {
        Embeddings embedded = new PictureEmbedding(named("descriptor"), TWO_LIGHTS)
                .sources(List.of(sample("C1"), sample("C2")), Path.of("/w"));
        assertThat(embedded.pictures())
                .extracting(EmbeddedPicture::filepath)
                .containsExactly(
                        "pool/C1_Light.jpg", "pool/C1_WhiteLight.jpg", "pool/C2_Light.jpg", "pool/C2_WhiteLight.jpg");
        assertThat(embedded.pictures()).extracting(EmbeddedPicture::light).contains("Light", "WhiteLight");
        assertThat(embedded.pictures())
                .allSatisfy(picture -> assertThat(length(picture.vector())).isEqualTo(1, within(1e-6)));
        assertThat(embedded.space().mean()).isEmpty();
    }

    @Test
    void centresTheEncodersSpaceByThePoolsMean() throws IOException {
        PictureEmbedding embedding = new PictureEmbedding(named("encoder"), TWO_LIGHTS);
        Embeddings sources = embedding.sources(List.of(sample("C1"), sample("C22")), Path.of("/w"));
        assertThat(sources.space().mean()).hasSize(2).isNotEqualTo(List.of(0f, 0f));
        Path gaps = folder.resolve("mining_gaps.parquet");
        GapFile.write(gaps, List.of(new GapRow("/w/pool/C1_WhiteLight.jpg", "open", 1, 1)));
        EmbeddedPicture target =
                embedding.targets(gaps, sources.space()).pictures().get(0);
        assertThat(target.light()).as("the longest light that fits").isEqualTo("WhiteLight");
        assertThat(target.sampleKey()).isEqualTo("/w/pool/C1");
        assertThat(target.vector())
                .as("the same picture, the same place")
                .containsExactly(sources.pictures().get(1).vector());
    }

    @Test
    void writesEmbeddingsWithTheirSpaceAndReadsThemBack() throws IOException {
        Embeddings sources = new PictureEmbedding(named("encoder"), TWO_LIGHTS)
                .sources(List.of(sample("C1"), sample("C22")), Path.of("/w"));
        EmbeddingsFile.write(folder.resolve("source_embeddings.parquet"), sources);
        Embeddings read = EmbeddingsFile.read(folder.resolve("source_embeddings.parquet"));
        assertThat(read.space()).isEqualTo(sources.space());
        assertThat(read.pictures()).usingRecursiveComparison().isEqualTo(sources.pictures());
    }

    @Test
    void refusesAnotherEmbedderThanTheSpaces() {
        EmbeddingSpace space = EmbeddingSpace.plain(named("encoder").identity());
        assertStops(
                ErrorCode.ENCODER_MISMATCH,
                () -> new PictureEmbedding(named("descriptor"), TWO_LIGHTS).more(List.of(), Path.of("/w"), space));
    }

    @Test
    void refusesVectorsWithoutADirection() {
        EmbeddingSpace space = EmbeddingSpace.plain(named("descriptor").identity());
        for (float[] raw : List.of(
                new float[] {0, 0}, new float[] {Float.NaN, 1}, new float[] {Float.POSITIVE_INFINITY, 0}, new float[] {1
                })) {
            assertStops(ErrorCode.EMBEDDING_INVALID, () -> space.place(raw, "C1"));
        }
        assertThat(space.place(new float[] {3, 4}, "C1")).containsExactly(0.6f, 0.8f);
    }

    @Test
    void refusesAPictureOfNoLight() throws IOException {
        Path gaps = folder.resolve("mining_gaps.parquet");
        GapFile.write(gaps, List.of(new GapRow("/w/pool/C1_Dark.jpg", "open", 1, 1)));
        PictureEmbedding embedding = new PictureEmbedding(named("descriptor"), TWO_LIGHTS);
        assertThatThrownBy(() -> embedding.targets(
                        gaps, EmbeddingSpace.plain(named("descriptor").identity())))
                .hasMessageContaining("/w/pool/C1_Dark.jpg is no picture of the lights");
    }

    @Test
    void saysWhichPictureCannotBeEmbedded() {
        PictureEmbedding embedding = new PictureEmbedding(new DescriptorEmbedder(), TWO_LIGHTS);
        assertStops(ErrorCode.EMBEDDING_INVALID, () -> embedding.sources(List.of(sample("C1")), folder));
    }

    /** Two numbers from a picture's name: enough to tell pictures apart without any. */
    private static ImageEmbedder named(String name) {
        return new ImageEmbedder() {
            @Override
            public EmbedderIdentity identity() {
                return new EmbedderIdentity(name, "", "as they are", "none", 2);
            }

            @Override
            public List<float[]> embed(List<Path> pictures) {
                return pictures.stream()
                        .map(picture -> new float[] {
                            picture.toString().length(), picture.toString().hashCode() % 97
                        })
                        .toList();
            }
        };
    }

    private static SourceSample sample(String name) {
        SampleRow row = new SampleRow(
                0,
                Map.of(
                        SampleColumns.INPUT_PATH, "pool",
                        SampleColumns.LABEL, "open",
                        SampleColumns.OBJECT_NAME, name));
        return new SourceSample(row, Provenance.SDG, "pool/" + name + "_Light.jpg", "pool/" + name);
    }

    private static double length(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += value * value;
        }
        return Math.sqrt(squares);
    }

    private static void assertStops(ErrorCode code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
