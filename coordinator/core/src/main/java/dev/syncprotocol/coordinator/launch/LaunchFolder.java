package dev.syncprotocol.coordinator.launch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.coordinator.fields.Fields;
import dev.syncprotocol.coordinator.round.LaunchId;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.Function;

/**
 * The folder through which coordinator and engine speak, {@code .sync/launches/<launch-id>/}: {@code order.json} and
 * {@code process.json} by the coordinator, {@code heartbeat.json} and {@code outcome.json} by the engine. Each file is
 * replaced in one step. What the engine wrote and cannot be read counts as not written.
 *
 * @param path absolute
 */
public record LaunchFolder(Path path) {
    /** The folder of a launch. */
    public static LaunchFolder of(Path launches, LaunchId launch) {
        return new LaunchFolder(launches.resolve(launch.value()));
    }

    /** Whether the launch was started in this work tree. */
    public boolean exists() {
        return Files.isDirectory(path);
    }

    /**
     * Makes the folder, before the launch is recorded: a recorded launch without a folder was started elsewhere, so whoever
     * dies between the two would leave a launch that nobody can ever find lost.
     */
    public void prepare() throws IOException {
        Files.createDirectories(path);
    }

    /** Puts the order into the prepared folder. */
    public void create(LaunchOrder order) throws IOException {
        prepare();
        replace("order.json", order.write());
    }

    /** Writes down which process carries the order out. */
    public void started(EngineProcess process) throws IOException {
        replace("process.json", process.write());
    }

    private void replace(String name, JsonNode content) throws IOException {
        Path fresh = path.resolve(name + ".new");
        Files.writeString(fresh, SyncJson.pretty(content));
        Files.move(fresh, path.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The process; empty before it was started. */
    public Optional<EngineProcess> process() throws IOException {
        return read("process.json", EngineProcess::read);
    }

    /** The last heartbeat; empty before the first. */
    public Optional<LaunchProgress> heartbeat() throws IOException {
        return read(
                "heartbeat.json",
                fields -> new LaunchProgress(
                        fields.longInteger("pid"),
                        fields.instant("at"),
                        fields.longInteger("step"),
                        fields.longInteger("max_steps"),
                        fields.number("loss"),
                        fields.number("tokens_per_s"),
                        fields.number("seconds_left")));
    }

    /** How the engine says it ended; empty before that. */
    public Optional<LaunchOutcome> outcome() throws IOException {
        return read("outcome.json", LaunchOutcome::read);
    }

    private <T> Optional<T> read(String name, Function<Fields, T> typed) throws IOException {
        Path file = path.resolve(name);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(typed.apply(new Fields(SyncJson.read(Files.readString(file)), name)));
        } catch (UncheckedIOException | SyncException unreadable) {
            return Optional.empty();
        }
    }
}
