package dev.syncprotocol.training.launch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * {@code order.json}: what the coordinator wrote before it started this process. Without one nothing trains.
 *
 * @param launch id of the launch
 * @param workspace the folder all paths are relative to
 * @param config path of the configuration
 * @param configSha256 digest of the bytes the gate was asked about
 * @param resume checkpoint folder to go on from, relative to the workspace; empty = a fresh run
 * @param degraded whether the run may use a marked stand-in
 * @param run the run it is written into; empty where there is no run store
 * @param allowed keys that may differ from those of the checkpoint
 * @param fresh whether checkpoints of an earlier run are moved aside
 * @param set {@code KEY=VALUE} of the config, where no run holds the config with its changes
 */
public record LaunchOrder(
        String launch,
        Path workspace,
        RepoPath config,
        Sha256 configSha256,
        Optional<String> resume,
        boolean degraded,
        Optional<RunPlace> run,
        List<String> allowed,
        boolean fresh,
        List<String> set) {
    public LaunchOrder {
        allowed = List.copyOf(allowed);
        set = List.copyOf(set);
    }

    /**
     * The run of a launch.
     *
     * @param folder relative to the workspace
     * @param lockSha256 digest of its {@code config.lock.json}
     */
    public record RunPlace(RepoPath folder, Sha256 lockSha256) {}

    /** The file's name in the launch folder. */
    public static final String NAME = "order.json";

    private static final String SCHEMA = "sync.launch-order/1";

    /**
     * Reads the order of a launch folder.
     *
     * @throws SyncException {@code USAGE} when there is none or it is none of ours
     */
    public static LaunchOrder read(Path launchFolder) {
        Path file = launchFolder.resolve(NAME);
        try {
            return of(SyncJson.read(Files.readString(file)));
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            throw new SyncException(ErrorCode.USAGE, "no launch order in " + file + ": " + e, e)
                    .withHint("sync launch writes the order; nothing trains around the gate");
        }
    }

    private static LaunchOrder of(JsonNode tree) {
        if (!tree.path("schema").asText().equals(SCHEMA)) {
            throw new IllegalArgumentException("schema is " + tree.path("schema") + ", expected " + SCHEMA);
        }
        JsonNode resume = tree.path("resume");
        return new LaunchOrder(
                tree.path("launch").asText(),
                Path.of(tree.path("workspace").asText()),
                new RepoPath(tree.path("config").asText()),
                new Sha256(tree.path("config_sha256").asText()),
                resume.isTextual() ? Optional.of(resume.textValue()) : Optional.empty(),
                tree.path("degraded").asBoolean(false),
                run(tree),
                texts(tree.path("allow_change")),
                tree.path("fresh").asBoolean(false),
                texts(tree.path("set")));
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static Optional<RunPlace> run(JsonNode tree) {
        return tree.path("run").isTextual()
                ? Optional.of(new RunPlace(
                        new RepoPath(tree.path("run").textValue()),
                        new Sha256(tree.path("lock_sha256").asText())))
                : Optional.empty();
    }

    /**
     * The bytes of the configuration, if they are the ones the gate was asked about.
     *
     * @throws SyncException {@code CONFIG_INVALID} when the file is missing or was changed since
     */
    public byte[] configBytes() {
        try {
            byte[] bytes = Files.readAllBytes(config.below(workspace));
            if (!Sha256.of(bytes).equals(configSha256)) {
                throw new SyncException(
                                ErrorCode.CONFIG_INVALID,
                                config + " is " + Sha256.of(bytes).abbreviated() + ", the launch was ordered for "
                                        + configSha256.abbreviated())
                        .withHint("sync launch asks the gate again");
            }
            return bytes;
        } catch (IOException e) {
            throw new SyncException(ErrorCode.CONFIG_INVALID, "no configuration " + config + ": " + e, e);
        }
    }
}
