package dev.syncprotocol.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A call taken back by the client: waiting ends, a command of the round is ended, a training goes on. */
@Timeout(120)
class McpCancelTest {
    private static final String ENDLESS = """
            title: A round with a command that does not end
            commands:
              - {id: 1, title: Endless, instruction: run, run: [sh, -c, "echo pid $$; while :; do echo on; sleep 0.1; done"]}
              - {id: 2, title: Two, instruction: none}
              - {id: 3, title: Three, instruction: none}
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void makeAWorkspace() {
        command("init");
    }

    @Test
    void endsTheCommandOfTheRound() throws IOException {
        Files.createDirectories(folder.resolve("rounds"));
        Files.writeString(folder.resolve("rounds/round-01.yaml"), ENDLESS);
        command("round", "next");
        try (McpClient client = client()) {
            String told = client.cancelAfter("sync_round_run", "{}", "│ pid ");
            long pid = Long.parseLong(told.substring(told.indexOf("pid ") + 4).strip());
            Optional<ProcessHandle> process = ProcessHandle.of(pid);
            process.ifPresent(found -> found.onExit().join());
            assertThat(process.map(ProcessHandle::isAlive).orElse(false)).isFalse();
            assertThat(client.call("sync_status", "{}")
                            .at("/structuredContent/data/commands/0/state")
                            .asText())
                    .isEqualTo("open");
        }
    }

    @Test
    void endsTheWaitingForATrainingAndNotTheTraining() throws IOException {
        command("round", "next");
        command("train", "scaffold");
        Path config = folder.resolve("configs/train_min.yaml");
        Files.writeString(config, Files.readString(config).replaceAll("max_steps: \\d+", "max_steps: 2000"));
        try (McpClient client = client()) {
            client.cancelAfter("sync_launch", "{'config':'configs/train_min.yaml','wait':true}", "the engine runs");
            assertThat(client.call("sync_status", "{}")
                            .at("/structuredContent/data/launch/state")
                            .asText())
                    .isEqualTo("running");
            assertThat(client.call("sync_stop", "{}")
                            .at("/structuredContent/data/was_running")
                            .asBoolean())
                    .isTrue();
        }
    }

    private McpClient client() throws IOException {
        return new McpClient(new LocalDoor(Map.of(), Clock.systemUTC()), folder.toRealPath());
    }

    private void command(String... words) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        Surroundings surroundings = new Surroundings(
                folder,
                new ByteArrayInputStream(new byte[0]),
                Map.of(),
                Clock.systemUTC(),
                false,
                new CountDownLatch(1));
        assertThat(new FrontDoor(nowhere, nowhere).call(surroundings, words)).isZero();
    }
}
