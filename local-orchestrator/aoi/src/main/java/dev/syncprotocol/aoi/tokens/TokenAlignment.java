package dev.syncprotocol.aoi.tokens;

import dev.syncprotocol.aoi.log.LogEntry;
import dev.syncprotocol.aoi.log.LoopLog;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.runs.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Attributes the messages of transcripts to the stages of a loop (specification §8.3): a message belongs to the entry whose
 * window {@code (previous ts, ts]} holds its time; the first window is open below. The log itself is never rewritten: the
 * counts stand beside it.
 */
public final class TokenAlignment {
    /** Where the counts are written. */
    public static final String FILE = "loop_tokens.jsonl";

    private TokenAlignment() {}

    /** The transcripts of a folder: every {@code *.jsonl} in it, by name. */
    public static List<Path> transcripts(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new SyncException(ErrorCode.USAGE, "no folder of transcripts at " + folder);
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".jsonl"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }

    /**
     * Attributes; writes nothing.
     *
     * @throws SyncException {@code usage} when a transcript is not there
     */
    public static Alignment align(Path runDir, List<Path> transcripts, Clock clock) throws IOException {
        List<AssistantMessage> messages = new ArrayList<>();
        int unreadable = 0;
        for (Path file : transcripts) {
            Transcript transcript = Transcript.read(file);
            messages.addAll(transcript.messages());
            unreadable += transcript.unreadable();
        }
        messages.sort(Comparator.comparing(AssistantMessage::at));
        return new Alignment(
                attributed(LoopLog.of(runDir, clock).read().entries(), messages), messages.size(), unreadable);
    }

    /** Writes {@code loop_tokens.jsonl} beside the log, by atomic replacement. */
    public static Path write(Path runDir, Alignment alignment) throws IOException {
        Path file = runDir.resolve(FILE);
        AtomicFile.replace(file, alignment.lines().getBytes(StandardCharsets.UTF_8));
        return file;
    }

    private static List<StageTokens> attributed(List<LogEntry> entries, List<AssistantMessage> messages) {
        List<StageTokens> stages = new ArrayList<>();
        int next = 0;
        for (LogEntry entry : entries) {
            Instant end = Instant.parse(entry.ts());
            TokenCounts sum = TokenCounts.NONE;
            while (next < messages.size() && !messages.get(next).at().isAfter(end)) {
                sum = sum.plus(messages.get(next++).tokens());
            }
            stages.add(new StageTokens(entry.seq(), sum));
        }
        return stages;
    }
}
