package dev.syncprotocol.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.training.Reward;
import dev.syncprotocol.training.RewardPlace;
import dev.syncprotocol.training.TrainConfig;
import dev.syncprotocol.training.TrainConfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The preflight's scorer as a reward: which scores train, and that a resumed run sees the same ones. */
class ScorerRewardTest {
    private static final Reward.Answer ANSWER =
            new Reward.Answer("How many?", "Four apples.", "4", true, SyncJson.object());

    @TempDir
    private Path workspace;

    @BeforeEach
    void weights() throws IOException {
        Files.createDirectories(workspace.resolve("configs"));
        Files.writeString(
                workspace.resolve("configs/weights.json"),
                "{\"version\":1,\"weights\":{\"correctness\":0.5,\"helpfulness\":0.5}}");
    }

    /** As the training process makes it, once a process. */
    private Reward reward(String mode, LoopbackScorerServer server) throws IOException {
        Path example = Path.of(
                System.getProperty("sync.root"), "schemas/examples/valid/train-config.v1/ppo-with-rewards.yaml");
        TrainConfig config = TrainConfigReader.readDocument(Files.readAllBytes(example), "configs/ppo.yaml")
                .config();
        Map<String, String> environment = Map.of(
                "RUN_MODE",
                mode,
                "SCORER_PROVIDER",
                "openai",
                "SCORER_BASE_URL",
                server.endpoint(),
                "SCORER_API_KEY",
                "test-key-never-to-be-seen-4711");
        return new ScorerReward.Provided()
                .in(new RewardPlace(workspace, environment, Clock.systemUTC()))
                .create(config);
    }

    @Test
    void trainsNothingInProductionByALoopbackScoreAndRemembersNone() throws IOException {
        try (LoopbackScorerServer server = new LoopbackScorerServer()) {
            Reward reward = reward("prod", server);
            assertThatThrownBy(() -> reward.score(ANSWER))
                    .hasMessageContaining("a loopback score trains nothing in prod");
            assertThat(server.calls()).as("asked, and not believed").isPositive();
            assertThat(workspace.resolve(".sync/scores/prod"))
                    .satisfiesAnyOf(
                            folder -> assertThat(folder).doesNotExist(),
                            folder -> assertThat(folder).isEmptyDirectory());
        }
    }

    @Test
    void givesAResumedRunTheScoresOfTheFirstProcessAndAProductionRunNoneOfThem() throws IOException {
        try (LoopbackScorerServer server = new LoopbackScorerServer()) {
            double first = reward("test", server).score(ANSWER);
            assertThat(server.calls()).isEqualTo(1);
            assertThat(reward("test", server).score(ANSWER)).isEqualTo(first);
            assertThat(server.calls()).as("a process later, from memory").isEqualTo(1);
            Reward production = reward("prod", server);
            assertThatThrownBy(() -> production.score(ANSWER)).hasMessageContaining("loopback");
        }
    }
}
