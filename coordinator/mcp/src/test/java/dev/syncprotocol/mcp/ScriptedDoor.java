package dev.syncprotocol.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A working door without a workspace: verbs answer at once with a shipped example; {@code stop} says three lines,
 * then waits until it is let go or interrupted.
 */
final class ScriptedDoor implements Door {
    final CountDownLatch waiting = new CountDownLatch(1);
    final CountDownLatch letGo = new CountDownLatch(1);
    final AtomicInteger interrupted = new AtomicInteger();

    @Override
    public Reply call(DoorCall call) {
        if (call.words().get(0).equals("stop")) {
            call.said().accept("one");
            call.said().accept("two");
            call.said().accept("\u001B[31mthree\u001B[0m");
            waiting.countDown();
            awaitLetGo();
        }
        return new Reply(example("sync-" + call.words().get(0) + ".v1"), true);
    }

    /** A shipped example of an answer. */
    static String example(String schema) {
        Path folder = Path.of(System.getProperty("sync.root"), "schemas", "examples", "valid", schema);
        try (Stream<Path> files = Files.list(folder)) {
            Path first = files.sorted().findFirst().orElseThrow();
            return SyncJson.compact(SyncJson.read(Files.readString(first)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitLetGo() {
        try {
            letGo.await();
        } catch (InterruptedException e) {
            interrupted.incrementAndGet();
        }
    }

    @Override
    public Reply refuse(SyncException refusal) {
        ObjectNode answer = SyncJson.object().put("schema", "sync.error/1").put("ok", false);
        answer.putObject("error")
                .put("code", refusal.code().word())
                .put("exit", 2)
                .put("retryable", false)
                .put("message", refusal.getMessage())
                .put("pointer", refusal.violations().get(0).pointer())
                .putArray("next");
        ((ObjectNode) answer.get("error")).putArray("violations");
        return new Reply(SyncJson.compact(answer), false);
    }
}
