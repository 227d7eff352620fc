package dev.syncprotocol.gates.scorer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.gates.JsonLines;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * {@code logs/scorer_calls.jsonl}: every call, one line, append only (preflight.md D25).
 *
 * @param file the log
 * @param runId of the run that calls
 * @param prices what calls cost
 */
public record CallLog(Path file, String runId, PriceTable prices) {
    /** Where it lies in a workspace. */
    public static final String PATH = "logs/scorer_calls.jsonl";

    /** Asks a scorer and logs the call, failed ones too. */
    public Scored ask(Scorer scorer, ScoreRequest request) {
        try {
            Scored scored = scorer.score(request);
            append(scored.call(), OptionalDouble.of(scored.mean()));
            return scored;
        } catch (ScorerFailed failed) {
            append(failed.call(), OptionalDouble.empty());
            throw failed;
        }
    }

    /** The same; a call that got no response at all is made again, so many times. The log has every one. */
    public Scored ask(Scorer scorer, ScoreRequest request, int retries) {
        try {
            return ask(scorer, request);
        } catch (ScorerFailed failed) {
            if (failed.call().status() != 0 || retries == 0) {
                throw failed;
            }
            return ask(scorer, request, retries - 1);
        }
    }

    private synchronized void append(ScorerCall call, OptionalDouble score) {
        String line = SyncJson.compact(call.tree(runId, prices, score)) + "\n";
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(
                    file, line.getBytes(StandardCharsets.UTF_8), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every line of a log; none where there is no file. */
    static List<JsonNode> read(Path file) throws IOException {
        List<JsonNode> calls = new ArrayList<>();
        if (Files.isRegularFile(file)) {
            for (JsonLines.Line line : JsonLines.read(file)) {
                calls.add(line.tree(file));
            }
        }
        return calls;
    }
}
