package dev.syncprotocol.coordinator;

import static dev.syncprotocol.coordinator.TestWorkspace.BOTH;
import static dev.syncprotocol.coordinator.TestWorkspace.gemini;
import static org.assertj.core.api.Assertions.assertThat;

import dev.syncprotocol.coordinator.launch.LaunchConfigs;
import dev.syncprotocol.coordinator.launch.LaunchRequest;
import dev.syncprotocol.coordinator.launch.LaunchState;
import dev.syncprotocol.coordinator.launch.Wishes;
import dev.syncprotocol.coordinator.readiness.GateDemand;
import dev.syncprotocol.coordinator.round.LaunchScope;
import dev.syncprotocol.coordinator.round.RoundState;
import dev.syncprotocol.coordinator.workspace.LedgerLimits;
import dev.syncprotocol.coordinator.workspace.WorkspaceConfig;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AutoLaunchTest {
    private static final RepoPath CONFIG = new RepoPath("configs/train.yaml");

    @TempDir
    Path folder;

    private TestWorkspace workspace;
    private LaunchScope scope = LaunchScope.ROUND;

    /** A reader of configs for which every one is the same. */
    private final LaunchConfigs configs = new LaunchConfigs() {
        @Override
        public LaunchRequest request(RepoPath config) {
            return new LaunchRequest(
                    config,
                    Sha256.of("c"),
                    scope,
                    GateDemand.ALL,
                    List.of(),
                    Optional.empty(),
                    new RepoPath("checkpoints/local"),
                    Wishes.NONE);
        }

        @Override
        public void requireData(RepoPath config) {}
    };

    @BeforeEach
    void waitForGemini() throws IOException {
        start(true, Optional.of(CONFIG));
    }

    private void start(boolean autoLaunch, Optional<RepoPath> config) throws IOException {
        workspace = new TestWorkspace(
                folder.resolve(
                        autoLaunch + config.map(RepoPath::value).orElse("none").replace('/', '-')),
                new WorkspaceConfig(WorkspaceConfig.STANDARD.parties(), LedgerLimits.STANDARD, autoLaunch, config));
        workspace.write("engine.txt", "finish");
        workspace.untilWaiting();
        workspace.deliver();
    }

    private Optional<AutoLaunch> deliver() throws IOException {
        workspace.ingest(gemini(1, BOTH));
        return workspace.coordinator().autoLaunch(configs);
    }

    @Test
    void startsWhenTheGateIsOpenAndOnlyThen() throws Exception {
        assertThat(workspace.coordinator().autoLaunch(configs)).isEmpty();
        AutoLaunch result = deliver().orElseThrow();
        assertThat(result.launched().orElseThrow().config()).isEqualTo(CONFIG);
        assertThat(result.refused()).isEmpty();
        workspace.engine().ready().waitFor();
        assertThat(workspace.coordinator().autoLaunch(configs)).isEmpty();
        assertThat(workspace.engine().count()).isEqualTo(1);
        assertThat(workspace.coordinator().status().state()).contains(RoundState.DONE);
        assertThat(workspace.coordinator().status().launch().orElseThrow().state())
                .isEqualTo(LaunchState.FINISHED);
    }

    @Test
    void isLeftAloneWhereTheWorkspaceDoesNotAskForIt() throws IOException {
        start(false, Optional.of(CONFIG));
        assertThat(deliver()).isEmpty();
        assertThat(workspace.engine().count()).isZero();
    }

    @Test
    void saysWhyItStartsNothing() throws IOException {
        start(true, Optional.empty());
        SyncException refusal = deliver().orElseThrow().refused().orElseThrow();
        assertThat(refusal.code()).isEqualTo(ErrorCode.CONFIG_INVALID);
        assertThat(workspace.events()).endsWith("package-ingested");
    }

    @Test
    void neverStartsALocalLoop() throws IOException {
        scope = LaunchScope.LOOP;
        assertThat(deliver().orElseThrow().refused().orElseThrow().getMessage()).contains("local loop");
    }
}
