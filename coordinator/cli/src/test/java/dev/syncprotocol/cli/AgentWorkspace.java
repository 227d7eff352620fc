package dev.syncprotocol.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A workspace in which gemini owes one thing, and calls of the program in it with an environment of one's choice. */
final class AgentWorkspace {
    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private String out = "";
    private String err = "";

    AgentWorkspace(Path folder, String baseUrl) throws IOException {
        this.folder = folder;
        expect(0, "init");
        Files.writeString(folder.resolve(".sync/config.yaml"), """
                version: 1
                providers:
                  gemini: {kind: openai, base_url: "%s", model: some-model, key_env: OTHER_SIDE, retries: 0}
                """.formatted(baseUrl));
        expect(0, "round", "next");
        for (String command : new String[] {"1", "2", "3"}) {
            expect(0, "command", "done", command);
        }
        Files.writeString(folder.resolve("package.json"), """
                {"from":"cursor","round":1,"need_from_gemini":[{"name":"pack","path":"templates/pack/","desc":"two texts",
                 "accept":{"min_files":1}}],"artifacts_produced":[],"risks_blockers":["none"]}
                """);
        expect(0, "ingest", "package.json");
    }

    void with(String variable, String value) {
        environment.put(variable, value);
    }

    int sync(String... words) {
        ByteArrayOutputStream stdout = new ByteArrayOutputStream();
        ByteArrayOutputStream stderr = new ByteArrayOutputStream();
        FrontDoor door = new FrontDoor(
                new PrintStream(stdout, true, StandardCharsets.UTF_8),
                new PrintStream(stderr, true, StandardCharsets.UTF_8));
        Surroundings surroundings = new Surroundings(
                folder,
                new ByteArrayInputStream(new byte[0]),
                environment,
                Clock.systemUTC(),
                false,
                new CountDownLatch(1));
        int exit = door.call(surroundings, words);
        out = stdout.toString(StandardCharsets.UTF_8);
        err = stderr.toString(StandardCharsets.UTF_8);
        return exit;
    }

    private void expect(int exit, String... words) {
        assertThat(sync(words)).as(said()).isEqualTo(exit);
    }

    /** What the last call said, on both streams. */
    String said() {
        return out + err;
    }
}
