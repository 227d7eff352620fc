package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.round.IngestedPackage;
import dev.syncprotocol.coordinator.round.Round;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.training.checkpoint.CheckpointStore;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A round's deliverables (seed 001 section 4, seed 003 section 10): the increment of the log, the last 50 metrics, the
 * effective config, proof that each {@code latest} resolves to a verified checkpoint, the packages, a tree, digests.
 * Written into a new folder; what is not there is named, never invented.
 */
final class RoundBundle {
    private static final String HOME = "reports/bundle";
    private static final String POSITION = "bundle.json";
    private static final int METRICS_LINES = 50;
    private static final int TREE_DEPTH = 3;

    private final Path workspace;
    private final Round round;
    private final Path folder;
    private final List<String> written = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();

    private RoundBundle(Path workspace, Round round) throws IOException {
        this.workspace = workspace;
        this.round = round;
        this.folder = newFolder();
    }

    /**
     * What was written.
     *
     * @param folder the new folder, inside the workspace
     * @param written names of its files, in order
     * @param missing what the round should have left and did not
     */
    record Result(Path folder, List<String> written, List<String> missing) {}

    static Result write(Path workspace, Round round, Clock clock) throws IOException {
        RoundBundle bundle = new RoundBundle(workspace, round);
        bundle.logIncrement();
        bundle.metrics();
        bundle.copy("reports/config_effective.yaml");
        bundle.copy("reports/ckpt_manifest.jsonl");
        bundle.checkpoints(clock);
        bundle.packages();
        bundle.text("tree.txt", SourceTree.whole(workspace, TREE_DEPTH));
        bundle.digests();
        return new Result(bundle.folder, List.copyOf(bundle.written), List.copyOf(bundle.missing));
    }

    /** The part of the log that no earlier bundle holds. */
    private void logIncrement() throws IOException {
        Path log = workspace.resolve("logs/train.log");
        if (!Files.isRegularFile(log)) {
            missing.add("logs/train.log");
            return;
        }
        long end = Files.size(log);
        long from = Math.min(end, earlierEnd());
        try (SeekableByteChannel channel = Files.newByteChannel(log)) {
            channel.position(from);
            java.nio.ByteBuffer part = java.nio.ByteBuffer.allocate(Math.toIntExact(end - from));
            while (part.hasRemaining() && channel.read(part) >= 0) {
                // Read on until the increment is complete.
            }
            bytes("train.log", part.array());
        }
        ObjectNode position = SyncJson.object();
        position.put("round", round.number().value()).put("log_from", from).put("log_to", end);
        bytes(POSITION, SyncJson.pretty(position).getBytes(StandardCharsets.UTF_8));
    }

    private long earlierEnd() throws IOException {
        long end = 0;
        try (Stream<Path> bundles = Files.list(folder.getParent())) {
            for (Path earlier : bundles.toList()) {
                Path position = earlier.resolve(POSITION);
                if (Files.isRegularFile(position)) {
                    end = Math.max(
                            end,
                            SyncJson.read(Files.readString(position))
                                    .path("log_to")
                                    .asLong());
                }
            }
        }
        return end;
    }

    private void metrics() throws IOException {
        List<String> lines = FileTail.lines(workspace.resolve("reports/metrics.jsonl"), METRICS_LINES);
        if (lines.isEmpty()) {
            missing.add("reports/metrics.jsonl");
        } else {
            text("metrics.last50.jsonl", lines);
        }
    }

    /** Loading a checkpoint recomputes every digest, so an entry here is a proof. */
    private void checkpoints(Clock clock) throws IOException {
        ObjectNode proofs = SyncJson.object();
        for (Path profile : profiles()) {
            RepoPath output = new RepoPath("checkpoints/" + profile.getFileName());
            CheckpointStore store = new CheckpointStore(workspace, output, clock);
            Optional<Path> latest = store.latest();
            if (latest.isPresent()) {
                store.load(latest.get());
                proofs.putObject(output + "/latest")
                        .put("resolves_to", workspace.relativize(latest.get()).toString())
                        .put("step", CheckpointStore.stepOf(latest.get()))
                        .put(
                                "manifest_sha256",
                                Sha256.ofFile(latest.get().resolve("MANIFEST.json"))
                                        .hex())
                        .put("verified", true);
            }
        }
        if (proofs.isEmpty()) {
            missing.add("checkpoints/*/latest");
        } else {
            bytes("latest.json", SyncJson.pretty(proofs).getBytes(StandardCharsets.UTF_8));
        }
    }

    private List<Path> profiles() throws IOException {
        Path checkpoints = workspace.resolve("checkpoints");
        if (!Files.isDirectory(checkpoints)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(checkpoints)) {
            return folders.filter(Files::isDirectory).sorted().toList();
        }
    }

    private void packages() throws IOException {
        for (IngestedPackage item : round.packages()) {
            String name = "package." + item.content().from() + ".json";
            Files.writeString(folder.resolve(name), item.event().received());
            if (!written.contains(name)) {
                written.add(name);
            }
        }
        if (round.packages().isEmpty()) {
            missing.add("SYNC package of round " + round.number());
        }
    }

    private void digests() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String name : written) {
            lines.add(Sha256.ofFile(folder.resolve(name)).hex() + "  " + name);
        }
        text("SHA256SUMS", lines);
    }

    private void copy(String path) throws IOException {
        Path file = workspace.resolve(path);
        if (Files.isRegularFile(file)) {
            bytes(file.getFileName().toString(), Files.readAllBytes(file));
        } else {
            missing.add(path);
        }
    }

    private void text(String name, List<String> lines) throws IOException {
        bytes(name, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private void bytes(String name, byte[] content) throws IOException {
        Files.write(folder.resolve(name), content);
        written.add(name);
    }

    private Path newFolder() throws IOException {
        Path home = Files.createDirectories(workspace.resolve(HOME));
        String name = String.format("round-%04d", round.number().value());
        Path free = IntStream.iterate(1, n -> n + 1)
                .mapToObj(n -> home.resolve(n == 1 ? name : name + "-" + n))
                .filter(path -> !Files.exists(path))
                .findFirst()
                .orElseThrow();
        return Files.createDirectory(free);
    }
}
