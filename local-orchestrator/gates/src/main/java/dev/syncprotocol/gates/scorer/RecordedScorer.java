package dev.syncprotocol.gates.scorer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.gates.JsonLines;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Answers from a file of recorded replies, rows {@code {"answer": …, "scores": {…}}}: replay evidence, which never opens
 * production.
 */
public final class RecordedScorer implements Scorer {
    private final Map<String, Map<String, Double>> byAnswer = new HashMap<>();
    private final Clock clock;

    private RecordedScorer(Clock clock) {
        this.clock = clock;
    }

    /** Reads the recordings. */
    public static RecordedScorer read(Path file, Clock clock) throws IOException {
        RecordedScorer scorer = new RecordedScorer(clock);
        for (JsonLines.Line line : JsonLines.read(file)) {
            JsonNode row = line.tree(file);
            Map<String, Double> scores = new HashMap<>();
            row.path("scores")
                    .properties()
                    .forEach(
                            score -> scores.put(score.getKey(), score.getValue().doubleValue()));
            scorer.byAnswer.put(row.path("answer").asText(), scores);
        }
        return scorer;
    }

    @Override
    public Scored score(ScoreRequest request) {
        ScorerCall call = new ScorerCall(
                clock.instant(),
                "recorded",
                EndpointClass.REPLAY,
                request.sha256(),
                Optional.empty(),
                Optional.empty(),
                0,
                Timing.NONE,
                Optional.empty(),
                "recorded",
                Optional.empty(),
                false);
        Map<String, Double> scores = byAnswer.get(request.answer());
        if (scores == null || !scores.keySet().containsAll(request.dimensions())) {
            throw new ScorerFailed("nothing is recorded for this answer", call, null);
        }
        return new Scored(scores, call);
    }
}
