package dev.syncprotocol.agent.fulfil;

import dev.syncprotocol.protocol.digest.RepoPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder where drafts grow, each at the path it is wanted at. Only this class writes there, and it makes neither links nor
 * anything outside.
 */
final class Staging {
    /** Most files of one draft. */
    static final int MOST_FILES = 500;
    /** Most bytes of one file. */
    static final long MOST_FILE_BYTES = 4L << 20;
    /** Most bytes of all drafts together. */
    static final long MOST_BYTES = 16L << 20;

    private final Path root;
    private long bytes;

    /** A folder that is there and empty. */
    Staging(Path root) {
        this.root = root;
    }

    Path root() {
        return root;
    }

    /** Puts a whole file down, in place of an older one; refused beyond the bounds. */
    void write(RepoPath path, String content) {
        put(path, content.getBytes(StandardCharsets.UTF_8), 0);
    }

    /** Adds to the end of a file; makes it where there is none. */
    void append(RepoPath path, String content) {
        put(path, content.getBytes(StandardCharsets.UTF_8), size(path));
    }

    private void put(RepoPath path, byte[] content, long before) {
        long old = size(path);
        long grown = bytes - old + before + content.length;
        if (before + content.length > MOST_FILE_BYTES) {
            throw new ToolRefusal("a file may have " + MOST_FILE_BYTES + " bytes at most");
        }
        if (grown > MOST_BYTES) {
            throw new ToolRefusal("all drafts together may have " + MOST_BYTES + " bytes at most");
        }
        if (!exists(path) && files().size() >= MOST_FILES) {
            throw new ToolRefusal("drafts may have " + MOST_FILES + " files at most");
        }
        store(path, content, before > 0);
        bytes = grown;
    }

    private void store(RepoPath path, byte[] content, boolean atEnd) {
        Path file = path.below(root);
        try {
            Files.createDirectories(file.getParent());
            if (atEnd) {
                Files.write(file, content, StandardOpenOption.APPEND);
            } else {
                Files.write(file, content);
            }
        } catch (IOException e) {
            throw new ToolRefusal("cannot be written there: a file where a folder is wanted, or a name too long");
        }
    }

    /** Removes a file; whether there was one. */
    boolean delete(RepoPath path) throws IOException {
        if (!exists(path)) {
            return false;
        }
        bytes -= size(path);
        Files.delete(path.below(root));
        return true;
    }

    /** Counts a file that a tool of ours put there. */
    void adopt(RepoPath path, long before) {
        bytes += size(path) - before;
    }

    boolean exists(RepoPath path) {
        return Files.isRegularFile(path.below(root), LinkOption.NOFOLLOW_LINKS);
    }

    long size(RepoPath path) {
        try {
            return exists(path) ? Files.size(path.below(root)) : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    /** Removes everything a need has drafted. */
    void clear(RepoPath need) throws IOException {
        for (RepoPath path : files()) {
            if (Reach.isWithin(need, path)) {
                delete(path);
            }
        }
    }

    /** Every file, sorted. */
    List<RepoPath> files() {
        List<RepoPath> found = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(root)) {
            walk.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .map(path -> root.relativize(path).toString().replace('\\', '/'))
                    .sorted()
                    .forEach(path -> found.add(new RepoPath(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }
}
