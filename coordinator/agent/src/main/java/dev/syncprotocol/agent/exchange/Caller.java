package dev.syncprotocol.agent.exchange;

import dev.syncprotocol.agent.model.AnswerPieces;
import dev.syncprotocol.agent.model.Ask;
import dev.syncprotocol.agent.model.Interruption;
import dev.syncprotocol.agent.model.Meter;
import dev.syncprotocol.agent.model.Model;
import dev.syncprotocol.agent.model.ModelFailure;
import dev.syncprotocol.agent.model.ModelReply;
import dev.syncprotocol.agent.model.RetryRule;
import dev.syncprotocol.agent.model.Usage;
import dev.syncprotocol.coordinator.workspace.ProviderSettings;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Calls of one model: within the budget and the time, repeated where that helps, each written down whatever comes of it.
 * For one thread.
 */
public final class Caller {
    private final Model model;
    private final ProviderSettings settings;
    private final Limits limits;
    private final Transcript transcript;
    private final Interruption interruption;
    private final Clock clock;
    private int calls;

    /**
     * What bounds the calls.
     *
     * @param meter tokens and cost
     * @param until no call begins after this instant
     * @param retries how a call is repeated
     */
    public record Limits(Meter meter, Instant until, RetryRule retries) {}

    /** A caller that writes into this transcript. */
    public Caller(
            Model model,
            ProviderSettings settings,
            Limits limits,
            Transcript transcript,
            Interruption interruption,
            Clock clock) {
        this.model = model;
        this.settings = settings;
        this.limits = limits;
        this.transcript = transcript;
        this.interruption = interruption;
        this.clock = clock;
    }

    /** What was used so far. */
    public Meter meter() {
        return limits.meter();
    }

    /** The transcript. */
    public Transcript transcript() {
        return transcript;
    }

    /** Where answers come from. */
    public Model.Origin origin() {
        return model.origin();
    }

    /** The settings of the provider that is asked. */
    public ProviderSettings settings() {
        return settings;
    }

    /**
     * Asks.
     *
     * @throws ModelFailure when no usable answer came
     * @throws SyncException {@link ErrorCode#BUDGET_SPENT} when tokens, money or time are used up before the call;
     *     {@link ErrorCode#INTERRUPTED}
     */
    public ModelReply ask(Ask ask, AnswerPieces pieces) throws IOException {
        Call call = new Call(ask, clock.instant());
        while (true) {
            requireAllowed();
            try {
                ModelReply reply = model.ask(ask, meter().outputTokens(settings.maxOutputTokens()), pieces);
                meter().add(reply.usage());
                call.write(Optional.of(reply), Optional.empty());
                return reply;
            } catch (ModelFailure failure) {
                call.failed(failure);
            } catch (SyncException interrupted) {
                call.write(Optional.empty(), Optional.of(interrupted.code().word()));
                throw interrupted;
            }
        }
    }

    private void requireAllowed() {
        interruption.check();
        meter().requireLeft();
        if (clock.instant().isAfter(limits.until())) {
            throw new SyncException(ErrorCode.BUDGET_SPENT, "the time for this is over")
                    .withHint("--minutes allows more");
        }
    }

    /** One call with its failed tries. */
    private final class Call {
        private final Ask ask;
        private final Instant began;
        private final int number = ++calls;
        private final List<Exchange.Attempt> attempts = new ArrayList<>();

        Call(Ask ask, Instant began) {
            this.ask = ask;
            this.began = began;
        }

        /** Pauses before the next try, or ends with the failure. */
        void failed(ModelFailure failure) throws IOException {
            if (failure.mayBeCharged()) {
                meter().addUnanswered(Usage.estimate(ask.text().length(), 0));
            }
            int failed = attempts.size() + 1;
            boolean again = limits.retries().allows(failure, failed);
            Duration pause = again ? limits.retries().pause(failure, failed) : Duration.ZERO;
            String word = failure.why().name().toLowerCase(Locale.ROOT);
            attempts.add(new Exchange.Attempt(word, failure.detail(), pause.toMillis()));
            if (!again) {
                write(Optional.empty(), Optional.of(word));
                throw failure;
            }
            pause(pause);
        }

        private void pause(Duration length) throws IOException {
            try {
                interruption.pause(length);
                requireAllowed();
            } catch (SyncException ended) {
                write(Optional.empty(), Optional.of(ended.code().word()));
                throw ended;
            }
        }

        void write(Optional<ModelReply> reply, Optional<String> failure) throws IOException {
            OptionalDouble cost = reply.isPresent() ? meter().cost(reply.get().usage()) : OptionalDouble.empty();
            transcript.write(new Exchange(
                    number,
                    settings.name(),
                    settings.kind().name().toLowerCase(Locale.ROOT),
                    model.origin(),
                    began,
                    ask,
                    reply,
                    failure,
                    cost,
                    Duration.between(began, clock.instant()).toMillis(),
                    attempts));
        }
    }
}
