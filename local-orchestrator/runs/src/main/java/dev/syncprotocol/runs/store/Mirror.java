package dev.syncprotocol.runs.store;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A second copy in another folder, usually on another disk (run-store.md section 13). A copy counts only after it was
 * read back; {@code MIRROR.json} says of every file what was copied and when it was last seen whole.
 */
final class Mirror {
    static final String RECORD = "MIRROR.json";

    private final StoreFiles files;
    private final Path folder;

    Mirror(StoreFiles files, Path folder) {
        this.files = files;
        this.folder = folder;
    }

    /** Copies what is not there yet or has changed, reads everything back, and writes the record anew. */
    List<MirrorObject> copy(List<MirrorSource> sources, Instant now, Duration wait) throws IOException {
        files.folders(folder);
        try (StoreLock held = StoreLock.take(folder.resolve(".lock"), wait, "the mirror")) {
            held.demandHeld();
            Map<String, MirrorObject> objects = recorded();
            List<MirrorObject> copied = new ArrayList<>();
            for (MirrorSource source : sources) {
                MirrorObject object = copy(source, Optional.ofNullable(objects.get(source.path())), now);
                objects.put(source.path(), object);
                copied.add(object);
            }
            files.replace(folder.resolve(RECORD), bytes(objects));
            return copied;
        }
    }

    /** Every recorded copy as it is now, read in full; nothing is written. */
    List<MirrorObject> check(List<MirrorSource> sources) throws IOException {
        Map<String, Sha256> current = new TreeMap<>();
        sources.forEach(source -> current.put(source.path(), source.sha256()));
        List<MirrorObject> seen = new ArrayList<>();
        for (MirrorObject object : recorded().values()) {
            seen.add(object.in(state(object, Optional.ofNullable(current.get(object.path())))));
        }
        return seen;
    }

    /** The copy of this path, where there is one. */
    Optional<Path> copyOf(String path) {
        return Optional.of(folder.resolve(path)).filter(Files::isRegularFile);
    }

    private MirrorObject copy(MirrorSource source, Optional<MirrorObject> before, Instant now) throws IOException {
        Path target = folder.resolve(source.path());
        String at = now.truncatedTo(ChronoUnit.SECONDS).toString();
        String copiedAt = before.map(MirrorObject::copiedAt).orElse(at);
        if (!holds(target, source.sha256())) {
            files.folders(target.getParent());
            files.replaceCopy(source.file(), target, source.sha256());
            copiedAt = at;
            Sha256 found = Sha256.ofFile(target);
            if (!found.equals(source.sha256())) {
                throw new DamagedFile(target, source.sha256(), found);
            }
        }
        return new MirrorObject(
                source.path(), Files.size(target), source.sha256(), copiedAt, at, MirrorObject.State.OK);
    }

    private MirrorObject.State state(MirrorObject object, Optional<Sha256> source) throws IOException {
        Path copy = folder.resolve(object.path());
        if (!Files.isRegularFile(copy)) {
            return MirrorObject.State.MISSING;
        }
        if (!holds(copy, object.sha256())) {
            return MirrorObject.State.BAD;
        }
        boolean same = source.map(object.sha256()::equals).orElse(true);
        return same ? MirrorObject.State.OK : MirrorObject.State.STALE;
    }

    private static boolean holds(Path file, Sha256 digest) throws IOException {
        return Files.isRegularFile(file) && Sha256.ofFile(file).equals(digest);
    }

    Map<String, MirrorObject> recorded() throws IOException {
        Map<String, MirrorObject> objects = new TreeMap<>();
        Path record = folder.resolve(RECORD);
        if (Files.isRegularFile(record)) {
            try {
                SyncJson.read(Files.readString(record)).path("objects").forEach(node -> {
                    MirrorObject object = MirrorObject.of(node);
                    objects.put(object.path(), object);
                });
            } catch (UncheckedIOException | IllegalArgumentException e) {
                throw new SyncException(ErrorCode.MANIFEST_INVALID, record + " cannot be read", e);
            }
        }
        return objects;
    }

    private static byte[] bytes(Map<String, MirrorObject> objects) {
        ObjectNode node = SyncJson.object().put("schema", "mirror/1");
        ArrayNode list = node.putArray("objects");
        objects.values().forEach(object -> list.add(object.tree()));
        return SyncJson.pretty(node).getBytes(StandardCharsets.UTF_8);
    }
}
