package dev.syncprotocol.aoi.tao;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "runs small programs of a Unix system")
class ProcessContainerRunnerTest {
    @TempDir
    Path folder;

    private final ProcessContainerRunner runner = new ProcessContainerRunner(Clock.systemUTC());

    @Test
    void givesExitCodeAndOutput() {
        ContainerResult result = runner.run(ContainerCall.probe(List.of("sh", "-c", "echo out; echo err >&2; exit 3")));

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.output()).contains("out").contains("err");
        assertThat(result.ended()).isFalse();
    }

    @Test
    void saysThatAProgramIsNotThere() {
        ContainerResult result = runner.run(ContainerCall.probe(List.of("sync-no-such-program")));

        assertThat(result.exitCode()).isEqualTo(ContainerResult.NOT_FOUND);
        assertThat(result.output()).contains("sync-no-such-program");
    }

    @Test
    void passesAVariableByNameAndMasksItsValueInTheLog() throws IOException {
        Path log = folder.resolve("task.log");

        ContainerResult result = runner.run(ContainerCall.task(
                "name", List.of("sh", "-c", "echo token $HF_TOKEN"), Map.of("HF_TOKEN", TaoFixture.TOKEN), log));

        assertThat(result.output()).isEqualTo("token ***\n");
        assertThat(Files.readString(log)).isEqualTo("token ***\n");
    }

    @Test
    void givesStandardInput() {
        ContainerResult result = runner.run(new ContainerCall(
                Optional.empty(), List.of("cat"), Map.of(), Optional.of("the key"), Optional.empty()));

        assertThat(result.output()).isEqualTo("the key");
    }

    @Test
    void appendsToALogAndReturnsItsOwnPart() throws IOException {
        Path log = Files.writeString(folder.resolve("task.log"), "before\n");

        ContainerResult result = runner.run(ContainerCall.task("name", List.of("echo", "after"), Map.of(), log));

        assertThat(result.output()).isEqualTo("after\n");
        assertThat(Files.readString(log)).isEqualTo("before\nafter\n");
    }

    @Test
    void keepsAWordThatAShellWouldTakeApart() {
        ContainerResult result = runner.run(ContainerCall.probe(List.of("printf", "%s|", "a b", "$HOME", "`id`", "*")));

        assertThat(result.output()).isEqualTo("a b|$HOME|`id`|*|");
    }

    @Test
    void stopsWaitingWhenItsThreadIsInterrupted() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> runner.run(ContainerCall.probe(List.of("sleep", "600"))))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERRUPTED));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(ProcessHandle.current().children())
                .noneMatch(child -> child.info().commandLine().orElse("").equals("sleep 600"));
    }

    @Test
    void refusesRealDockerWhereThereIsNone() {
        TaoProbe probe = TaoProbe.of(TaoFixture.images(), Optional.empty(), false, runner);

        // On a machine with both the probe may succeed; everywhere it says which it is.
        assertThat(probe.answer().available()).isEqualTo(probe.missing().isEmpty());
    }
}
