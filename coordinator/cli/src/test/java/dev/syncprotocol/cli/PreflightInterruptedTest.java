package dev.syncprotocol.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.aoi.launch.Interrupt;
import dev.syncprotocol.runs.AuditLog;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code sync preflight} as a real process that is stopped while it waits for a scorer that never answers: a signal leaves
 * a fail pack, SIGKILL leaves none and the next call says so (preflight.md section 9).
 */
class PreflightInterruptedTest {
    private static final String KEY = "test-key-never-to-be-seen-0815";

    @TempDir
    private Path folder;

    @BeforeEach
    void scaffold() throws Exception {
        assertThat(sync(Map.of(), "preflight", "scaffold").waitFor()).isZero();
    }

    private Process sync(Map<String, String> environment, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Sync.class.getName()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("said.txt").toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** A probe whose call has reached a server that says nothing. */
    private Process waiting(ServerSocket server) throws IOException {
        Process process = sync(
                Map.of(
                        "SCORER_PROVIDER",
                        "openai",
                        "SCORER_API_KEY",
                        KEY,
                        "SCORER_BASE_URL",
                        "http://127.0.0.1:" + server.getLocalPort() + "/v1"),
                "preflight",
                "probe-scorer",
                "--live");
        // A connection without a request only measures how long connecting takes.
        while (server.accept().getInputStream().read() < 0) {
            assertThat(process.isAlive()).as(said()).isTrue();
        }
        return process;
    }

    @Test
    void leavesAFailPackWithoutTheKeyWhenInterrupted() throws Exception {
        Interrupt.assumeHeard();
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Process process = waiting(server);
            Interrupt.send(process);
            assertThat(process.waitFor()).isEqualTo(130);
            assertThat(packs()).hasSize(1);
            Path pack = packs().get(0);
            assertThat(said()).contains("fail pack: reports/rc1/" + pack.getFileName());
            assertThat(unpacked(pack))
                    .contains("FAILPACK.json", "configs/weights.json")
                    .doesNotContain(KEY);
            assertThat(said()).doesNotContain(KEY);
            JsonNode end = audit().get(audit().size() - 1);
            assertThat(end.path("outcome").asText()).isEqualTo("interrupted");
            assertThat(end.path("fail_pack").asText()).isEqualTo("reports/rc1/" + pack.getFileName());
            assertThat(sync(Map.of(), "preflight", "check-weights").waitFor()).isZero();
            assertThat(said()).doesNotContain("was killed");
        }
    }

    @Test
    void saysThatAKilledOneLeftNoFailPack() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            waiting(server).destroyForcibly().waitFor();
            assertThat(packs()).isEmpty();
            assertThat(sync(Map.of(), "preflight", "check-weights").waitFor()).isZero();
            assertThat(said()).contains("sync preflight probe-scorer of ", "was killed and left no fail pack");
            assertThat(sync(Map.of(), "preflight", "check-weights").waitFor()).isZero();
            assertThat(said()).as("it is said once").doesNotContain("was killed");
        }
    }

    private String said() throws IOException {
        return Files.readString(folder.resolve("said.txt"));
    }

    private List<JsonNode> audit() {
        return AuditLog.of(folder, Clock.systemUTC()).entries();
    }

    private List<Path> packs() throws IOException {
        Path reports = folder.resolve("reports/rc1");
        if (!Files.isDirectory(reports)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(reports)) {
            return files.filter(file -> file.toString().endsWith(".tgz")).toList();
        }
    }

    private static String unpacked(Path pack) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(pack))) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
