package dev.syncprotocol.coordinator.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.syncprotocol.coordinator.JavaProcess;
import dev.syncprotocol.coordinator.round.LaunchId;
import dev.syncprotocol.protocol.RoundNumber;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchWatchTest {
    @TempDir
    Path launches;

    private LaunchFolder folder;

    @BeforeEach
    void nameTheFolder() {
        folder = LaunchFolder.of(launches, LaunchId.of(RoundNumber.FIRST, 2));
    }

    private void write(String name, String text) throws IOException {
        Files.createDirectories(folder.path());
        Files.writeString(folder.path().resolve(name), text);
    }

    @Test
    void knowsNothingOfALaunchInAnotherClone() throws IOException {
        assertThat(folder.path()).hasFileName("r0001-l0002");
        assertThat(LaunchWatch.liveness(folder)).isEqualTo(Liveness.ELSEWHERE);
    }

    @Test
    void seesALaunchBeingStarted() throws IOException {
        write("order.json", "{}");
        assertThat(LaunchWatch.liveness(folder)).isEqualTo(Liveness.STARTING);
    }

    @Test
    void seesALivingProcessAndOneThatEnded() throws Exception {
        Process process = new ProcessBuilder("sleep", "60").start();
        Files.createDirectories(folder.path());
        folder.started(EngineProcess.of(process.toHandle(), List.of("sleep", "60")));
        assertThat(LaunchWatch.liveness(folder)).isEqualTo(Liveness.RUNNING);
        assertThat(folder.process().orElseThrow().command()).containsExactly("sleep", "60");
        process.destroyForcibly().waitFor();
        assertThat(LaunchWatch.liveness(folder)).isEqualTo(Liveness.LOST);
    }

    @Test
    void takesNoOtherProcessOfTheSameNumberForIt() throws IOException {
        long mine = ProcessHandle.current().pid();
        Files.createDirectories(folder.path());
        folder.started(new EngineProcess(mine, Optional.of(Instant.EPOCH), List.of()));
        assertThat(LaunchWatch.liveness(folder)).isEqualTo(Liveness.LOST);
    }

    @Test
    void takesNoProcessThatEndedAndWasNeverWaitedForAsLiving() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "a system that shows ended processes");
        Process parent = new ProcessBuilder("sh", "-c", "exec 3<&0; cat <&3 & echo $!; exec sleep 60").start();
        try (BufferedReader output = parent.inputReader()) {
            long ended = Long.parseLong(output.readLine());
            await(parent.pid(), "comm", "sleep");
            parent.getOutputStream().close();
            await(ended, "stat", ") Z ");
            assertThat(new EngineProcess(ended, Optional.empty(), List.of()).living())
                    .isEmpty();
        } finally {
            parent.destroyForcibly().waitFor();
        }
    }

    /** A shell may wait for its children, `sleep` never does: so the child ends only after the shell became it. */
    private static void await(long process, String file, String said) throws IOException {
        Path place = Path.of("/proc", String.valueOf(process), file);
        while (!Files.readString(place).contains(said)) {
            Thread.onSpinWait();
        }
    }

    @Test
    void believesTheOutcomeBeforeTheProcessTable() throws IOException {
        write("outcome.json", "{\"outcome\":\"finished\",\"exit_code\":0,\"step\":3,\"max_steps\":3}");
        assertThat(LaunchWatch.liveness(folder)).isEqualTo(Liveness.ENDED);
        assertThat(folder.outcome().orElseThrow().step()).isEqualTo(3);
    }

    @Test
    void findsTheProcessByItsHeartbeatWhenNobodyWroteItDown() throws Exception {
        Process process = new ProcessBuilder(JavaProcess.command(Sleeper.class)).start();
        assertThat(process.getInputStream().read()).isEqualTo(1);
        write(
                "heartbeat.json",
                "{\"pid\":%d,\"at\":\"2026-01-02T03:04:05Z\",\"step\":1,\"max_steps\":3,\"loss\":null}"
                        .formatted(process.pid()));
        assertThat(LaunchWatch.liveness(folder)).isEqualTo(Liveness.RUNNING);
        process.destroyForcibly().waitFor();
        assertThat(LaunchWatch.liveness(folder)).isEqualTo(Liveness.LOST);
    }

    /** Says that it lives, and stays until it is killed. */
    static final class Sleeper {
        public static void main(String[] arguments) throws Exception {
            System.out.write(1);
            System.out.flush();
            Thread.sleep(60_000);
        }
    }

    @Test
    void readsNothingIntoAFileThatIsBroken() throws IOException {
        write("outcome.json", "{\"outcome\":");
        write("heartbeat.json", "[]");
        assertThat(folder.outcome()).isEmpty();
        assertThat(folder.heartbeat()).isEmpty();
    }
}
