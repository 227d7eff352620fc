package dev.syncprotocol.cli;

import dev.syncprotocol.agent.scorer.LiveScorer;
import dev.syncprotocol.agent.scorer.ScorerSettings;
import dev.syncprotocol.coordinator.ledger.CodeSnapshot;
import dev.syncprotocol.gates.RunMode;
import dev.syncprotocol.gates.rc1.Rc1Context;
import dev.syncprotocol.gates.rc1.Rc1Steps;
import dev.syncprotocol.gates.rc1.ScorerSource;
import dev.syncprotocol.gates.scorer.Provider;
import dev.syncprotocol.gates.scorer.RecordedScorer;
import dev.syncprotocol.gates.scorer.Scorer;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.runs.Timestamp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The preflight of this call: its context, read from the environment here and nowhere else, and the scorers it may ask.
 *
 * @param context where and when
 * @param scorers who scores
 */
record PreflightDoor(Rc1Context context, ScorerSource scorers) {
    private static final Duration ONE_CALL = Duration.ofSeconds(60);

    static PreflightDoor of(Invocation in) throws IOException {
        Path root = StoreDoor.root(in);
        Rc1Context context = new Rc1Context(
                root,
                in.clock(),
                RunMode.of(in.variable("RUN_MODE")),
                Version.text(),
                "pf-" + Timestamp.inName(in.clock().instant()),
                git(root),
                in.variable("BASE_MODEL").orElse(Rc1Context.BASE_MODEL));
        return new PreflightDoor(context, provider -> scorer(in, root, provider));
    }

    Rc1Steps steps() {
        return new Rc1Steps(context, scorers);
    }

    Path workspace() {
        return context.workspace();
    }

    static Optional<Rc1Context.GitFacts> git(Path root) throws IOException {
        Optional<String> commit = CodeSnapshot.around(root).flatMap(CodeSnapshot::commit);
        return commit.isEmpty()
                ? Optional.empty()
                : Optional.of(new Rc1Context.GitFacts(commit.get(), GitStatus.porcelain(root)));
    }

    /** Recorded answers where {@code SCORER_REPLAY} names a file (replay evidence), else the live provider. */
    private static Scorer scorer(Invocation in, Path root, Provider provider) {
        Optional<String> replay = in.variable("SCORER_REPLAY");
        try {
            return replay.isPresent()
                    ? RecordedScorer.read(root.resolve(replay.get()), in.clock())
                    : LiveScorer.open(settings(in, provider), in.clock());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ScorerSettings settings(Invocation in, Provider provider) {
        return new ScorerSettings(
                provider,
                in.variable("SCORER_MODEL").orElse(provider.model()),
                uri(in.variable("SCORER_BASE_URL").orElse(provider.endpoint())),
                in.variable("SCORER_API_KEY").orElse(""),
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
