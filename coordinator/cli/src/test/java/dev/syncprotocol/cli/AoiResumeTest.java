package dev.syncprotocol.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.aoi.launch.Interrupt;
import dev.syncprotocol.protocol.digest.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a run of the inspection loop ends early and goes on, by real commands and real signals. */
class AoiResumeTest {
    @TempDir
    private Path folder;

    private AoiProcess sync;

    @BeforeEach
    void boards() throws Exception {
        sync = AoiProcess.drawnIn(folder);
    }

    @Test
    void ctrlCEndsItWith130AndResumeGoesOnToTheEnd() throws Exception {
        Interrupt.assumeHeard();
        Process run = sync.held(sync.token());
        List<ProcessHandle> children = run.descendants().toList();
        assertThat(children).hasSize(1);
        Interrupt.send(run);
        assertInterrupted(run, children);
        assertGoesOn();
    }

    @Tag("stress")
    @Test
    void soDoesATermination() throws Exception {
        Process run = sync.held(sync.token());
        List<ProcessHandle> children = run.descendants().toList();
        run.destroy();
        assertInterrupted(run, children);
        assertGoesOn();
    }

    @Tag("stress")
    @Test
    void aRunThatIsAliveIsLeftToItsProcess() throws Exception {
        Process run = sync.held(sync.token());
        JsonNode locked = sync.answer(5, "resume");
        assertThat(locked.at("/error/code").asText()).isEqualTo("locked");
        assertThat(sync.answer(5, "resume", "--approve", "run_20260102_120000." + "a".repeat(24))
                        .at("/error/code")
                        .asText())
                .isEqualTo("locked");
        Files.delete(sync.hold());
        assertThat(sync.ended(0, run, "run").at("/data/reason").asText()).isEqualTo("max_iterations");
    }

    @Tag("stress")
    @Test
    void otherInputsNeedAnotherApproval() throws Exception {
        String token = sync.token();
        killed(sync.held(token));
        Path spec = sync.boards().resolve("specs/baseline_spec.yaml");
        Files.writeString(spec, Files.readString(spec) + "# touched\n");

        JsonNode stale = sync.answer(2, "resume");
        assertThat(stale.at("/error/code").asText()).isEqualTo("approval_stale");
        assertThat(stale.at("/error/message").asText()).contains("specification: ");
        assertThat(stale.toString())
                .contains("sync aoi preflight --kpi-target", "--max-iterations 1")
                .doesNotContainPattern("run_\\d{8}_\\d{6}\\.[0-9a-f]{24}");
        assertThat(sync.answer(4, "resume", "--approve", token)
                        .at("/error/code")
                        .asText())
                .isEqualTo("token_used");

        String anew = sync.token();
        assertThat(sync.answer(0, "resume", "--approve", anew)
                        .at("/data/reason")
                        .asText())
                .isEqualTo("max_iterations");
        assertThat(sync.log().get(0)).contains("\"approved_anew\":{\"file\":\"approval_2.json\",\"token\":\"" + anew);
        assertThat(sync.answer(4, "run", AoiProcess.wished("--approve", anew))
                        .at("/error/code")
                        .asText())
                .isEqualTo("token_used");
    }

    @Tag("stress")
    @Test
    void aMendedHardStopIsTriedOnceMore() throws Exception {
        Process run = sync.held(sync.token());
        Path pair = firstPair();
        byte[] bytes = Files.readAllBytes(pair);
        Files.write(pair, new byte[] {0}, StandardOpenOption.APPEND);
        Files.delete(sync.hold());
        assertThat(sync.ended(6, run, "run").at("/error/code").asText()).isEqualTo("pregen_mutated");
        Files.write(pair, bytes);

        String token = sync.token();
        assertRefused("hard_stopped");
        assertRefused("hard_stopped", "--approve", token);
        assertRefused("usage", "--retry-after-fix", "pregen_mutated", "--approve", token);
        assertRefused("usage", "--retry-after-fix", "pregen_mutated", "--why", " ", "--approve", token);
        assertRefused("usage", "--retry-after-fix", "pregen_mutated", "--why", "put back");
        assertRefused("usage", "--retry-after-fix", "leakage", "--why", "put back", "--approve", token);
        JsonNode end = sync.answer(
                0, "resume", "--retry-after-fix", "pregen_mutated", "--why", "picture put back", "--approve", token);
        assertThat(end.at("/data/reason").asText()).isEqualTo("max_iterations");
        assertThat(sync.log())
                .anyMatch(line -> line.contains(
                        "\"retry_after_fix\":{\"code\":\"pregen_mutated\",\"why\":\"picture put back\"}"));
    }

    @Tag("stress")
    @Test
    void aDamagedRunIsGoneOnWithInANewOneAfterItsLastIntactStage() throws Exception {
        sync.answer(0, "run", AoiProcess.wished("--approve", sync.token()));
        Path damaged = sync.run();
        Map<String, String> undisturbed = judged(damaged);
        Files.writeString(
                damaged.resolve("iter1/dataset/train_combined_iter1.csv"), "too many\n", StandardOpenOption.APPEND);
        Map<String, String> before = everyFile(damaged);

        JsonNode found = sync.answer(6, "resume");
        assertThat(found.at("/error/code").asText()).isEqualTo("evidence_changed");
        assertThat(found.toString())
                .contains("the last intact stage is iter1 data_mining", "sync aoi resume --from-last-valid --run ");
        JsonNode asked = sync.answer(2, "resume", "--from-last-valid");
        assertThat(asked.at("/error/code").asText()).isEqualTo("approval_required");
        assertThat(asked.at("/error/message").asText())
                .contains("| Resuming | " + damaged.getFileName() + " after iter1 data_mining: ");
        assertThat(asked.toString())
                .contains("sync aoi preflight --from-last-valid " + damaged.getFileName())
                .doesNotContainPattern("run_\\d{8}_\\d{6}\\.[0-9a-f]{24}");
        String other = sync.token();
        assertThat(sync.answer(2, "resume", "--from-last-valid", "--approve", other)
                        .at("/error/code")
                        .asText())
                .isEqualTo("approval_stale");

        String token = sync.answer(
                        0,
                        "preflight",
                        "--from-last-valid",
                        damaged.getFileName().toString())
                .at("/data/token")
                .asText();
        JsonNode end = sync.answer(0, "resume", "--from-last-valid", "--approve", token);
        assertThat(end.at("/data/reason").asText()).isEqualTo("max_iterations");
        assertThat(sync.run()).isNotEqualTo(damaged);
        assertThat(sync.log().get(0)).contains("\"train_taken_over\":{\"run\":\"" + damaged.getFileName());
        assertThat(judged(sync.run())).isEqualTo(undisturbed);
        assertThat(everyFile(damaged)).isEqualTo(before);
        JsonNode status = sync.answer(0, "status", "--verify", "--replay");
        assertThat(status.at("/data/verified").asBoolean()).isTrue();
        assertThat(sync.answer(0, "resume").at("/data/already").asBoolean()).isTrue();
    }

    /** The scored tables and their thresholds. */
    private static Map<String, String> judged(Path run) throws IOException {
        Map<String, String> files = everyFile(run);
        files.keySet().removeIf(name -> !name.matches(".*/(inference|threshold_metrics)\\.csv"));
        assertThat(files).hasSizeGreaterThan(4);
        return files;
    }

    private static Map<String, String> everyFile(Path run) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> tree = Files.walk(run)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                files.put(run.relativize(file).toString(), Sha256.ofFile(file).hex());
            }
        }
        return files;
    }

    private void assertRefused(String code, String... options) throws Exception {
        List<String> before = sync.log();
        assertThat(sync.answer(2, "resume", options).at("/error/code").asText()).isEqualTo(code);
        assertThat(sync.log()).isEqualTo(before);
        assertThat(sync.run().resolve("approval_2.json")).doesNotExist();
    }

    private void assertInterrupted(Process run, List<ProcessHandle> children) throws Exception {
        JsonNode answer = sync.ended(130, run, "run");
        assertThat(answer.at("/error/code").asText()).isEqualTo("interrupted");
        assertThat(answer.at("/error/message").asText())
                .as("the child's own answer")
                .startsWith("interrupted");
        assertThat(answer.toString()).contains("sync aoi resume");
        assertThat(children).noneMatch(ProcessHandle::isAlive);
        assertThat(sync.log()).as("nothing is logged").isEmpty();
    }

    private void assertGoesOn() throws Exception {
        Files.delete(sync.hold());
        assertThat(sync.answer(0, "resume").at("/data/reason").asText()).isEqualTo("max_iterations");
        JsonNode status = sync.answer(0, "status", "--verify", "--replay");
        assertThat(status.at("/data/verified").asBoolean()).isTrue();
        assertThat(status.at("/data/replayed").asInt()).isGreaterThan(30);
    }

    private void killed(Process run) throws Exception {
        run.descendants().forEach(ProcessHandle::destroyForcibly);
        run.waitFor();
        Files.delete(sync.hold());
    }

    private Path firstPair() throws IOException {
        try (Stream<Path> pairs = Files.list(sync.boards().resolve("augmentation/anomalygen/original_image"))) {
            return pairs.sorted().findFirst().orElseThrow();
        }
    }
}
