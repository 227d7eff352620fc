package dev.syncprotocol.cli;

import dev.syncprotocol.mcp.Door;
import dev.syncprotocol.mcp.DoorCall;
import dev.syncprotocol.mcp.Reply;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.CanonicalJson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/**
 * The front door for callers without a terminal: MCP clients, and agents in this JVM. Each call is a call of the command
 * line with {@code --json}, its document is the answer, its words of progress go to the caller.
 *
 * @param environment the environment variables
 * @param clock the time
 */
public record LocalDoor(Map<String, String> environment, Clock clock) implements Door {
    public LocalDoor {
        environment = Map.copyOf(environment);
    }

    @Override
    public Reply call(DoorCall call) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        Surroundings surroundings = new Surroundings(
                call.folder(),
                new ByteArrayInputStream(call.input()),
                environment,
                clock,
                false,
                new CountDownLatch(1));
        String[] words =
                Stream.concat(call.words().stream(), Stream.of("--json")).toArray(String[]::new);
        int exit = new FrontDoor(
                        utf8(answer), new PrintStream(new SaidLines(call.said()), true, StandardCharsets.UTF_8))
                .call(surroundings, words);
        return new Reply(answer.toString(StandardCharsets.UTF_8).strip(), exit == ExitCode.DONE.number());
    }

    @Override
    public Reply refuse(SyncException refusal) {
        return new Reply(CanonicalJson.text(new Failure(refusal).document()), false);
    }

    private static PrintStream utf8(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, false, StandardCharsets.UTF_8);
    }
}
