package dev.syncprotocol.runs.store;

import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.runs.Timestamp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An append-only CSV whose last column is the digest of the line before: an edited, removed or reordered line is found
 * (run-store.md section 14.2). Writers hold the lock of the folder.
 */
final class ChainedCsv {
    private final StoreFiles files;
    private final Path file;
    private final List<String> columns;

    /** The last of {@code columns} is {@code prev_sha256}. */
    ChainedCsv(StoreFiles files, Path file, List<String> columns) {
        this.files = files;
        this.file = file;
        this.columns = columns;
    }

    /** The records below the header, each with all columns; empty where there is no file. An unfinished last line is not read. */
    List<List<String>> records() throws IOException {
        byte[] bytes = content();
        List<List<String>> all = CsvText.records(new String(bytes, 0, end(bytes), StandardCharsets.UTF_8));
        if (all.isEmpty()) {
            return List.of();
        }
        if (!all.get(0).equals(columns)) {
            throw broken(1, "the columns are not those of this file");
        }
        return all.subList(1, all.size());
    }

    /**
     * The records whose first cell is this word, which needs no quotes; other lines are not taken apart, so that a long
     * table costs one look at its bytes.
     */
    List<List<String>> recordsOf(String word) throws IOException {
        byte[] bytes = content();
        byte[] wanted = (word + ",").getBytes(StandardCharsets.UTF_8);
        StringBuilder text = new StringBuilder();
        for (int start = 0, end = lineEnd(bytes, 0); end > 0; start = end, end = lineEnd(bytes, end)) {
            if (Arrays.mismatch(bytes, start, end, wanted, 0, wanted.length) == wanted.length) {
                text.append(new String(bytes, start, end - start, StandardCharsets.UTF_8));
            }
        }
        return CsvText.records(text.toString());
    }

    /** The digest of the last line; empty where there is no file. */
    Optional<Sha256> head() throws IOException {
        return head(content());
    }

    private static Optional<Sha256> head(byte[] bytes) {
        int start = 0;
        int last = 0;
        for (int end = lineEnd(bytes, 0); end > 0; end = lineEnd(bytes, end)) {
            start = last;
            last = end;
        }
        return last == 0 ? Optional.empty() : Optional.of(Sha256.of(Arrays.copyOfRange(bytes, start, last)));
    }

    /** Appends records, each without its {@code prev_sha256}, in one write. */
    void append(List<List<String>> records, Instant now) throws IOException {
        byte[] whole = recovered(now);
        StringBuilder text = new StringBuilder();
        String previous = head(whole).map(Sha256::hex).orElse("");
        if (previous.isEmpty()) {
            String header = CsvText.line(columns);
            text.append(header);
            previous = Sha256.of(header).hex();
        }
        for (List<String> fields : records) {
            List<String> chained = new ArrayList<>(fields);
            chained.add(previous);
            String line = CsvText.line(chained);
            text.append(line);
            previous = Sha256.of(line).hex();
        }
        files.append(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Moves a half-written last line to a file beside and cuts this one at the last whole line. */
    void recover(Instant now) throws IOException {
        recovered(now);
    }

    private byte[] recovered(Instant now) throws IOException {
        byte[] bytes = content();
        int end = end(bytes);
        if (end < bytes.length) {
            Path torn = Timestamp.freePath(file.getParent(), file.getFileName() + ".torn-", now, "");
            files.publish(torn, Arrays.copyOfRange(bytes, end, bytes.length));
            files.cut(file, end);
        }
        return bytes;
    }

    /** Every line whose {@code prev_sha256} is not the digest of the line before, in words. */
    List<String> breaks() throws IOException {
        List<byte[]> lines = lines(content());
        List<String> found = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            List<String> cells = CsvText.records(new String(lines.get(i), StandardCharsets.UTF_8))
                    .get(0);
            String expected = Sha256.of(lines.get(i - 1)).hex();
            if (cells.size() != columns.size() || !cells.get(cells.size() - 1).equals(expected)) {
                found.add(file.getFileName() + ", line " + (i + 1) + ": does not follow the line before");
            }
        }
        return found;
    }

    /** The digests of all whole lines, the header's first. */
    List<Sha256> digests() throws IOException {
        return lines(content()).stream().map(Sha256::of).toList();
    }

    private byte[] content() throws IOException {
        return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
    }

    /** Whole lines with their line feeds. */
    private static List<byte[]> lines(byte[] bytes) {
        List<byte[]> lines = new ArrayList<>();
        for (int start = 0, end = lineEnd(bytes, 0); end > 0; start = end, end = lineEnd(bytes, end)) {
            lines.add(Arrays.copyOfRange(bytes, start, end));
        }
        return lines;
    }

    /** After the line feed that ends the line which starts here; a line feed inside quotes ends none; -1 for no line. */
    private static int lineEnd(byte[] bytes, int start) {
        boolean quoted = false;
        for (int i = start; i < bytes.length; i++) {
            quoted ^= bytes[i] == '"';
            if (bytes[i] == '\n' && !quoted) {
                return i + 1;
            }
        }
        return -1;
    }

    private static int end(byte[] bytes) {
        int last = 0;
        for (int end = lineEnd(bytes, 0); end > 0; end = lineEnd(bytes, end)) {
            last = end;
        }
        return last;
    }

    private SyncException broken(int line, String fault) {
        return new SyncException(ErrorCode.CHAIN_BROKEN, file + ", line " + line + ": " + fault);
    }
}
