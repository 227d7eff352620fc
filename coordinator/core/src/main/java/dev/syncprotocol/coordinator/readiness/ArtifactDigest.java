package dev.syncprotocol.coordinator.readiness;

import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The digest of what lies at a path. A file's is that of its bytes. A directory's is the SHA-256 of one line a file,
 * {@code <digest of the file>  <path below the directory>\n}, sorted by the bytes of the path: the same as
 *
 * <pre>(cd DIR && find -L . -type f -printf '%P\n' | LC_ALL=C sort | xargs -d '\n' sha256sum) | sha256sum</pre>
 *
 * <p>Links are followed inside the workspace and refused where they lead out of it. Empty folders do not count.
 *
 * @param sha256 the digest
 * @param bytes the size, a directory's files together
 * @param files the files with their own digests, sorted; one for a file
 * @param directory whether it is a directory
 */
public record ArtifactDigest(Sha256 sha256, long bytes, List<Entry> files, boolean directory) {
    /**
     * One file.
     *
     * @param path below the directory; the file's own name for a single file
     * @param sha256 its digest
     * @param bytes its size
     */
    public record Entry(String path, Sha256 sha256, long bytes) {}

    public ArtifactDigest {
        files = List.copyOf(files);
    }

    /**
     * The digest of what lies at this path of a workspace; empty when nothing does.
     *
     * @throws SyncException {@link ErrorCode#PATH_REFUSED} where a link leads out of the workspace, or something is neither
     *     file nor directory
     */
    public static Optional<ArtifactDigest> of(Path workspace, RepoPath path) throws IOException {
        Path root = workspace.toRealPath();
        Path place = path.below(root);
        if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        if (path.leaves(root)) {
            throw refused(path.value(), "leads out of the workspace");
        }
        if (!Files.exists(place)) {
            return Optional.empty();
        }
        return Optional.of(Files.isDirectory(place) ? ofDirectory(root, place) : ofFile(root, place));
    }

    private static ArtifactDigest ofFile(Path root, Path file) throws IOException {
        Entry entry = entry(root, file, file.getFileName().toString());
        return new ArtifactDigest(entry.sha256(), entry.bytes(), List.of(entry), false);
    }

    private static ArtifactDigest ofDirectory(Path root, Path directory) throws IOException {
        List<Entry> files = new ArrayList<>();
        collect(root, directory, "", files, new HashSet<>());
        files.sort((one, other) -> Arrays.compareUnsigned(utf8(one.path()), utf8(other.path())));
        long bytes = files.stream().mapToLong(Entry::bytes).sum();
        return new ArtifactDigest(Sha256.of(manifest(files)), bytes, files, true);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void collect(Path root, Path folder, String prefix, List<Entry> files, Set<Path> above)
            throws IOException {
        Path real = inside(root, folder);
        if (!above.add(real)) {
            throw refused(root.relativize(folder).toString(), "is a link to a folder it lies in");
        }
        for (Path child : children(folder)) {
            String name = prefix + child.getFileName();
            if (Files.isDirectory(inside(root, child))) {
                collect(root, child, name + "/", files, above);
            } else {
                files.add(entry(root, child, name));
            }
        }
        above.remove(real);
    }

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.toList();
        }
    }

    private static Entry entry(Path root, Path file, String name) throws IOException {
        Path real = inside(root, file);
        if (!Files.isRegularFile(real)) {
            throw refused(root.relativize(file).toString(), "is neither a file nor a folder");
        }
        if (name.indexOf('\n') >= 0) {
            throw refused(root.relativize(file).toString().replace('\n', ' '), "has a line break in its name");
        }
        return new Entry(name, Sha256.ofFile(real), Files.size(real));
    }

    private static Path inside(Path root, Path path) throws IOException {
        Path real = path.toRealPath();
        if (!real.startsWith(root)) {
            throw refused(root.relativize(path).toString(), "is a link that leads out of the workspace");
        }
        return real;
    }

    private static SyncException refused(String path, String why) {
        return new SyncException(ErrorCode.PATH_REFUSED, path + " " + why);
    }

    private static String manifest(List<Entry> files) {
        return files.stream()
                .map(file -> file.sha256() + "  " + file.path() + "\n")
                .collect(Collectors.joining());
    }

    /** The lines a directory's digest is made of; this text has the digest {@link #sha256()}. */
    public String manifest() {
        return manifest(files);
    }

    /** Whether there is nothing in it. */
    public boolean isEmpty() {
        return bytes == 0;
    }
}
