package dev.syncprotocol.aoi.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.syncprotocol.aoi.descriptor.DescriptorEmbedder;
import dev.syncprotocol.aoi.engine.EmbedderIdentity;
import dev.syncprotocol.aoi.engine.ImageEmbedder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** P14 where it has to wait for the baseline: when it is told, and where. */
class LikenessOfARunTest {
    private static final String TOLD = "KPI and pool pictures: ";

    @TempDir
    private Path folder;

    private LoopScene scene;

    @BeforeEach
    void drawn() throws IOException {
        scene = new LoopScene(SmallBoards.drawnIn(folder));
    }

    @Test
    void isToldAfterTheBaselineAndStandsOnTheReportForTheEncoder() throws IOException {
        scene.wishes(SmallBoards.withEmbedder(SmallBoards.unreachable(1), "encoder"))
                .embedder(new Encoder());

        scene.goOn();

        assertThat(scene.said().get(0)).startsWith("[prestage] ok").doesNotContain(TOLD);
        Path run = scene.run().folder().root();
        String line =
                Files.readAllLines(run.resolve("synth_pool/source_embed.log")).get(1);
        assertThat(line).startsWith(TOLD).contains("quantiles 10/50/90/99 %");
        assertThat(run.resolve("DEFT_Loop_Report.html"))
                .content()
                .contains("Likeness")
                .contains(line);
        assertThat(scene.run().summary().markdown()).contains("likeness of KPI and pool told after the baseline");
    }

    @Test
    void isToldAfterStagingForEveryOtherEmbedderOfTheProcess() throws IOException {
        scene.goOn();

        assertThat(scene.said().get(0)).startsWith("[prestage] ok").contains(TOLD);
    }

    /** Gradients under the name whose space is centred. */
    private static final class Encoder implements ImageEmbedder {
        private final ImageEmbedder gradients = new DescriptorEmbedder();

        @Override
        public EmbedderIdentity identity() {
            EmbedderIdentity its = gradients.identity();
            return new EmbedderIdentity(
                    "encoder", its.weightsSha256(), its.inputSize(), its.normalisation(), its.dimensions());
        }

        @Override
        public List<float[]> embed(List<Path> pictures) {
            return gradients.embed(pictures);
        }
    }
}
