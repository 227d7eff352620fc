package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.AuditLog;
import dev.syncprotocol.runs.ErrorReport;
import dev.syncprotocol.runs.FailPack;
import dev.syncprotocol.runs.Timestamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * How a preflight command ends, exactly once: passed, failed or interrupted. Anything but passed leaves the ends of the
 * logs and a fail pack (preflight.md section 9); begin and end stand in the audit file, so that the next call can say what
 * a killed process could not.
 */
final class PreflightEnding implements AutoCloseable {
    private static final long MOST_BYTES = 512L << 20;
    private static final String BEGAN = "preflight_start";
    private static final String ENDED = "preflight_end";

    private final Invocation in;
    private final String command;
    private final Path root;
    private final AuditLog audit;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Thread interruption = new Thread(this::interrupted, "sync-preflight-interrupted");
    private boolean passed;

    private PreflightEnding(Invocation in, String command, Path root) {
        this.in = in;
        this.command = command;
        this.root = root;
        this.audit = AuditLog.of(root, in.clock());
    }

    /** Begins a command; says so first where an earlier one was killed. */
    static PreflightEnding begin(Invocation in, String command) throws IOException {
        PreflightEnding ending = new PreflightEnding(in, command, StoreDoor.root(in));
        ending.killed().ifPresent(ending::tellKilled);
        ending.audit.append(BEGAN, ending.facts());
        Runtime.getRuntime().addShutdownHook(ending.interruption);
        return ending;
    }

    /** The command did what it should. */
    void passed() {
        passed = true;
    }

    @Override
    public void close() throws IOException {
        if (ended.compareAndSet(false, true)) {
            end(passed ? "passed" : "failed");
        }
        try {
            Runtime.getRuntime().removeShutdownHook(interruption);
        } catch (IllegalStateException shuttingDown) {
            // The hook is running already, and finds that the end was written.
            return;
        }
    }

    private void interrupted() {
        try {
            if (ended.compareAndSet(false, true)) {
                end("interrupted");
            }
        } catch (IOException e) {
            in.progress().say("no fail pack: " + e.getMessage());
        }
    }

    private void end(String outcome) throws IOException {
        Optional<Path> pack = outcome.equals("passed") ? Optional.empty() : Optional.of(pack());
        audit.append(
                ENDED,
                facts().put("outcome", outcome)
                        .put("fail_pack", pack.map(this::shown).orElse(null)));
    }

    private String shown(Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }

    private ObjectNode facts() {
        ProcessHandle own = ProcessHandle.current();
        return SyncJson.object()
                .put("command", command)
                .put("pid", own.pid())
                .put(
                        "started_at",
                        own.info().startInstant().map(Instant::toString).orElse(""));
    }

    private Path pack() throws IOException {
        Path folder = Files.createDirectories(root.resolve("reports/rc1"));
        tails();
        FailPack.Result pack = FailPack.write(new FailPack.Order(
                root,
                Optional.of(Timestamp.freePath(folder, "FAIL_", in.clock().instant(), ".tgz")),
                MOST_BYTES,
                in.environment(),
                in.clock().instant(),
                List.of("sync", "preflight", command)));
        in.progress().say("fail pack: " + shown(pack.file()));
        return pack.file();
    }

    /** The ends of the logs, as the seed's trap prints them; what a preflight said stands on the screen already. */
    private void tails() throws IOException {
        Path logs = root.resolve("logs");
        if (Files.isDirectory(logs)) {
            try (Stream<Path> files = Files.list(logs)) {
                for (Path log : files.filter(file -> file.toString().endsWith(".log"))
                        .filter(file -> !file.getFileName().toString().startsWith(OpsLog.PREFIX))
                        .sorted()
                        .toList()) {
                    in.progress().say("== " + shown(log));
                    ErrorReport.tailOf(log).forEach(in.progress()::say);
                }
            }
        }
    }

    /** The newest call that began, did not end, and whose process is gone. */
    private Optional<JsonNode> killed() {
        Map<String, JsonNode> open = new HashMap<>();
        JsonNode last = null;
        for (JsonNode line : audit.entries()) {
            if (line.path("event").asText().equals(BEGAN)) {
                open.put(process(line), line);
                last = line;
            } else if (line.path("event").asText().equals(ENDED)) {
                open.remove(process(line));
            }
        }
        return Optional.ofNullable(last).filter(line -> open.containsKey(process(line)) && isGone(line));
    }

    private static String process(JsonNode line) {
        return line.path("pid").asText() + " " + line.path("started_at").asText();
    }

    private static boolean isGone(JsonNode line) {
        return ProcessHandle.of(line.path("pid").asLong())
                .flatMap(process -> process.info().startInstant())
                .filter(at -> at.toString().equals(line.path("started_at").asText()))
                .isEmpty();
    }

    private void tellKilled(JsonNode line) {
        in.progress()
                .say("sync preflight " + line.path("command").asText() + " of "
                        + line.path("at").asText() + " was killed and left no fail pack; sync failpack --profile rc1");
    }
}
