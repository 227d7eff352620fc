package dev.syncprotocol.djl.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import dev.syncprotocol.aoi.engine.EmbedderIdentity;
import dev.syncprotocol.aoi.engine.ImageEmbedder;
import dev.syncprotocol.djl.vision.EmbeddedProvider;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxEmbedderTest {
    private static final String DESCRIPTION = """
            {"input": "input", "output": "embedding", "width": 4, "height": 4, "mean": [100, 0, 0], "scale": [0.5, 1, 2], "batch": 2}
            """;

    @TempDir
    Path folder;

    private Path model;

    @BeforeEach
    void writes() throws IOException {
        model = folder.resolve("means.onnx");
        Files.write(model, TinyOnnx.model());
        Files.writeString(folder.resolve("means.onnx.json"), DESCRIPTION);
    }

    /** Red when the scale is divided by, or when blue comes first. */
    @Test
    void givesAModelItsNumbersAndTakesItsVectors() throws IOException {
        List<float[]> vectors = embedder()
                .embed(List.of(picture("a.png", 0x64281E), picture("b.png", 0xC80000), picture("c.png", 0x00FF00)));

        assertThat(vectors).hasSize(3);
        assertThat(vectors.get(0)).containsExactly(new float[] {0, 40, 60}, offset(1e-4f));
        assertThat(vectors.get(1)).containsExactly(new float[] {50, 0, 0}, offset(1e-4f));
        assertThat(vectors.get(2)).containsExactly(new float[] {-50, 255, 0}, offset(1e-4f));
    }

    @Test
    void isWhatItsWeightsAndItsDescriptionMakeIt() throws IOException {
        EmbedderIdentity identity = embedder().identity();

        assertThat(identity.name()).isEqualTo("onnx");
        assertThat(identity.weightsSha256()).isEqualTo(Sha256.ofFile(model).hex());
        assertThat(identity.inputSize()).isEqualTo("4x4 rgb");
        assertThat(identity.normalisation()).isEqualTo("(value - [100.0, 0.0, 0.0]) * [0.5, 1.0, 2.0]");
        assertThat(identity.dimensions()).isEqualTo(3);
    }

    @Test
    void refusesAModelThatIsNotThere() {
        assertRefused(
                () -> OnnxEmbedder.of(folder.resolve("gone.onnx"), 1), ErrorCode.ENGINE_UNAVAILABLE, "gone.onnx is");
    }

    @Test
    void refusesAModelWithoutItsDescription() throws IOException {
        Files.delete(folder.resolve("means.onnx.json"));

        assertRefused(() -> OnnxEmbedder.of(model, 1), ErrorCode.ENGINE_UNAVAILABLE, "means.onnx.json is not there");
    }

    @Test
    void refusesADescriptionThatNamesAnotherOutput() throws IOException {
        describe(DESCRIPTION.replace("embedding", "pooler"));

        assertRefused(() -> OnnxEmbedder.of(model, 1), ErrorCode.CONFIG_INVALID, "no output pooler; it has embedding");
    }

    @Test
    void refusesADescriptionWithTwoColours() throws IOException {
        describe(DESCRIPTION.replace("[100, 0, 0]", "[100, 0]"));

        assertRefused(() -> OnnxEmbedder.of(model, 1), ErrorCode.CONFIG_INVALID, "means.onnx.json");
    }

    @Test
    void refusesAFileThatIsNoModel() throws IOException {
        Files.writeString(model, "no model");

        assertRefused(() -> OnnxEmbedder.of(model, 1), ErrorCode.CONFIG_INVALID, "means.onnx");
    }

    @Test
    void refusesAFileThatIsNoPicture() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.png"), "no picture");

        assertRefused(() -> embedder().embed(List.of(broken)), ErrorCode.EMBEDDING_INVALID, "broken.png");
    }

    @Test
    void isWhatTheProviderGivesForItsWord() {
        ImageEmbedder embedder =
                new EmbeddedProvider().embedder("onnx:" + model, 1, null).orElseThrow();

        assertThat(embedder.identity().dimensions()).isEqualTo(3);
    }

    private OnnxEmbedder embedder() {
        return OnnxEmbedder.of(model, 1);
    }

    private void describe(String json) throws IOException {
        Files.writeString(folder.resolve("means.onnx.json"), json);
    }

    private Path picture(String name, int rgb) throws IOException {
        BufferedImage image = new BufferedImage(6, 8, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 48; i++) {
            image.setRGB(i % 6, i / 6, rgb);
        }
        Path file = folder.resolve(name);
        ImageIO.write(image, "png", file.toFile());
        return file;
    }

    private static void assertRefused(ThrowingCallable call, ErrorCode code, String words) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(words);
    }
}
