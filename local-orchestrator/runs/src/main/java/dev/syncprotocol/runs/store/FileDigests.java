package dev.syncprotocol.runs.store;

import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Digests of several files at once, so that one is read while another is hashed. */
final class FileDigests {
    private FileDigests() {}

    /** One digest a file, in the order of the files; the largest are begun first, so that none is left over at the end. */
    static List<Sha256> of(List<Path> files) throws IOException {
        int threads = Math.min(files.size(), Runtime.getRuntime().availableProcessors());
        ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, threads));
        try {
            Map<Path, Future<Sha256>> begun = new HashMap<>();
            for (Path file : largestFirst(files)) {
                begun.put(file, pool.submit(() -> Sha256.ofFile(file)));
            }
            List<Sha256> digests = new ArrayList<>();
            for (Path file : files) {
                digests.add(result(begun.get(file)));
            }
            return digests;
        } finally {
            pool.shutdownNow();
        }
    }

    private static List<Path> largestFirst(List<Path> files) throws IOException {
        Map<Path, Long> sizes = new HashMap<>();
        for (Path file : files) {
            sizes.put(file, Files.size(file));
        }
        return files.stream()
                .sorted(Comparator.comparing(sizes::get, Comparator.reverseOrder()))
                .toList();
    }

    private static Sha256 result(Future<Sha256> digest) throws IOException {
        try {
            return digest.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException unreadable ? unreadable : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SyncException(ErrorCode.INTERRUPTED, "interrupted while files were hashed");
        }
    }
}
