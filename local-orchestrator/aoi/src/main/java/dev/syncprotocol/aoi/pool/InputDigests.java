package dev.syncprotocol.aoi.pool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.aoi.table.Pictures;
import dev.syncprotocol.aoi.table.SampleRow;
import dev.syncprotocol.aoi.workspace.AoiWorkspace;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.error.Violation;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The inputs that may not change during a run (specification §11.9), {@code inputs.sha256.json}.
 *
 * @param pregen every file of both pre-generated folders, by path below the workspace
 * @param poolBytes length of the known part of {@code mining_pool.csv}
 * @param poolSha256 digest of that part
 * @param poolRows rows of that part
 * @param poolPictures every picture its rows name, by path below the workspace
 */
public record InputDigests(
        SortedMap<String, FileDigest> pregen,
        long poolBytes,
        Sha256 poolSha256,
        int poolRows,
        SortedMap<String, FileDigest> poolPictures) {
    private static final int SHOWN = 10;

    /** A file's size and digest. */
    public record FileDigest(long bytes, Sha256 sha256) {
        static FileDigest of(Path file) throws IOException {
            return new FileDigest(Files.size(file), Sha256.ofFile(file));
        }
    }

    /** Takes the digests of a workspace now. */
    public static InputDigests take(AoiWorkspace workspace, Pictures pictures, MiningPool pool) throws IOException {
        return new InputDigests(
                pregen(workspace),
                pool.bytes(),
                pool.sha256(),
                pool.table().size(),
                poolPictures(workspace, pictures, pool.table().rows()));
    }

    /** Reads {@code inputs.sha256.json}. */
    public static InputDigests read(Path file) throws IOException {
        JsonNode tree = SyncJson.read(Files.readString(file, StandardCharsets.UTF_8));
        JsonNode pool = tree.path("mining_pool");
        return new InputDigests(
                files(tree.path("pregen")),
                pool.path("bytes").longValue(),
                new Sha256(pool.path("sha256").textValue()),
                pool.path("rows").intValue(),
                files(tree.path("pool_pictures")));
    }

    /** Writes {@code inputs.sha256.json}, by atomic replacement. */
    public void write(Path file) throws IOException {
        ObjectNode tree = SyncJson.object().put("schema", "sync.aoi-inputs/1");
        tree.putObject("mining_pool")
                .put("bytes", poolBytes)
                .put("sha256", poolSha256.hex())
                .put("rows", poolRows);
        list(tree.putArray("pregen"), pregen);
        list(tree.putArray("pool_pictures"), poolPictures);
        AtomicFile.replace(file, SyncJson.pretty(tree).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Compares the workspace with these digests. A file that was touched and has its bytes is fine; the pool may have grown at its end.
     *
     * @throws SyncException {@code pregen_mutated} or {@code mining_pool_rewritten} with every file that differs
     */
    public void verify(AoiWorkspace workspace) throws IOException {
        refuse(
                ErrorCode.PREGEN_MUTATED,
                "pre-generated files changed during the run",
                "put the files back as they were, or start a new run with the new pool",
                differences(pregen, pregen(workspace)));
        verifyPrefix(workspace.miningPoolCsv());
        refuse(
                ErrorCode.MINING_POOL_REWRITTEN,
                "pictures of the mining pool changed during the run",
                "put the pictures back as they were; new samples get new names",
                differences(poolPictures, now(workspace, poolPictures)));
    }

    private void verifyPrefix(Path csv) throws IOException {
        byte[] now = Files.isRegularFile(csv) ? Files.readAllBytes(csv) : new byte[0];
        boolean whole = now.length >= poolBytes && poolBytes > 0 && now[now.length - 1] == '\n';
        if (!whole || !Sha256.of(Arrays.copyOf(now, (int) poolBytes)).equals(poolSha256)) {
            throw new SyncException(
                            ErrorCode.MINING_POOL_REWRITTEN,
                            csv + ": expected its first " + poolBytes
                                    + " bytes unchanged and a newline at its end, found " + now.length
                                    + " bytes that differ")
                    .withHint("rows are only ever appended; put the table back as it was");
        }
    }

    private static List<Violation> differences(SortedMap<String, FileDigest> then, SortedMap<String, FileDigest> now) {
        List<Violation> differences = new ArrayList<>();
        then.forEach((path, digest) -> {
            FileDigest found = now.get(path);
            if (!digest.equals(found)) {
                differences.add(difference(
                        path,
                        digest.sha256().abbreviated(),
                        found == null ? "no file" : found.sha256().abbreviated()));
            }
        });
        now.keySet().stream()
                .filter(path -> !then.containsKey(path))
                .forEach(path -> differences.add(difference(path, "no such file", "a new file")));
        return differences;
    }

    private static Violation difference(String path, String expected, String found) {
        return new Violation("", 0, 0, path, expected, found);
    }

    private static void refuse(ErrorCode code, String what, String hint, List<Violation> differences) {
        if (!differences.isEmpty()) {
            Violation first = differences.get(0);
            throw new SyncException(
                    code,
                    what + ": " + differences.size() + "; first " + first.rule() + ": expected " + first.expected()
                            + ", found " + first.found(),
                    null,
                    hint,
                    differences.subList(0, Math.min(SHOWN, differences.size())),
                    List.of());
        }
    }

    private static SortedMap<String, FileDigest> pregen(AoiWorkspace workspace) throws IOException {
        SortedMap<String, FileDigest> digests = new TreeMap<>();
        for (Path folder : List.of(workspace.pregenNg(), workspace.pregenOk())) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.walk(folder)) {
                    for (Path file : files.filter(Files::isRegularFile).toList()) {
                        digests.put(workspace.relative(file), FileDigest.of(file));
                    }
                }
            }
        }
        return digests;
    }

    private static SortedMap<String, FileDigest> poolPictures(
            AoiWorkspace workspace, Pictures pictures, List<SampleRow> rows) throws IOException {
        SortedMap<String, FileDigest> digests = new TreeMap<>();
        for (SampleRow row : rows) {
            for (String light : pictures.lightsOrNone()) {
                put(digests, workspace, pictures.input(workspace.root(), row, light));
                put(digests, workspace, pictures.golden(workspace.root(), row, light));
            }
        }
        return digests;
    }

    private static void put(SortedMap<String, FileDigest> digests, AoiWorkspace workspace, Path file)
            throws IOException {
        String path = workspace.relative(file);
        if (!digests.containsKey(path)) {
            digests.put(path, FileDigest.of(file));
        }
    }

    private static SortedMap<String, FileDigest> now(AoiWorkspace workspace, Map<String, FileDigest> known)
            throws IOException {
        SortedMap<String, FileDigest> digests = new TreeMap<>();
        for (String path : known.keySet()) {
            Path file = workspace.root().resolve(path);
            if (Files.isRegularFile(file)) {
                digests.put(path, FileDigest.of(file));
            }
        }
        return digests;
    }

    private static void list(ArrayNode into, SortedMap<String, FileDigest> digests) {
        digests.forEach((path, digest) -> into.addObject()
                .put("path", path)
                .put("bytes", digest.bytes())
                .put("sha256", digest.sha256().hex()));
    }

    private static SortedMap<String, FileDigest> files(JsonNode list) {
        SortedMap<String, FileDigest> digests = new TreeMap<>();
        list.forEach(file -> digests.put(
                file.path("path").textValue(),
                new FileDigest(
                        file.path("bytes").longValue(),
                        new Sha256(file.path("sha256").textValue()))));
        return digests;
    }
}
