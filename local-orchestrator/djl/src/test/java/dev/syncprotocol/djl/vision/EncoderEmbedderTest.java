package dev.syncprotocol.djl.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import ai.djl.pytorch.jni.JniUtils;
import dev.syncprotocol.aoi.engine.CheckpointFolder;
import dev.syncprotocol.aoi.engine.ImageEmbedder;
import dev.syncprotocol.aoi.engine.TinyBoards;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncoderEmbedderTest {
    @TempDir
    Path folder;

    private Path checkpoint;

    @BeforeEach
    void trains() throws IOException {
        TinyBoards boards = TinyBoards.drawn(folder);
        checkpoint = CheckpointFolder.latest(new EmbeddedClassifier(1, Clock.systemUTC())
                        .train(boards.training("train", boards.spec()), (what, done, of, detail) -> {})
                        .checkpoints())
                .orElseThrow()
                .file();
    }

    @Test
    void givesAPictureTheSameVectorAloneAndAmongOthers() {
        Path one = picture("train/train003_White.png");
        Path other = picture("train/train001_Solder.png");

        float[] alone = embedder().embed(List.of(one)).get(0);
        List<float[]> both = embedder().embed(List.of(other, one));

        assertThat(alone).hasSize(96);
        assertThat(both.get(1)).containsExactly(alone, offset(1e-5f));
        assertThat(both.get(0)).isNotEqualTo(alone);
    }

    @Test
    void isTheCheckpointItWasMadeOf() throws IOException {
        assertThat(embedder().identity().name()).isEqualTo("encoder");
        assertThat(embedder().identity().weightsSha256())
                .isEqualTo(Sha256.ofFile(checkpoint).hex());
        assertThat(embedder().identity().dimensions()).isEqualTo(96);
        assertThat(embedder().identity().inputSize()).isEqualTo("16x16 rgb");
    }

    @Test
    void refusesAFileThatIsNoPicture() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.png"), "no picture");

        assertRefused(() -> embedder().embed(List.of(broken)), ErrorCode.EMBEDDING_INVALID);
    }

    @Test
    void refusesToWorkBeforeThereIsABaseline() {
        assertRefused(() -> new EmbeddedProvider().embedder("encoder", 1, null), ErrorCode.CHECKPOINT_MISSING);
    }

    /** Embeddings are part of a run that is the same again only with the same threads (specification §12.2). */
    @Test
    void computesWithTheEnginesThreads() {
        for (int threads : List.of(1, 2)) {
            ImageEmbedder embedder = new EmbeddedProvider()
                    .embedder("encoder", threads, checkpoint)
                    .orElseThrow();
            embedder.embed(List.of(picture("train/train003_White.png")));
            assertThat(JniUtils.getNumThreads()).isEqualTo(threads);
        }
    }

    @Test
    void leavesOtherNamesToOthers() {
        assertThat(new EmbeddedProvider().embedder("descriptor", 1, null)).isEmpty();
    }

    private ImageEmbedder embedder() {
        return new EmbeddedProvider().embedder("encoder", 1, checkpoint).orElseThrow();
    }

    private Path picture(String name) {
        return folder.resolve(name);
    }

    private static void assertRefused(ThrowingCallable call, ErrorCode code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
