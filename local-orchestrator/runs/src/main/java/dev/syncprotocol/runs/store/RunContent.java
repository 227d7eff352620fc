package dev.syncprotocol.runs.store;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * What a run's folder holds.
 *
 * @param files every listed file, sorted by the bytes of its path
 * @param links symbolic links inside the run
 * @param tombstones what was deleted
 */
public record RunContent(List<RunFile> files, List<RunLink> links, List<Tombstone> tombstones) {
    static final RunContent EMPTY = new RunContent(List.of(), List.of(), List.of());

    public RunContent {
        files = List.copyOf(files);
        links = List.copyOf(links);
        tombstones = List.copyOf(tombstones);
    }

    /** All bytes of the files. */
    public long bytes() {
        return files.stream().mapToLong(RunFile::size).sum();
    }

    /** The file at this path. */
    public Optional<RunFile> file(String path) {
        return files.stream().filter(file -> file.path().equals(path)).findFirst();
    }

    /** One digest over the lines of all files (run-store.md section 8.3). */
    public Sha256 root() {
        StringBuilder lines = new StringBuilder();
        files.forEach(file -> lines.append(SumsLine.of(file.sha256(), file.path())));
        return Sha256.of(lines.toString());
    }

    /** {@code SHA256SUMS}: the files, then the manifest of this digest. */
    byte[] sums(Sha256 manifest) {
        StringBuilder lines = new StringBuilder();
        files.forEach(file -> lines.append(SumsLine.of(file.sha256(), file.path())));
        lines.append(SumsLine.of(manifest, RunFolder.MANIFEST));
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    void writeTo(ObjectNode node) {
        ArrayNode list = node.putArray("files");
        for (RunFile file : files) {
            ObjectNode entry = list.addObject()
                    .put("path", file.path())
                    .put("size", file.size())
                    .put("sha256", file.sha256().hex())
                    .put("kind", file.kind().word());
            FileKind.step(file.path()).ifPresent(step -> entry.put("step", step));
            entry.put("mtime", file.mtime().toString());
        }
        ArrayNode linked = node.putArray("links");
        links.forEach(link -> linked.addObject().put("path", link.path()).put("target", link.target()));
        ArrayNode stones = node.putArray("tombstones");
        tombstones.forEach(stone -> stones.add(stone.tree()));
    }
}
