package dev.syncprotocol.aoi.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.syncprotocol.protocol.error.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The specifications NVIDIA publishes, as they are (Apache-2.0, NVIDIA/tao_pytorch_backend and NVIDIA-TAO/tao-skill-bank). They are no part of the
 * repository: without {@code shared/data} beside it these tests are skipped and say so.
 */
class PublishedSpecsTest {
    private static final Path WORKSPACE = Path.of("/w");

    private Path published;

    @BeforeEach
    void found() {
        String beside = System.getProperty("sync.root", ".") + "/../shared/data";
        published = Path.of(System.getProperty("sync.data", beside)).resolve("aoi-configs");
        assumeTrue(Files.isDirectory(published), "published specifications not imported: no shared/data here");
    }

    @ParameterizedTest
    @ValueSource(strings = {"baseline_spec.yaml", "experiment_spec_classify.yaml"})
    void readsAClassifySpecificationAndDerivesAPhaseThatKeepsThePathRule(String name) throws IOException {
        SpecDocument document = document(name);

        assertThat(document.violations()).isEmpty();
        EffectiveSpec spec = SpecDerivation.derive(document, SpecDerivationTest.overrides());
        assertThat(PathRule.violations(spec, WORKSPACE)).isEmpty();
        assertThat(spec.tree().at("/train/tensorboard/enabled").booleanValue()).isTrue();
        assertThat(spec.tree().at("/model/classify/embedding_vectors").intValue())
                .isEqualTo(5);
    }

    /** It asks for the contrastive loss and for learnable differences, which exclude each other, and names no other fault. */
    @Test
    void refusesTheOneOfSeveralGoldensForItsLossAlone() throws IOException {
        assertThat(document("experiment_spec_multi_golden_classify.yaml").violations())
                .extracting(Violation::pointer)
                .containsExactlyInAnyOrder("/train/classify/loss", "/model/classify/difference_module");
    }

    @ParameterizedTest
    @ValueSource(strings = {"experiment_spec.yaml", "experiment_spec_vit.yaml", "experiment_spec_landscd.yaml"})
    void refusesASegmentationAtItsTask(String name) throws IOException {
        assertThat(document(name).violations()).extracting(Violation::pointer).contains("/task");
    }

    private SpecDocument document(String name) throws IOException {
        try (Stream<Path> tree = Files.walk(published)) {
            return SpecDocument.read(
                    tree.filter(file -> file.endsWith(name)).findFirst().orElseThrow());
        }
    }
}
