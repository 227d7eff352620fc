package dev.syncprotocol.runs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * {@code reports/ERROR_<ts>.json}: what a run that failed leaves for the one who looks into it (training.md section
 * 3.7).
 *
 * @param at when
 * @param message one sentence
 * @param exitCode of the process
 * @param stage where in the run
 * @param step in progress; 0 before the first
 * @param batchIds rows of its batch
 * @param trace the exception chain with stacks
 * @param logTail the last {@link #TAIL_LINES} lines of the run's log
 * @param configSha256 digest of the effective config, if the run got that far
 * @param lastCheckpoint path of the newest checkpoint, if there is one
 * @param next commands that lead on
 * @param stderrTail the last lines an outside trainer wrote to its standard error; empty where there was none
 */
public record ErrorReport(
        Instant at,
        String message,
        int exitCode,
        String stage,
        long step,
        List<String> batchIds,
        String trace,
        List<String> logTail,
        Optional<Sha256> configSha256,
        Optional<String> lastCheckpoint,
        List<String> next,
        List<String> stderrTail) {
    /** Lines of the log a report holds. */
    public static final int TAIL_LINES = 200;

    public ErrorReport {
        batchIds = List.copyOf(batchIds);
        logTail = List.copyOf(logTail);
        next = List.copyOf(next);
        stderrTail = List.copyOf(stderrTail);
    }

    /** The exception chain with its stacks, as Java prints it. */
    public static String traceOf(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    /** The last lines of a log; none when there is no such file. */
    public static List<String> tailOf(Path log) throws IOException {
        if (!Files.isRegularFile(log)) {
            return List.of();
        }
        List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                .lines()
                .toList();
        return lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
    }

    /** Writes the report with its secrets masked, under a name of its own, and says where. */
    public Path writeTo(Path workspace, SecretMask mask) throws IOException {
        Path reports = Files.createDirectories(workspace.resolve("reports"));
        Path file = Timestamp.freePath(reports, "ERROR_", at, ".json");
        return Files.writeString(file, SyncJson.pretty(tree(mask)), StandardOpenOption.CREATE_NEW);
    }

    private ObjectNode tree(SecretMask mask) {
        ObjectNode tree = SyncJson.object()
                .put("ts", Timestamp.inFile(at))
                .put("message", mask.mask(message))
                .put("exit_code", exitCode)
                .put("stage", stage)
                .put("step", step);
        batchIds.forEach(tree.putArray("batch_ids")::add);
        tree.put("trace", mask.mask(trace));
        logTail.stream().map(mask::mask).forEach(tree.putArray("log_tail")::add);
        tree.put("config_sha256", configSha256.map(Sha256::hex).orElse(null));
        tree.put("last_checkpoint", lastCheckpoint.orElse(null));
        next.forEach(tree.putArray("next")::add);
        if (!stderrTail.isEmpty()) {
            stderrTail.stream().map(mask::mask).forEach(tree.putArray("stderr_tail")::add);
        }
        return tree;
    }
}
