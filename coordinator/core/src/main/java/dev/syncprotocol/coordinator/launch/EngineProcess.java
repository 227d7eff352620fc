package dev.syncprotocol.coordinator.launch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.fields.Fields;
import dev.syncprotocol.coordinator.round.NeedJson;
import dev.syncprotocol.protocol.json.SyncJson;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The process of a launch: {@code process.json}, written by the parent right after the start.
 *
 * @param pid its number, which another process may get after it
 * @param startedAt its start instant, which tells it from that other one; empty where the system does not say
 * @param command its command line
 */
public record EngineProcess(long pid, Optional<Instant> startedAt, List<String> command) {
    /** The kernel counts start instants from the boot time, which moves a little when the clock is set. */
    private static final Duration CLOCK_SLACK = Duration.ofSeconds(2);

    public EngineProcess {
        command = List.copyOf(command);
    }

    /** A process that was just started with this command line. */
    public static EngineProcess of(ProcessHandle handle, List<String> command) {
        return new EngineProcess(handle.pid(), handle.info().startInstant(), command);
    }

    static EngineProcess read(Fields fields) {
        return new EngineProcess(
                fields.longInteger("pid"),
                fields.optionalText("started_at").map(Instant::parse),
                fields.texts("command"));
    }

    ObjectNode write() {
        ObjectNode node = SyncJson.object();
        node.put("pid", pid);
        node.put("started_at", startedAt.map(Instant::toString).orElse(null));
        node.set("command", NeedJson.texts(command));
        return node;
    }

    /** The living process, or empty when it is gone. One that ended but was not waited for by its parent is gone. */
    Optional<ProcessHandle> living() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(this::startedThen)
                .filter(handle -> handle.info().command().isPresent());
    }

    private boolean startedThen(ProcessHandle handle) {
        Optional<Instant> found = handle.info().startInstant();
        if (startedAt.isEmpty() || found.isEmpty()) {
            return true;
        }
        return Duration.between(startedAt.get(), found.get()).abs().compareTo(CLOCK_SLACK) <= 0;
    }
}
