package dev.syncprotocol.djl.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.syncprotocol.training.Configs;
import dev.syncprotocol.training.Engine;
import dev.syncprotocol.training.EngineSetup;
import dev.syncprotocol.training.Golden;
import dev.syncprotocol.training.GoldenDpo;
import dev.syncprotocol.training.Installed;
import dev.syncprotocol.training.SequenceContract;
import dev.syncprotocol.training.Sequences;
import dev.syncprotocol.training.TrainConfig;
import dev.syncprotocol.training.TrainConfig.DpoForm;
import dev.syncprotocol.training.dpo.DpoLoss;
import dev.syncprotocol.training.dpo.DpoObjective;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DjlSequenceTest extends SequenceContract {
    private static final DpoObjective DPO = new DpoObjective(new DpoLoss(DpoForm.SIGMOID, 0.1, 0), false);

    @Override
    protected Engine engine(TrainConfig config) {
        Engine engine = new DjlEngine();
        engine.setup(withReference(config));
        return engine;
    }

    @Override
    protected double tolerance() {
        return 1e-5;
    }

    /** Red when the reference moves with the policy, or when a prompt's tokens count. */
    @Test
    void reproducesTheGoldenRun() {
        try (Engine engine =
                new DjlEngine((setup, runtime) -> new Bigram(GoldenDpo.embedding(), GoldenDpo.output(), runtime))) {
            GoldenDpo.assertReproducedBy(engine, Golden.FLOAT_RUNS);
        }
    }

    /** Policy and reference are one at the start: ln 2, whether it is a copy or the base without its adapter. */
    @Test
    void beginsWhereTheReferenceIs() {
        TrainConfig adapter = Configs.small(Map.of("lora: {enable: false}", "lora: {dropout: 0.3}"));
        for (TrainConfig config : new TrainConfig[] {Configs.small(Map.of()), adapter}) {
            try (Engine engine = engine(config)) {
                var first = engine.trainStep(1, Sequences.inputs(1, DPO));
                assertThat(first.loss()).isEqualTo(Math.log(2));
                assertThat(first.more()).containsEntry("rewards/margins", 0.0).containsEntry("rewards/accuracies", 0.0);
                engine.trainStep(2, Sequences.inputs(1, DPO));
                assertThat(engine.evalStep(Sequences.inputs(1, DPO)).loss()).isLessThan(Math.log(2));
                assertThat(engine.facts().frozen()).isPresent();
            }
        }
    }

    @Test
    void leavesNoArrayBehindAfterAStep() {
        try (DjlEngine engine = new DjlEngine()) {
            engine.setup(withReference(Configs.small(Map.of())));
            engine.trainStep(1, Sequences.inputs(1, DPO));
            engine.evalStep(Sequences.inputs(1, DPO));
            int arrays = engine.managedArrays();
            for (int step = 2; step <= 10; step++) {
                engine.trainStep(step, Sequences.inputs(step, DPO));
                engine.evalStep(Sequences.inputs(step, DPO));
            }
            assertThat(engine.managedArrays()).isEqualTo(arrays).isPositive();
        }
    }

    @Test
    void isFoundByItsKeys() {
        assertThat(Installed.find().engine("trl_dpo")).isPresent();
        assertThat(Installed.find().engine("pure_pt")).isPresent();
    }

    private static EngineSetup withReference(TrainConfig config) {
        EngineSetup plain = Shapes.setup(config, Shapes.TINY);
        return new EngineSetup(plain.config(), plain.model(), plain.threads(), true);
    }
}
