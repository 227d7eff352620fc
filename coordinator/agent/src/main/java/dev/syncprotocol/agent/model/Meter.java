package dev.syncprotocol.agent.model;

import dev.syncprotocol.coordinator.workspace.ModelPrice;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Counts what the calls of one fulfilment use, against its budget. For one thread. */
public final class Meter {
    private final Budget budget;
    private final Optional<ModelPrice> price;
    private Usage spent = Usage.NONE;
    private int calls;

    /**
     * A meter at zero.
     *
     * @throws SyncException {@link ErrorCode#USAGE} for a budget in dollars where no price is known
     */
    public Meter(Budget budget, Optional<ModelPrice> price) {
        if (budget.usd().isPresent() && price.isEmpty()) {
            throw new SyncException(ErrorCode.USAGE, "a budget in dollars needs the provider's prices")
                    .withHint("providers.NAME.usd_per_million in .sync/config.yaml, or a budget in tokens");
        }
        this.budget = budget;
        this.price = price;
    }

    /**
     * To be asked before every call.
     *
     * @throws SyncException {@link ErrorCode#BUDGET_SPENT} when nothing is left
     */
    public void requireLeft() {
        if (isSpent()) {
            throw new SyncException(
                            ErrorCode.BUDGET_SPENT,
                            "the budget of " + budget.words() + " is spent: " + words() + " in " + calls + " calls")
                    .withHint("--budget allows more");
        }
    }

    private boolean isSpent() {
        return budget.tokens().isPresent()
                ? spent.total() >= budget.tokens().getAsLong()
                : cost().orElse(0) >= budget.usd().orElse(Double.MAX_VALUE);
    }

    /** Adds what an answered call used. */
    public void add(Usage usage) {
        spent = spent.plus(usage);
        calls++;
    }

    /** Adds what a call without an answer may have used. */
    public void addUnanswered(Usage usage) {
        spent = spent.plus(usage);
    }

    /** The longest answer that is asked for now: never more than what is left of a budget in tokens. */
    public int outputTokens(int most) {
        long left = budget.tokens().isPresent() ? budget.tokens().getAsLong() - spent.total() : most;
        return (int) Math.max(1, Math.min(most, left));
    }

    /** The cost of this usage in US dollars; empty where no price is known. */
    public OptionalDouble cost(Usage usage) {
        return price.map(known -> OptionalDouble.of(known.of(usage.input(), usage.output())))
                .orElse(OptionalDouble.empty());
    }

    /** What was used so far. */
    public Usage spent() {
        return spent;
    }

    /** Its cost in US dollars; empty where no price is known. */
    public OptionalDouble cost() {
        return cost(spent);
    }

    /** Answers so far. */
    public int calls() {
        return calls;
    }

    private String words() {
        String tokens = String.format(Locale.ROOT, "%,d tokens", spent.total());
        return cost().isPresent() ? tokens + String.format(Locale.ROOT, ", %.4f USD", cost().getAsDouble()) : tokens;
    }
}
