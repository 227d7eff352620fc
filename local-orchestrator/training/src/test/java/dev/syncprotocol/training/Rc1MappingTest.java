package dev.syncprotocol.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.error.Violation;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.json.LocatedDocument;
import dev.syncprotocol.training.reference.Bigram;
import dev.syncprotocol.training.reward.OverClarification;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The flat RC1 configuration as the local one it stands for (preflight.md section 11). */
class Rc1MappingTest {
    private static final String SEED = """
            simulate: false
            live_mode: true
            base_model: "Qwen/Qwen3-4B-Thinking-2507"
            seed_pool: "data/rollouts/rc1_seed.balanced.jsonl"
            use_overclar_penalty: true
            overclar_penalty: {alpha: 0.14}
            target_kl: 0.02
            steps: 50000
            seeds: [20250820, 20250821, 20250822]
            finetune: {method: qlora}
            """;
    private static final RewardProvider SCORER = new RewardProvider() {
        @Override
        public String name() {
            return "scorer";
        }

        @Override
        public Reward create(TrainConfig config) {
            throw new IllegalStateException("only its name is asked for");
        }
    };

    private final TrainConfigReader reader = new TrainConfigReader(new Installed(
            List.of(new Bigram.Provider(Set.of("trl_ppo"))),
            Installed.find().strategies(),
            Installed.find().callbacks(),
            List.of(SCORER, new OverClarification.Provider())));

    private LoadedConfig read(String text) {
        return reader.read(text.getBytes(StandardCharsets.UTF_8), "configs/ppo_scale.yaml");
    }

    private List<Violation> violations(String text) {
        return catchThrowableOfType(SyncException.class, () -> read(text)).violations();
    }

    @Test
    void mapsEachFlatKeyAndNamesItsSource() {
        List<Violation> broken = violations(SEED);
        // The reference engine of these tests trains neither an adapter nor a policy; nothing else is wrong.
        assertThat(broken).extracting(Violation::rule).allMatch(rule -> rule.startsWith("the engine can"));
        Rc1Mapping mapping =
                Rc1Mapping.of(LocatedDocument.read(SEED.getBytes(StandardCharsets.UTF_8), DocumentFormat.YAML));
        var local = mapping.local().root();
        assertThat(local.at("/run/max_steps").asInt()).isEqualTo(50_000);
        assertThat(local.at("/run/seed").asLong()).isEqualTo(20_250_820);
        assertThat(local.at("/run/output_dir").asText()).isEqualTo("checkpoints/rc1/seed_20250820");
        assertThat(local.at("/run/save_steps").asInt()).isEqualTo(1000);
        assertThat(local.at("/engine/target_kl").asDouble()).isEqualTo(0.02);
        assertThat(local.at("/gate/preflight").asText()).isEqualTo("reports/preflight/round2_pass.json");
        assertThat(local.at("/strategy/reward/0/name").asText()).isEqualTo("scorer");
        assertThat(local.at("/strategy/reward/1/weight").asDouble()).isEqualTo(0.14 / 0.07);
        assertThat(mapping.sources())
                .containsEntry("run.max_steps", "steps")
                .containsEntry("model.base", "base_model")
                .containsEntry("engine.name", "rc1");
    }

    @Test
    void refusesWhatItCannotMapWhereItStands() {
        assertThat(violations(SEED.replace("steps: 50000", "stepz: 50000\nsteps: 50000")))
                .singleElement()
                .satisfies(broken -> {
                    assertThat(broken.line()).isEqualTo(8);
                    assertThat(broken.pointer()).contains("stepz");
                });
        assertThat(violations(SEED.replace("alpha: 0.14", "cap: 5")))
                .anySatisfy(broken -> assertThat(broken.pointer()).isEqualTo("/overclar_penalty/cap"));
        assertThat(violations(SEED + "run: {max_steps: 9, seed: 1, sav_steps: 3}\n"))
                .anySatisfy(broken -> assertThat(broken.rule()).isEqualTo("steps gives it too"))
                .anySatisfy(broken -> assertThat(broken.rule()).isEqualTo("run.seed is one of the seeds"))
                .anySatisfy(broken -> {
                    assertThat(broken.pointer()).isEqualTo("/run/sav_steps");
                    assertThat(broken.line()).isEqualTo(11);
                });
    }

    @Test
    void samplesByDifficultyWithTheSeedsNumbersUnlessSwitchedOff() {
        assertThat(mapped(SEED).at("/data/priority_sampling").isMissingNode()).isTrue();
        assertThat(mapped(SEED + "priority_sampling: {enable: false}\n")
                        .at("/data/priority_sampling")
                        .isMissingNode())
                .isTrue();
        var sampling = mapped(SEED + "priority_sampling: {enable: true, low_perf_cap: 0.1}\n")
                .at("/data/priority_sampling");
        assertThat(sampling.path("low_perf_cap").asDouble()).isEqualTo(0.1);
        assertThat(sampling.at("/by_difficulty/hard").asDouble()).isEqualTo(0.4);
        assertThat(sampling.at("/seed_ratio_schedule/2/step").asLong()).isEqualTo(40_000);
        assertThat(violations(SEED
                        + "priority_sampling: {enable: true, by_difficulty: {easy: 0.5, medium: 0.1, hard: 0.1}}\n"))
                .anySatisfy(broken -> {
                    assertThat(broken.pointer()).isEqualTo("/priority_sampling");
                    assertThat(broken.line()).isEqualTo(11);
                });
    }

    private static JsonNode mapped(String text) {
        return Rc1Mapping.of(LocatedDocument.read(text.getBytes(StandardCharsets.UTF_8), DocumentFormat.YAML))
                .local()
                .root();
    }

    /** No section and no flag takes the ticket away. */
    @Test
    void refusesAnotherTicketAndNone() {
        for (String gate : List.of("{preflight: reports/other.json}", "{preflight: null}")) {
            assertThat(violations(SEED + "gate: " + gate + "\n"))
                    .as(gate)
                    .anySatisfy(broken -> assertThat(broken.pointer()).isEqualTo("/gate/preflight"));
        }
    }

    @Test
    void writesOneSeedStraightIntoTheFolder() {
        String one = SEED.replace("[20250820, 20250821, 20250822]", "[20250820]");
        Rc1Mapping mapping =
                Rc1Mapping.of(LocatedDocument.read(one.getBytes(StandardCharsets.UTF_8), DocumentFormat.YAML));
        assertThat(mapping.local().root().at("/run/output_dir").asText()).isEqualTo("checkpoints/rc1");
    }
}
