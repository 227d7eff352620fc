package dev.syncprotocol.aoi.approval;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.runs.AtomicFile;
import dev.syncprotocol.runs.store.StoreLock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Claims an approved run's directory: it comes into being with approval and summary in it, or not at all, so that a stop at any instant leaves no
 * half claimed run; a second claim of the same run fails. One claim at a time: whoever claims puts away what a killed claim left.
 */
public final class RunClaim {
    /** The summary as it was approved, for programs. */
    public static final String SUMMARY_JSON = "preflight_summary.json";

    /** The same for people. */
    public static final String SUMMARY_MARKDOWN = "preflight_summary.md";

    /** The log of an earlier run up to its last intact stage, byte for byte; only in a run that takes stages over. */
    public static final String EARLIER_LOG = "earlier_loop_log.jsonl";

    private static final String PREPARED = ".claim-";
    private static final String LOCK = ".claims.lock";
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private RunClaim() {}

    /**
     * Claims.
     *
     * @return the run's directory
     * @throws SyncException {@code token_used} when it is already there
     */
    public static Path claim(Path results, PreflightSummary summary, Approval approval) throws IOException {
        return claimWith(results, summary, approval, Map.of());
    }

    /**
     * The same for a run that takes the stages of an earlier one over.
     *
     * @param earlierLog the first lines of its log; the summary holds their digest
     */
    public static Path claim(Path results, PreflightSummary summary, Approval approval, byte[] earlierLog)
            throws IOException {
        return claimWith(results, summary, approval, Map.of(EARLIER_LOG, earlierLog));
    }

    private static Path claimWith(
            Path results, PreflightSummary summary, Approval approval, Map<String, byte[]> further) throws IOException {
        Map<String, byte[]> files = new TreeMap<>(further);
        files.put(Approval.NAME, bytes(approval.json()));
        files.put(SUMMARY_JSON, bytes(summary.json()));
        files.put(SUMMARY_MARKDOWN, bytes(summary.markdown()));
        Files.createDirectories(results);
        StoreLock lock = StoreLock.take(results.resolve(LOCK), LONGEST_WAIT, "claiming a run below " + results);
        try {
            sweep(results);
            return claimed(results, approval.run(), files);
        } finally {
            lock.close();
        }
    }

    private static Path claimed(Path results, RunId id, Map<String, byte[]> files) throws IOException {
        Path run = results.resolve(id.value());
        if (Files.exists(run)) {
            throw new SyncException(ErrorCode.TOKEN_USED, "the token was used: " + run + " is already there");
        }
        Path prepared = Files.createDirectory(results.resolve(PREPARED + id));
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            AtomicFile.writeForced(prepared.resolve(file.getKey()), file.getValue());
        }
        AtomicFile.forceFolder(prepared);
        Files.move(prepared, run, StandardCopyOption.ATOMIC_MOVE);
        AtomicFile.forceFolder(results);
        return run;
    }

    /** The lock is held: what is still being prepared belongs to nobody who lives. */
    private static void sweep(Path results) throws IOException {
        for (Path left : list(results)) {
            if (left.getFileName().toString().startsWith(PREPARED)) {
                for (Path file : list(left)) {
                    Files.delete(file);
                }
                Files.delete(left);
            }
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted(Comparator.naturalOrder()).toList();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
