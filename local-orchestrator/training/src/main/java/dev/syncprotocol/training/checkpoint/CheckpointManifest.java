package dev.syncprotocol.training.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.CanonicalJson;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code MANIFEST.json}: written last, so a folder that has one is complete; names every file with size and digest.
 *
 * @param step the step of the checkpoint
 * @param files in order of their names
 * @param configSha256 digest of the effective config
 * @param parentSha256 digest of the manifest of the checkpoint before, empty for the first
 */
record CheckpointManifest(long step, List<Item> files, Sha256 configSha256, Optional<Sha256> parentSha256) {
    static final String NAME = "MANIFEST.json";

    CheckpointManifest {
        files = List.copyOf(files);
    }

    /** A file of the checkpoint, {@code /} between folder and name. */
    record Item(String name, long size, Sha256 sha256) {}

    /** Lists what is in this folder and writes the manifest into it. */
    static CheckpointManifest seal(Path folder, Checkpoint checkpoint, Optional<Sha256> parent) throws IOException {
        return seal(folder, checkpoint.step(), checkpoint.config().sha256(), parent);
    }

    /** The same for files of any kind. */
    static CheckpointManifest seal(Path folder, long step, Sha256 config, Optional<Sha256> parent) throws IOException {
        List<Item> files = new ArrayList<>();
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(file).toString().replace('\\', '/');
                files.add(new Item(name, Files.size(file), Sha256.ofFile(file)));
            }
        }
        files.sort(Comparator.comparing(Item::name));
        CheckpointManifest manifest = new CheckpointManifest(step, files, config, parent);
        AtomicFile.writeForced(folder.resolve(NAME), manifest.bytes());
        return manifest;
    }

    /** The manifest as it lies in the folder. */
    byte[] bytes() {
        ObjectNode tree = SyncJson.object()
                .put("format_version", CheckpointFiles.FORMAT_VERSION)
                .put("step", step)
                .put("config_sha256", configSha256.hex())
                .put("parent_sha256", parentSha256.map(Sha256::hex).orElse(null));
        for (Item item : files) {
            tree.withArray("files")
                    .addObject()
                    .put("name", item.name())
                    .put("size", item.size())
                    .put("sha256", item.sha256().hex());
        }
        return CanonicalJson.bytes(tree);
    }

    /** Digest of the manifest. */
    Sha256 sha256() {
        return Sha256.of(bytes());
    }

    /**
     * Reads a folder's manifest and recomputes every digest (CK-3).
     *
     * @throws DamagedFile naming the first file that is missing or differs
     */
    static CheckpointManifest verify(Path folder) throws IOException, DamagedFile {
        CheckpointManifest manifest = read(folder);
        for (Item item : manifest.files()) {
            Path file = folder.resolve(item.name());
            if (!Files.isRegularFile(file)) {
                throw new DamagedFile(file, "is missing");
            }
            if (Files.size(file) != item.size()) {
                throw new DamagedFile(file, "has " + Files.size(file) + " bytes, recorded " + item.size());
            }
            if (!Sha256.ofFile(file).equals(item.sha256())) {
                throw new DamagedFile(
                        file,
                        "differs from its recorded digest " + item.sha256().abbreviated());
            }
        }
        return manifest;
    }

    private static CheckpointManifest read(Path folder) throws IOException, DamagedFile {
        Path file = folder.resolve(NAME);
        if (!Files.isRegularFile(file)) {
            throw new DamagedFile(file, "is missing");
        }
        byte[] bytes = Files.readAllBytes(file);
        try {
            CheckpointManifest manifest = parse(SyncJson.read(new String(bytes, StandardCharsets.UTF_8)));
            if (!Arrays.equals(manifest.bytes(), bytes)) {
                throw new DamagedFile(file, "is not as it was written");
            }
            return manifest;
        } catch (UncheckedIOException | IllegalArgumentException e) {
            throw new DamagedFile(file, "cannot be read: " + e.getMessage());
        }
    }

    private static CheckpointManifest parse(JsonNode tree) {
        if (!tree.path("format_version").isInt()) {
            throw new IllegalArgumentException("it states no format_version");
        }
        CheckpointFiles.requireVersion(
                Path.of(NAME), tree.path("format_version").asText());
        List<Item> files = new ArrayList<>();
        tree.path("files")
                .forEach(item -> files.add(new Item(
                        item.path("name").asText(),
                        item.path("size").asLong(),
                        new Sha256(item.path("sha256").asText()))));
        JsonNode parent = tree.path("parent_sha256");
        return new CheckpointManifest(
                tree.path("step").asLong(),
                files,
                new Sha256(tree.path("config_sha256").asText()),
                parent.isTextual() ? Optional.of(new Sha256(parent.textValue())) : Optional.empty());
    }

    /** A file of a checkpoint that is not what the manifest says; the store adds what else there is. */
    static final class DamagedFile extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Path file;

        DamagedFile(Path file, String fault) {
            super(fault);
            this.file = file;
        }

        Path file() {
            return file;
        }
    }
}
