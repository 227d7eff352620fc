package dev.syncprotocol.gates.scorer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.gates.ReportFile;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Answers again what was answered before, one file a request, and says so in the call's evidence: a cached call never
 * counts as live. A request with a nonce of its own always misses.
 *
 * @param inner who is asked on a miss
 * @param folder of the cache
 * @param clock when a hit happened
 */
public record CachingScorer(Scorer inner, Path folder, Clock clock) implements Scorer {
    @Override
    public Scored score(ScoreRequest request) {
        Path file = folder.resolve(request.sha256().hex() + ".json");
        try {
            return Files.isRegularFile(file) ? hit(request, Files.readString(file)) : miss(request, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Scored miss(ScoreRequest request, Path file) throws IOException {
        Scored scored = inner.score(request);
        ObjectNode entry = SyncJson.object()
                .put("provider", scored.call().provider())
                .put("model", scored.call().model())
                .put(
                        "response_sha256",
                        scored.call().response().map(Sha256::hex).orElse(null));
        ObjectNode scores = entry.putObject("scores");
        new TreeMap<>(scored.scores()).forEach(scores::put);
        ReportFile.write(file, entry);
        return scored;
    }

    private Scored hit(ScoreRequest request, String text) {
        JsonNode entry = SyncJson.read(text);
        Map<String, Double> scores = new TreeMap<>();
        entry.path("scores")
                .properties()
                .forEach(score -> scores.put(score.getKey(), score.getValue().doubleValue()));
        Instant now = clock.instant();
        ScorerCall call = new ScorerCall(
                now,
                entry.path("provider").asText(),
                EndpointClass.REPLAY,
                request.sha256(),
                Optional.ofNullable(entry.path("response_sha256").textValue()).map(Sha256::new),
                Optional.empty(),
                0,
                Timing.NONE,
                Optional.empty(),
                entry.path("model").asText(),
                Optional.empty(),
                true);
        return new Scored(scores, call);
    }
}
