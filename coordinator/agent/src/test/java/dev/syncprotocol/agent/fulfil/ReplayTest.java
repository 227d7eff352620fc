package dev.syncprotocol.agent.fulfil;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.agent.loopback.GeminiServer;
import dev.syncprotocol.agent.loopback.SeedMind;
import dev.syncprotocol.coordinator.round.RoundState;
import dev.syncprotocol.coordinator.workspace.ProviderKind;
import dev.syncprotocol.coordinator.workspace.ProviderSettings;
import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was written down live is played back in another workspace: the same artifacts, labelled as replay. */
class ReplayTest {
    private static final RepoPath RECORDING = new RepoPath("recordings/seed/");

    @TempDir
    Path folder;

    private static ProviderSettings replay() {
        return new ProviderSettings(
                "gemini",
                ProviderKind.REPLAY,
                "replay",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(RECORDING),
                Duration.ofSeconds(1),
                0,
                4096,
                Optional.empty());
    }

    @Test
    void takesTheSeedsNeedsToReadyWithoutANetwork() throws IOException {
        FulfilBench live = new FulfilBench(folder.resolve("live"));
        try (GeminiServer server = new GeminiServer(new SeedMind())) {
            live.fulfil(server, ProviderKind.GEMINI);
        }
        FulfilBench other = new FulfilBench(folder.resolve("other"));
        for (Path exchange : live.transcripts()) {
            other.write(RECORDING + exchange.getFileName().toString(), Files.readString(exchange));
        }

        other.replay(replay());

        assertThat(other.coordinator().status().state()).contains(RoundState.READY);
        assertThat(other.root().resolve("reports/diversity_report.json"))
                .hasSameTextualContentAs(live.root().resolve("reports/diversity_report.json"));
        assertThat(SyncJson.read(Files.readString(other.transcripts().get(0)))
                        .path("origin")
                        .asText())
                .isEqualTo("replay");
        assertThat(other.coordinator()
                        .currentRound()
                        .flatMap(round -> round.packageOf(Party.GEMINI))
                        .orElseThrow()
                        .content()
                        .notes())
                .startsWith("[sync agent: replay of recorded exchanges, nobody was asked;")
                .doesNotContain("live");
    }

    @Test
    void refusesAFolderThatIsNotThere() throws IOException {
        FulfilBench bench = new FulfilBench(folder);
        assertThatThrownBy(() -> bench.replay(replay()))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("no folder of recorded exchanges at recordings/seed/");
    }
}
