package dev.syncprotocol.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.syncprotocol.aoi.launch.Interrupt;
import dev.syncprotocol.protocol.digest.Sha256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ctrl-C while a model answers, as SIGINT to the real program, with a draft already in the staging folder: exit 130, and
 * workspace and ledger are what they were but for the transcript. A killed one is put away by the next call.
 */
class AgentInterruptedTest {
    @TempDir
    Path folder;

    @TempDir
    Path aside;

    private Process fulfil() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Sync.class.getName(),
                        "agent",
                        "fulfil",
                        "--workspace",
                        folder.toString()))
                .directory(folder.toFile())
                .redirectOutput(aside.resolve("said.txt").toFile())
                .redirectErrorStream(true);
        builder.environment().put("OTHER_SIDE", "a-key-of-nobody");
        return builder.start();
    }

    /** Answers the first call with a draft, takes the second and says nothing. */
    private Process waitingWithADraft(ServerSocket server) throws IOException {
        Process process = fulfil();
        try (Socket first = server.accept()) {
            readHeadAndBody(first);
            byte[] body = draft().getBytes(StandardCharsets.UTF_8);
            first.getOutputStream()
                    .write(
                            ("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\nContent-Length: "
                                            + body.length + "\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            first.getOutputStream().write(body);
            first.getOutputStream().flush();
        }
        assertThat(server.accept().getInputStream().read()).isNotNegative();
        assertThat(drafts()).as("a draft grows").hasSize(1);
        return process;
    }

    private static void readHeadAndBody(Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) socket.getInputStream().read());
        }
        String length = head.toString()
                .lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .findFirst()
                .orElseThrow();
        socket.getInputStream().readNBytes(Integer.parseInt(length.substring(15).strip()));
    }

    private static String draft() {
        return "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":"
                + "{\"tool_calls\":[{\"index\":0,\"id\":\"c0\",\"type\":\"function\",\"function\":{\"name\":\"write_file\","
                + "\"arguments\":\"{\\\"path\\\":\\\"templates/pack/a.txt\\\",\\\"content\\\":\\\"half\\\"}\"}}]},"
                + "\"finish_reason\":\"tool_calls\"}]}\n\ndata: [DONE]\n\n";
    }

    private List<Path> drafts() throws IOException {
        try (Stream<Path> walk = Files.walk(folder.resolve(".sync/agent"))) {
            return walk.filter(Files::isRegularFile).toList();
        }
    }

    /** Every file but the transcripts, git's objects and refs included. */
    private Map<String, String> picture() throws IOException {
        Map<String, String> picture = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(file).toString();
                if (!name.startsWith("reports/agent/") && !name.startsWith(".git/sync/")) {
                    picture.put(name, Sha256.ofFile(file).hex());
                }
            }
        }
        return picture;
    }

    private String said() throws IOException {
        return Files.readString(aside.resolve("said.txt"));
    }

    @Test
    void leavesNothingHalfWritten() throws Exception {
        Interrupt.assumeHeard();
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            new AgentWorkspace(folder, "http://127.0.0.1:" + server.getLocalPort() + "/v1");
            Map<String, String> before = picture();
            Process process = waitingWithADraft(server);
            Interrupt.send(process);
            assertThat(process.waitFor()).as(said()).isEqualTo(130);
            assertThat(picture()).isEqualTo(before);
            assertThat(folder.resolve(".sync/agent")).doesNotExist();
            assertThat(folder.resolve("templates/pack")).doesNotExist();
        }
    }

    @Test
    void aKilledOneIsPutAwayByTheNextCall() throws Exception {
        AgentWorkspace workspace;
        Map<String, String> before;
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            workspace = new AgentWorkspace(folder, "http://127.0.0.1:" + server.getLocalPort() + "/v1");
            before = picture();
            waitingWithADraft(server).destroyForcibly().waitFor();
            assertThat(drafts()).hasSize(1);
        }
        workspace.with("OTHER_SIDE", "a-key-of-nobody");
        assertThat(workspace.sync("agent", "fulfil")).as(workspace.said()).isNotZero();
        assertThat(picture()).isEqualTo(before);
        assertThat(workspace.sync("verify")).as(workspace.said()).isZero();
    }
}
