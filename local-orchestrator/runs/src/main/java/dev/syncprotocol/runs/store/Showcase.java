package dev.syncprotocol.runs.store;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code best/<task>-latest/}: the best checkpoint of a task. It changes by a journal, a copy that is hashed, and one
 * commit record, so that after any crash it is the old one or the new one (run-store.md sections 10.2 and 10.3).
 */
final class Showcase {
    private static final String BEST = "best.pt";
    private static final String METRICS = "metrics.json";
    private static final String JOURNAL = "promotion.json";
    private static final String LOCK = ".lock";

    private final StoreFiles files;
    private final Path workspace;
    private final Path folder;
    private final ChainedCsv history;

    Showcase(StoreFiles files, Path workspace, Path folder) {
        this.files = files;
        this.workspace = workspace;
        this.folder = folder;
        this.history = new ChainedCsv(files, folder.resolve("history.csv"), ShowcaseEntry.COLUMNS);
    }

    Path folder() {
        return folder;
    }

    /** What {@code metrics.json} says; empty where nothing was promoted yet. */
    Optional<BestMetrics> current() throws IOException {
        Path file = folder.resolve(METRICS);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(BestMetrics.of(SyncJson.read(Files.readString(file))));
        } catch (UncheckedIOException | IllegalArgumentException e) {
            throw new SyncException(ErrorCode.MANIFEST_INVALID, file + " cannot be read", e);
        }
    }

    /** Every change, oldest first. */
    List<ShowcaseEntry> history() throws IOException {
        return history.records().stream().map(ShowcaseEntry::of).toList();
    }

    /** Takes the lock and finishes or undoes what a killed process left. */
    StoreLock open(Instant now, Duration wait) throws IOException {
        files.folders(folder);
        StoreLock lock = StoreLock.take(folder.resolve(LOCK), wait, "the showcase " + folder.getFileName());
        try {
            recover(now);
            return lock;
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Puts a verified candidate into the showcase; the lock is held.
     *
     * @param action {@code promote}, {@code restore} or {@code criterion}
     * @param why empty for a promotion
     */
    BestMetrics show(Candidate candidate, String action, String why, Instant now) throws IOException {
        Optional<BestMetrics> before = current();
        BestMetrics to = candidate.metrics(now.toString(), before);
        history.recover(now);
        ShowcaseEntry entry = ShowcaseEntry.of(history().size() + 1L, action, to, why);
        ObjectNode journal =
                SyncJson.object().put("seq", entry.seq()).put("action", action).put("why", why);
        journal.set("from", before.map(BestMetrics::tree).orElse(null));
        journal.set("to", to.tree());
        files.publish(folder.resolve(JOURNAL), text(SyncJson.pretty(journal)));
        Path best = folder.resolve(BEST);
        files.replaceCopy(candidate.run().at(RunFolder.BEST), best, to.bestSha256());
        demand(best, to.bestSha256());
        complete(to, entry, now);
        return to;
    }

    /** What is wrong with the showcase, in words: its checkpoint, its record, its history. */
    List<String> faults() throws IOException {
        List<String> faults = new ArrayList<>(history.breaks());
        if (Files.exists(folder.resolve(JOURNAL))) {
            faults.add(JOURNAL + ": a promotion was interrupted; the next finish completes or undoes it");
        }
        Optional<BestMetrics> now = current();
        Path best = folder.resolve(BEST);
        if (now.isEmpty()) {
            return faults;
        }
        if (!Files.isRegularFile(best)) {
            faults.add(BEST + ": missing");
        } else if (!Sha256.ofFile(best).equals(now.get().bestSha256())) {
            faults.add(BEST + ": its bytes are not those metrics.json names");
        }
        List<ShowcaseEntry> entries = history();
        boolean told = !entries.isEmpty()
                && entries.get(entries.size() - 1)
                        .experimentId()
                        .equals(now.get().experimentId());
        if (!told) {
            faults.add("history.csv: its last row is not what metrics.json shows");
        }
        return faults;
    }

    private void recover(Instant now) throws IOException {
        Path journal = folder.resolve(JOURNAL);
        if (Files.exists(journal)) {
            settle(SyncJson.read(Files.readString(journal)), now);
        }
        dropTemporaries();
        Optional<BestMetrics> current = current();
        if (current.isPresent()) {
            demand(folder.resolve(BEST), current.get().bestSha256());
        }
    }

    /** Section 10.3: the digest of best.pt decides. */
    private void settle(JsonNode journal, Instant now) throws IOException {
        BestMetrics to = BestMetrics.of(journal.get("to"));
        Optional<BestMetrics> from =
                Optional.of(journal.path("from")).filter(JsonNode::isObject).map(BestMetrics::of);
        Optional<Sha256> found = digest(folder.resolve(BEST));
        if (found.equals(Optional.of(to.bestSha256()))) {
            complete(
                    to,
                    ShowcaseEntry.of(
                            journal.path("seq").asLong(),
                            journal.path("action").asText(),
                            to,
                            journal.path("why").asText()),
                    now);
            return;
        }
        if (!found.equals(from.map(BestMetrics::bestSha256))) {
            restoreOld(from);
        }
        files.delete(folder.resolve(JOURNAL));
    }

    private void restoreOld(Optional<BestMetrics> from) throws IOException {
        BestMetrics old = from.orElseThrow(() -> new SyncException(
                ErrorCode.DIGEST_MISMATCH, folder.resolve(BEST) + " is neither what was there nor what was coming"));
        Path source = workspace.resolve(old.modelPath());
        if (!Files.isRegularFile(source)) {
            throw new SyncException(
                    ErrorCode.MISSING_FILE, folder.resolve(BEST) + " is damaged and its run is gone: " + source);
        }
        files.replaceCopy(source, folder.resolve(BEST), old.bestSha256());
    }

    private void complete(BestMetrics to, ShowcaseEntry entry, Instant now) throws IOException {
        files.replace(folder.resolve("README.md"), text(ShowcasePage.of(to)));
        files.replace(folder.resolve(METRICS), text(SyncJson.pretty(to.tree())));
        history.recover(now);
        if (history().size() < entry.seq()) {
            history.append(List.of(entry.cells()), now);
        }
        files.delete(folder.resolve(JOURNAL));
    }

    private void dropTemporaries() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            for (Path path : all.filter(StoreFiles::isTemporary).toList()) {
                files.delete(path);
            }
        }
    }

    private static void demand(Path best, Sha256 expected) throws IOException {
        Optional<Sha256> found = digest(best);
        if (found.isEmpty()) {
            throw new SyncException(ErrorCode.MISSING_FILE, best + " is missing");
        }
        if (!found.get().equals(expected)) {
            throw new DamagedFile(best, expected, found.get());
        }
    }

    private static Optional<Sha256> digest(Path file) throws IOException {
        return Files.isRegularFile(file) ? Optional.of(Sha256.ofFile(file)) : Optional.empty();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
