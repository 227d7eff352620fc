package dev.syncprotocol.cli;

import dev.syncprotocol.agent.scorer.LiveScorer;
import dev.syncprotocol.agent.scorer.ScorerSettings;
import dev.syncprotocol.gates.rc1.ScorerSource;
import dev.syncprotocol.gates.scorer.Provider;
import dev.syncprotocol.gates.scorer.RecordedScorer;
import dev.syncprotocol.gates.scorer.Scorer;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The scorers of an environment, for a preflight and for the training after it: recorded answers where
 * {@code SCORER_REPLAY} names a file (replay evidence), else the live provider.
 *
 * @param environment of the process
 * @param root the workspace
 * @param clock the time of calls
 */
record ScorerDoor(Map<String, String> environment, Path root, Clock clock) implements ScorerSource {
    private static final Duration ONE_CALL = Duration.ofSeconds(60);

    @Override
    public Scorer open(Provider provider) {
        Optional<String> replay = variable("SCORER_REPLAY");
        try {
            return replay.isPresent()
                    ? RecordedScorer.read(root.resolve(replay.get()), clock)
                    : LiveScorer.open(settings(provider), clock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A variable that is set and not blank. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    private ScorerSettings settings(Provider provider) {
        return new ScorerSettings(
                provider,
                variable("SCORER_MODEL").orElse(provider.model()),
                uri(variable("SCORER_BASE_URL").orElse(provider.endpoint())),
                variable("SCORER_API_KEY").orElse(""),
                ONE_CALL);
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new SyncException(ErrorCode.USAGE, "SCORER_BASE_URL is no URL", e);
        }
    }
}
