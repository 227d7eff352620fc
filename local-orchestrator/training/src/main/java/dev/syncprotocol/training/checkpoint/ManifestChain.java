package dev.syncprotocol.training.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.Timestamp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code reports/ckpt_manifest.jsonl}: a line a checkpoint, each with the digest of the line before, so that a changed,
 * dropped or swapped line shows (CK-8).
 */
public final class ManifestChain {
    /** Where it lies in a workspace. */
    public static final String PATH = "reports/ckpt_manifest.jsonl";

    private final Path file;

    /** The chain of this workspace. */
    public ManifestChain(Path workspace) {
        this.file = workspace.resolve(PATH);
    }

    /**
     * Recomputes every link.
     *
     * @throws SyncException {@code DIGEST_MISMATCH} naming the first line that does not follow from the one before
     */
    public void verify() throws IOException {
        @Nullable String before = null;
        int number = 0;
        for (String line : lines()) {
            number++;
            if (!Objects.equals(linkOf(line, number), before)) {
                throw broken(number, "does not follow from the line before it");
            }
            before = Sha256.of(line).hex();
        }
    }

    /** The digest of the manifest last recorded for this path; empty where there is no line for it. */
    Optional<Sha256> recorded(String path) throws IOException {
        Optional<Sha256> last = Optional.empty();
        for (String line : lines()) {
            JsonNode tree = SyncJson.read(line);
            if (tree.path("path").asText().equals(path)) {
                last = Optional.of(new Sha256(tree.path("manifest_sha256").asText()));
            }
        }
        return last;
    }

    /** Adds a line and forces it to the disk. */
    void append(Instant at, String path, CheckpointManifest manifest) throws IOException {
        List<String> lines = lines();
        ObjectNode line = SyncJson.object()
                .put("ts", Timestamp.inFile(at))
                .put("step", manifest.step())
                .put("path", path);
        manifest.files()
                .forEach(item ->
                        line.withObject("/files").put(item.name(), item.sha256().hex()));
        line.put("manifest_sha256", manifest.sha256().hex())
                .put("config_sha256", manifest.configSha256().hex())
                .put(
                        "prev",
                        lines.isEmpty()
                                ? null
                                : Sha256.of(lines.get(lines.size() - 1)).hex());
        write((SyncJson.compact(line) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private void write(byte[] line) throws IOException {
        Files.createDirectories(file.getParent());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            channel.write(ByteBuffer.wrap(line));
            channel.force(true);
        }
    }

    private List<String> lines() throws IOException {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private @Nullable String linkOf(String line, int number) {
        try {
            JsonNode previous = SyncJson.read(line).path("prev");
            return previous.isTextual() ? previous.textValue() : null;
        } catch (UncheckedIOException e) {
            throw broken(number, "is no JSON");
        }
    }

    private SyncException broken(int number, String fault) {
        return new SyncException(ErrorCode.DIGEST_MISMATCH, file + ":" + number + " " + fault);
    }
}
