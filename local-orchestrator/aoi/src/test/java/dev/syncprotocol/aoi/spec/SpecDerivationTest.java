package dev.syncprotocol.aoi.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.error.Violation;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SpecDerivationTest {
    private static final Path WORKSPACE = Path.of("/w");
    private static final Path PHASE = WORKSPACE.resolve("results/run_20260102_120000/iter1");

    @Test
    void setsWhatTheLoopOwnsAndKeepsTheRest() {
        EffectiveSpec spec = derive(SpecDocumentTest.PUBLISHED);

        assertThat(spec.tree().path("results_dir").textValue()).isEqualTo(PHASE.toString());
        assertThat(spec.tree().at("/train/results_dir").textValue())
                .isEqualTo(PHASE.resolve("train").toString());
        assertThat(spec.tree().at("/train/pretrained_model_path").textValue()).isEqualTo("/w/best.safetensors");
        assertThat(spec.tree().at("/train/resume_training_checkpoint_path").isNull())
                .isTrue();
        assertThat(spec.tree().at("/inference/checkpoint").textValue()).isEmpty();
        assertThat(spec.tree().at("/evaluate/batch_size").intValue()).isEqualTo(8);
        assertThat(spec.tree().at("/train/tensorboard/enabled").booleanValue()).isTrue();
        assertThat(spec.typed().train().epochs()).isEqualTo(20);
        assertThat(spec.typed().dataset().batchSize()).isEqualTo(8);
        assertThat(spec.typed().dataset().training()).isEqualTo(new TableLocation("/w/train.csv", "/w"));
        assertThat(spec.typed().train().startCheckpoint()).contains("/w/best.safetensors");
    }

    @Test
    void keepsThePathRuleWhereThePublishedDocumentBrokeIt() {
        EffectiveSpec spec = derive(SpecDocumentTest.PUBLISHED);

        assertThat(PathRule.violations(spec, WORKSPACE)).isEmpty();
        assertThatCode(() -> PathRule.check(spec, WORKSPACE)).doesNotThrowAnyException();
    }

    @Test
    void writesTheSameTextFromTheSameInputs() {
        assertThat(derive(SpecDocumentTest.PUBLISHED).yaml())
                .isEqualTo(derive(SpecDocumentTest.PUBLISHED).yaml())
                .doesNotContain("${")
                .doesNotContain("???");
    }

    @Test
    void leavesTheBaselineDocumentAsItIs() {
        SpecDocument document = SpecDocumentTest.document(SpecDocumentTest.PUBLISHED);
        String before = document.yaml();

        SpecDerivation.derive(document, overrides());

        assertThat(document.yaml()).isEqualTo(before);
    }

    @Test
    void refusesAPathOutsideTheWorkspaceAndAnOpenValue() {
        EffectiveSpec spec = derive(SpecDocumentTest.PUBLISHED
                + "hooks:\n  output: /results/elsewhere\n  logs: /w/../x\n  cache: ${nowhere.at.all}\n  rest: '???'\n");

        assertThat(PathRule.violations(spec, WORKSPACE))
                .extracting(Violation::rule)
                .containsExactly("hooks.output", "hooks.logs", "hooks.cache", "hooks.rest");
        assertThatThrownBy(() -> PathRule.check(spec, WORKSPACE))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PATH_RULE))
                .hasMessageContaining("hooks.output");
    }

    @Test
    void leavesAReferenceToItselfForThePathRule() {
        EffectiveSpec spec = derive(SpecDocumentTest.PUBLISHED + "a: ${b}\nb: ${a}\n");

        assertThat(PathRule.violations(spec, WORKSPACE))
                .extracting(Violation::rule)
                .containsExactly("a", "b");
    }

    @Test
    void refusesFewerEpochsThanTheIntervals() {
        SpecDocument document = SpecDocumentTest.document(SpecDocumentTest.PUBLISHED);

        assertThatThrownBy(() -> SpecDerivation.derive(document, overrides(2)))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("/train/validation_interval");
    }

    @Test
    void namesWhatTheEmbeddedEngineIgnores() {
        assertThat(IgnoredKeys.ofEmbedded(SpecDocumentTest.document(SpecDocumentTest.PUBLISHED + "odd: {key: 1}\n")))
                .contains(
                        "encryption_key",
                        "train.num_nodes",
                        "train.tensorboard.enabled",
                        "model.decode_head.feature_strides",
                        "dataset.classify.workers",
                        "odd.key")
                .doesNotContain("train.num_epochs", "dataset.classify.image_ext", "task");
    }

    static EffectiveSpec derive(String yaml) {
        return SpecDerivation.derive(SpecDocumentTest.document(yaml), overrides());
    }

    /** What the loop sets of a phase below {@code /w}. */
    static PhaseOverrides overrides() {
        return overrides(20);
    }

    private static PhaseOverrides overrides(int epochs) {
        TableLocation kpi = new TableLocation("/w/kpi/testing_set.csv", "/w/kpi/images");
        return new PhaseOverrides(
                PHASE,
                new TableLocation("/w/train.csv", "/w"),
                kpi,
                kpi,
                kpi,
                Optional.empty(),
                Optional.of(Path.of("/w/best.safetensors")),
                OptionalInt.of(epochs),
                OptionalInt.of(8));
    }
}
