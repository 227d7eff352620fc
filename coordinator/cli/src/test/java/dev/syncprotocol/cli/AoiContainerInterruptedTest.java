package dev.syncprotocol.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.aoi.launch.Interrupt;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A signal while a container trains: real commands, real signals, a docker that is a program and trains until it is told to stop. */
class AoiContainerInterruptedTest extends OnAWholeMachine {
    private AoiProcess sync;

    @BeforeEach
    void boards() throws IOException {
        scene.dockerThatTrainsUntilStopped();
        sync = new AoiProcess(folder);
    }

    @Tag("stress")
    @Test
    void ctrlCStopsTheContainerByItsNameAndResumeGoesOn() throws Exception {
        Interrupt.assumeHeard();
        Process run = training();
        List<ProcessHandle> children = run.descendants().toList();
        Interrupt.send(run);
        assertStopped(run, children);
        assertGoesOn();
    }

    @Tag("stress")
    @Test
    void soDoesATermination() throws Exception {
        Process run = training();
        List<ProcessHandle> children = run.descendants().toList();
        run.destroy();
        assertStopped(run, children);
    }

    private Process training() throws Exception {
        String token = sync.token("--engine", "tao");
        return sync.running(() -> Files.exists(scene.training()), "--engine", "tao", "--approve", token);
    }

    private void assertStopped(Process run, List<ProcessHandle> children) throws Exception {
        JsonNode answer = sync.ended(130, run, "run");
        assertThat(answer.at("/error/code").asText()).isEqualTo("interrupted");
        assertThat(answer.toString()).contains("sync aoi resume");
        String container = "sync-" + sync.run().getFileName() + "-baseline-train";
        assertThat(scene.calls()).last().isEqualTo("docker stop " + container);
        assertThat(scene.calls()).anyMatch(line -> line.startsWith("docker run --rm --name " + container + " "));
        assertThat(children).isNotEmpty().noneMatch(ProcessHandle::isAlive);
        assertThat(sync.log()).as("nothing is logged").isEmpty();
        assertThat(sync.run().resolve("best_model.json")).doesNotExist();
    }

    private void assertGoesOn() throws Exception {
        scene.docker("");
        assertThat(sync.answer(0, "resume").at("/data/reason").asText()).isEqualTo("max_iterations");
        assertThat(sync.answer(0, "status", "--verify", "--replay")
                        .at("/data/verified")
                        .asBoolean())
                .isTrue();
    }
}
