package dev.syncprotocol.cli;

import dev.syncprotocol.gates.RunMode;
import dev.syncprotocol.gates.rc1.Rc1Paths;
import dev.syncprotocol.gates.scorer.CachingScorer;
import dev.syncprotocol.gates.scorer.CallLog;
import dev.syncprotocol.gates.scorer.PriceTable;
import dev.syncprotocol.gates.scorer.Provider;
import dev.syncprotocol.gates.scorer.ScoreRequest;
import dev.syncprotocol.gates.scorer.Scored;
import dev.syncprotocol.gates.scorer.Scorer;
import dev.syncprotocol.gates.weights.WeightFault;
import dev.syncprotocol.gates.weights.Weights;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.runs.Timestamp;
import dev.syncprotocol.training.Reward;
import dev.syncprotocol.training.RewardPlace;
import dev.syncprotocol.training.RewardProvider;
import dev.syncprotocol.training.TrainConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The preflight's scorer as the reward of a training (training.md D17, preflight.md D36): the weighted sum of its scores by
 * {@code configs/weights.json}. Each answer is asked about once and its scores are remembered in the workspace, so that a
 * resumed run sees what the whole run saw; every call is in the call log. In production no score but a live one counts.
 *
 * @param mode of the run
 * @param weights of the dimensions
 * @param scorer who is asked
 * @param log of the calls
 */
public record ScorerReward(RunMode mode, Weights weights, Scorer scorer, CallLog log) implements Reward {
    private static final int RETRIES = 2;

    /** Apart by mode: what a test run heard is nothing a production run may use. */
    private static final String MEMORY = ".sync/scores/";

    /** Makes it for {@code scorer}, once it is known where the run is. */
    public static final class Provided implements RewardProvider {
        private final Optional<RewardPlace> place;

        /** Of no place yet. */
        public Provided() {
            this(Optional.empty());
        }

        private Provided(Optional<RewardPlace> place) {
            this.place = place;
        }

        @Override
        public String name() {
            return "scorer";
        }

        @Override
        public RewardProvider in(RewardPlace run) {
            return new Provided(Optional.of(run));
        }

        @Override
        public Reward create(TrainConfig config) {
            try {
                return of(place.orElseThrow(
                        () -> new IllegalStateException("the reward scorer is asked for in a run's place only")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static ScorerReward of(RewardPlace place) throws IOException {
        ScorerDoor door = new ScorerDoor(place.environment(), place.workspace(), place.clock());
        RunMode mode = RunMode.of(door.variable("RUN_MODE"));
        Provider provider = Provider.of(door.variable("SCORER_PROVIDER").orElse(Provider.GEMINI.word()));
        Scorer asked = new LiveEnough(mode, door.open(provider));
        Path memory = place.workspace().resolve(MEMORY + mode.word());
        CallLog log = new CallLog(
                place.workspace().resolve(CallLog.PATH),
                "train-" + Timestamp.inName(place.clock().instant()),
                PriceTable.of(place.workspace()));
        return new ScorerReward(mode, weights(place.workspace()), new CachingScorer(asked, memory, place.clock()), log);
    }

    private static Weights weights(Path workspace) throws IOException {
        Path file = workspace.resolve(Rc1Paths.WEIGHTS);
        if (!Files.isRegularFile(file)) {
            throw new SyncException(ErrorCode.PREFLIGHT_FAILED, "no " + Rc1Paths.WEIGHTS + ", which weighs the scores")
                    .withNext("sync preflight scaffold");
        }
        Weights weights = Weights.read(Files.readAllBytes(file));
        if (!weights.failures().isEmpty()) {
            throw new SyncException(
                    ErrorCode.PREFLIGHT_FAILED,
                    Rc1Paths.WEIGHTS + ": "
                            + weights.failures().stream()
                                    .map(WeightFault::meaning)
                                    .collect(Collectors.joining("; ")));
        }
        return weights;
    }

    @Override
    public double score(Answer answer) {
        List<String> evidence = new ArrayList<>();
        answer.meta().path("evidence").forEach(text -> evidence.add(text.asText()));
        ScoreRequest request = new ScoreRequest(
                answer.prompt(),
                answer.text(),
                evidence,
                List.copyOf(weights.of().keySet()),
                "training");
        return weights.apply(log.ask(scorer, request, RETRIES).scores());
    }

    /**
     * Lets no score through that this mode does not accept (preflight.md T25, D33); it stands before the memory, so that
     * none is remembered either.
     */
    private record LiveEnough(RunMode mode, Scorer inner) implements Scorer {
        @Override
        public Scored score(ScoreRequest request) {
            Scored scored = inner.score(request);
            String evidence = scored.call().endpoint().evidence();
            boolean accepted = evidence.equals("live") || mode == RunMode.TEST && evidence.equals("loopback");
            if (!accepted) {
                throw new SyncException(
                        ErrorCode.PREFLIGHT_FAILED, "a " + evidence + " score trains nothing in " + mode.word());
            }
            return scored;
        }
    }
}
