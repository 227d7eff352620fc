package dev.syncprotocol.djl.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.djl.training.PolicyWorkspace.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** CK-1 for strategies that sample, with SIGKILL in real processes: the whole run's bytes, wherever it was killed. */
class PolicyChildTest {
    private static final int STEPS = 4;

    @TempDir
    private Path folder;

    private int launches;

    @ParameterizedTest
    @EnumSource(names = {"PPO_ADAPTER", "GRPO_ADAPTER"})
    void aKilledRunEndsWithTheBytesOfAWholeOne(Kind kind) throws IOException, InterruptedException {
        killedAfter(kind, 2);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("stress")
    void soItDoesWhereverItWasKilled(Kind kind) throws IOException, InterruptedException {
        for (int step = 1; step < STEPS; step++) {
            killedAfter(kind, step);
            Files.move(folder.resolve("checkpoints"), folder.resolve("checkpoints-of-" + step));
        }
    }

    private void killedAfter(Kind kind, int step) throws IOException, InterruptedException {
        PolicyWorkspace workspace = PolicyWorkspace.write(folder, kind, 4, STEPS);
        assertThat(exit(start(workspace, null))).isZero();
        Map<String, String> whole = workspace.digests(STEPS);
        List<ObjectNode> metrics = workspace.metrics();
        assertThat(metrics).hasSize(STEPS);
        Files.move(folder.resolve("checkpoints"), folder.resolve("checkpoints-whole-" + step));

        Process killed = start(workspace, null);
        readUntil(killed, "step " + (step + 1) + "/");
        killed.destroyForcibly().waitFor();

        assertThat(exit(start(workspace, "latest"))).isZero();
        assertThat(workspace.digests(STEPS))
                .as("%s killed after step %d", kind, step)
                .isEqualTo(whole);
        assertThat(workspace.metrics()).isEqualTo(metrics);
        assertThat(whole.keySet()).contains("opt.pt", "sched.pt", "rng.pkl");
    }

    private Process start(PolicyWorkspace workspace, @Nullable String resume) throws IOException {
        launches++;
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-Dai.djl.offline=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.syncprotocol.training.launch.TrainingMain",
                        workspace.order(launches, resume).toString())
                .redirectErrorStream(true)
                .start();
    }

    private static int exit(Process process) throws IOException, InterruptedException {
        process.getInputStream().transferTo(OutputStream.nullOutputStream());
        return process.waitFor();
    }

    /** Blocks on the child's own words; it ends by itself when it fails. */
    private static void readUntil(Process process, String words) throws IOException {
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder said = new StringBuilder();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            said.append(line).append('\n');
            if (line.contains(words)) {
                return;
            }
        }
        throw new AssertionError("the child ended before " + words + ":\n" + said);
    }
}
