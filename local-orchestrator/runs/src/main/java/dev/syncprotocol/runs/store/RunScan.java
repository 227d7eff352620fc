package dev.syncprotocol.runs.store;

import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Reads and hashes what a run's folder holds (run-store.md section 9.2, F7). */
final class RunScan {
    private static final int READS = 3;
    private static final Comparator<String> BY_BYTES =
            (a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

    private final RunFolder run;

    RunScan(RunFolder run) {
        this.run = run;
    }

    /** Every listed path below the run, sorted by bytes; symbolic links are among them and are not followed. */
    List<String> paths() throws IOException {
        try (Stream<Path> all = Files.walk(run.path())) {
            return all.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .map(path -> run.path().relativize(path).toString().replace(File.separatorChar, '/'))
                    .filter(RunFolder::listed)
                    .sorted(BY_BYTES)
                    .toList();
        }
    }

    /**
     * Everything, hashed.
     *
     * @throws SyncException {@link ErrorCode#DIGEST_MISMATCH} for a file that keeps changing, {@link
     *     ErrorCode#PATH_REFUSED} for a link that dangles or leaves the run
     */
    RunContent content(List<Tombstone> tombstones) throws IOException {
        List<RunFile> files = new ArrayList<>();
        List<RunLink> links = new ArrayList<>();
        for (String path : paths()) {
            Path file = run.at(path);
            if (Files.isSymbolicLink(file)) {
                links.add(link(path, file));
            } else {
                files.add(file(path, file));
            }
        }
        return new RunContent(files, links, tombstones);
    }

    private RunLink link(String path, Path file) throws IOException {
        boolean inside =
                Files.exists(file) && file.toRealPath().startsWith(run.path().toRealPath());
        if (!inside) {
            throw new SyncException(ErrorCode.PATH_REFUSED, "the link " + path + " dangles or leaves the run");
        }
        return new RunLink(path, Files.readSymbolicLink(file).toString());
    }

    private RunFile file(String path, Path file) throws IOException {
        for (int i = 0; i < READS; i++) {
            BasicFileAttributes before = attributes(file);
            Sha256 digest = Sha256.ofFile(file);
            BasicFileAttributes after = attributes(file);
            if (before.size() == after.size() && before.lastModifiedTime().equals(after.lastModifiedTime())) {
                return new RunFile(
                        path,
                        after.size(),
                        digest,
                        FileKind.of(path),
                        after.lastModifiedTime().toInstant().truncatedTo(ChronoUnit.SECONDS));
            }
        }
        throw new SyncException(ErrorCode.DIGEST_MISMATCH, path + " keeps changing while it is read");
    }

    private static BasicFileAttributes attributes(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class);
    }
}
