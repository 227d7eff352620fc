package dev.syncprotocol.djl.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.djl.training.SumsWorkspace.Kind;
import dev.syncprotocol.training.Installed;
import dev.syncprotocol.training.launch.TrainingProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Learning from a reward alone: a decoder with random weights learns the form of an answer, to the bit the same twice. */
class PolicyLearnsTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);
    private static final int ROWS = 32;
    private static final int PROMPTS = 8;

    @TempDir
    private Path first;

    @TempDir
    private Path second;

    /** One in a hundred answers is a digit and an end at first, nearly every one at last. */
    @Test
    @Tag("stress")
    void ppoLearnsAFormInAHundredStepsAndTwiceTheSameWay() throws IOException {
        SumsWorkspace run = trained(first, Kind.PPO, ROWS, 100);
        assertThat(mean(run, "objective/scores", 0, 10)).isLessThan(0.1);
        assertThat(mean(run, "objective/scores", 90, 100)).isGreaterThan(0.9);
        assertThat(mean(run, "num_eos_tokens", 90, 100)).isGreaterThan(ROWS * 0.9);
        SumsWorkspace again = trained(second, Kind.PPO, ROWS, 100);
        assertThat(again.metrics()).isEqualTo(run.metrics());
        assertThat(again.digests(100)).isEqualTo(run.digests(100));
    }

    @Test
    @Tag("stress")
    void grpoLearnsItInTwoHundredSteps() throws IOException {
        SumsWorkspace run = trained(first, Kind.GRPO, PROMPTS, 200);
        assertThat(mean(run, "reward", 0, 10)).isLessThan(0.1);
        assertThat(mean(run, "reward", 190, 200)).isGreaterThan(0.9);
    }

    /** The first ten steps of the same run, in every build: each figure of training.md section 8.2 is there. */
    @Test
    void ppoRepeatsItselfToTheBitAndLogsItsFigures() throws IOException {
        SumsWorkspace run = trained(first, Kind.PPO, PROMPTS, 3);
        assertThat(trained(second, Kind.PPO, PROMPTS, 3).metrics()).isEqualTo(run.metrics());
        ObjectNode row = run.metrics().get(2);
        assertThat(row.properties().stream().map(Map.Entry::getKey))
                .contains(
                        "kl_ref",
                        "entropy",
                        "objective/non_score_reward",
                        "objective/rlhf_reward",
                        "objective/scores",
                        "approxkl",
                        "clipfrac",
                        "vf_clipfrac",
                        "loss_policy",
                        "loss_value",
                        "num_eos_tokens",
                        "episode",
                        "rewards/format/mean");
        assertThat(row.path("optimizer_updates").longValue()).isEqualTo(12);
        assertThat(row.path("episode").doubleValue()).isEqualTo(3 * PROMPTS);
        assertThat(row.path("kl").isNumber() && row.path("ratio").isNumber()).isTrue();
        assertThat(row.path("entropy").doubleValue()).isBetween(5.0, Math.log(264));
    }

    /** On policy: nothing has moved between rollout and the first update. */
    @Test
    void grpoOfOneIterationHasRatioOneAndNoKl() throws IOException {
        SumsWorkspace run = trained(first, Kind.GRPO, 4, 2);
        for (ObjectNode row : run.metrics()) {
            assertThat(row.path("ratio").doubleValue()).isCloseTo(1, within(1e-12));
            assertThat(row.path("kl").isNull()).isTrue();
            assertThat(row.path("clip_ratio/region_mean").doubleValue()).isZero();
            assertThat(row.path("optimizer_updates").intValue())
                    .isEqualTo(row.path("step").intValue());
            assertThat(row.path("completions/max_length").doubleValue()).isBetween(1.0, 4.0);
        }
    }

    private static SumsWorkspace trained(Path folder, Kind kind, int rows, int steps) throws IOException {
        SumsWorkspace workspace = SumsWorkspace.write(folder, kind, rows, steps);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        TrainingProcess.Surroundings surroundings =
                new TrainingProcess.Surroundings(out, (output, error) -> out, Map.of(), 1, Installed.find(), NOON);
        int code = new TrainingProcess(workspace.order(1, null), surroundings, () -> false).run();
        assertThat(code).as(said.toString(StandardCharsets.UTF_8)).isZero();
        return workspace;
    }

    private static double mean(SumsWorkspace run, String name, int from, int to) throws IOException {
        List<ObjectNode> rows = run.metrics().subList(from, to);
        return rows.stream()
                .mapToDouble(row -> row.path(name).doubleValue())
                .average()
                .orElseThrow();
    }
}
