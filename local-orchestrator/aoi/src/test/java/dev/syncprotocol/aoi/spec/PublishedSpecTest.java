package dev.syncprotocol.aoi.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.syncprotocol.protocol.error.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The specifications NVIDIA publishes, as they are (specification §19, §20). They are no part of the repository: without {@code shared/data} beside it
 * these tests are skipped and say so.
 */
class PublishedSpecTest {
    private static final String TEMPLATE =
            "tao-skill-bank/skills/applications/tao-run-deft-aoi/references/baseline_spec.yaml";
    private static final String BACKEND =
            "tao_pytorch_backend/nvidia_tao_pytorch/cv/visual_changenet/experiment_specs/";

    private Path published;

    @BeforeEach
    void besideTheRepository() {
        published = Path.of(System.getProperty("sync.root", ".") + "/../shared/data/aoi-configs")
                .normalize();
        assumeTrue(Files.isDirectory(published), "published specifications not found: no shared/data");
    }

    @ParameterizedTest
    @ValueSource(strings = {TEMPLATE, BACKEND + "experiment_spec_classify.yaml"})
    void readsAClassifySpecificationAndWritesWhatItRead(String file) throws IOException {
        SpecDocument document = SpecDocument.read(published.resolve(file));

        assertThat(document.violations()).isEmpty();
        assertThat(document.typed().train().classWeights()).containsExactly(1.0, 10.0);
        assertThat(SpecDocumentTest.document(document.yaml()).tree()).isEqualTo(document.tree());
    }

    /** What the text says is what the loop trains with. */
    @ParameterizedTest
    @ValueSource(strings = TEMPLATE)
    void readsTheTemplatesValues(String file) throws IOException {
        ChangeNetSpec spec = SpecDocument.read(published.resolve(file)).typed();

        assertThat(spec.train().epochs()).isEqualTo(10);
        assertThat(spec.train().optim().learningRate()).isEqualTo(1e-5);
        assertThat(spec.dataset().pictures().lights()).containsExactly("SolderLight");
        assertThat(spec.dataset().batchSize()).isEqualTo(16);
        assertThat(spec.dataset().augmentation().augment()).isTrue();
        assertThat(spec.model().backbone()).isEqualTo("c_radio_v2_vit_base_patch16_224");
    }

    /** It is published with container paths; the template says itself that /results is to be overridden. */
    @ParameterizedTest
    @ValueSource(strings = {TEMPLATE, BACKEND + "experiment_spec_classify.yaml"})
    void keepsThePathRuleOnceThePhasesPathsAreSet(String file) throws IOException {
        String text = Files.readString(published.resolve(file));

        assertThat(text).contains("results_dir: /results");
        assertThat(PathRule.violations(SpecDerivationTest.derive(text), Path.of("/w")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"experiment_spec.yaml", "experiment_spec_landscd.yaml", "experiment_spec_vit.yaml"})
    void refusesASegmentation(String file) throws IOException {
        List<Violation> faults =
                SpecDocument.read(published.resolve(BACKEND + file)).violations();

        assertThat(faults).extracting(Violation::rule).contains("task");
    }

    /** Its loss and its difference module do not go together, though it is published so. */
    @ParameterizedTest
    @ValueSource(strings = BACKEND + "experiment_spec_multi_golden_classify.yaml")
    void findsTheRuleThatThePublishedMultiGoldenSpecificationBreaks(String file) throws IOException {
        assertThat(SpecDocument.read(published.resolve(file)).violations())
                .extracting(Violation::rule)
                .containsExactly("train.classify.loss", "model.classify.difference_module");
    }
}
