package dev.syncprotocol.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.syncprotocol.gates.rc1.Rc1Scaffold;
import dev.syncprotocol.training.scaffold.Scaffold;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The generated Makefile as make reads it; skipped where there is no make. */
class MakefileTest {
    private static final List<String> TARGETS =
            List.of("preflight", "run", "round1", "round2", "train", "resume", "test", "failpack");

    @TempDir
    private Path folder;

    private String said = "";

    @BeforeEach
    void scaffold() throws IOException {
        assumeTrue(makeIsThere(), "there is no make on this machine");
        Scaffold.write(folder, 1);
        Rc1Scaffold.write(folder);
    }

    private static boolean makeIsThere() {
        return Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
                .anyMatch(place -> Files.isExecutable(Path.of(place, "make")));
    }

    private int make(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("make"));
        command.addAll(List.of(words));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeAll(List.of("SYNC", "PROFILE", "CONFIG", "LATEST", "MAKEFLAGS"));
        Process process = builder.start();
        said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.onExit().join().exitValue();
    }

    @ParameterizedTest
    @CsvSource({
        "local, preflight, sync train verify --config configs/train_local.yaml",
        "local, run, sync train run --config configs/train_local.yaml",
        "local, round1, sync preflight round1",
        "local, round2, sync preflight round2",
        "local, train, sync train run --config configs/ppo_scale.yaml",
        "local, resume, sync train resume --config configs/train_local.yaml --resume checkpoints/local/latest",
        "local, test, mvn -q verify",
        "local, failpack, sync failpack --profile local",
        "rc1, preflight, ./ops/run_local_rc1.sh",
        "rc1, run, sync train run --config configs/ppo_scale.yaml",
        "rc1, round1, sync preflight round1",
        "rc1, round2, sync preflight round2",
        "rc1, train, sync train run --config configs/ppo_scale.yaml",
        "rc1, resume, sync train resume --config configs/ppo_scale.yaml --resume checkpoints/rc1/latest",
        "rc1, test, mvn -q verify",
        "rc1, failpack, sync failpack --profile rc1"
    })
    void everyTargetRunsTheProgram(String profile, String target, String line) throws IOException {
        assertThat(make("-n", "PROFILE=" + profile, target)).as(said).isZero();
        assertThat(said).contains(line);
        if (target.equals("train")) {
            assertThat(said.lines().findFirst()).contains("sync preflight ticket");
        }
    }

    @Test
    void namesItsTargetsAsPhonyAndKnowsNoOtherProfile() throws IOException {
        assertThat(Files.readString(folder.resolve("Makefile"))).contains(".PHONY: " + String.join(" ", TARGETS));
        assertThat(make("-n", "PROFILE=other", "run")).isEqualTo(2);
        assertThat(said).contains("PROFILE is local or rc1, not other");
    }

    @Test
    void aFailingCommandMakesMakeFail() throws IOException {
        for (String target : List.of("preflight", "run", "round1", "round2", "train", "resume", "failpack")) {
            assertThat(make("SYNC=false", target)).as(target).isEqualTo(2);
        }
        assertThat(make("SYNC=false", "PROFILE=rc1", "preflight"))
                .as("a pipe into tee hides nothing")
                .isEqualTo(2);
    }
}
