package dev.syncprotocol.agent.model;

import java.time.Duration;

/**
 * How a call is repeated that the provider could not take: pauses that double, and never shorter than the provider asks.
 *
 * @param retries how often at most; 0 repeats nothing
 * @param first the first pause
 * @param longest no pause is longer, whatever the provider asks
 */
public record RetryRule(int retries, Duration first, Duration longest) {
    /** A second, two, four …, at most a minute. */
    public static RetryRule standard(int retries) {
        return new RetryRule(retries, Duration.ofSeconds(1), Duration.ofMinutes(1));
    }

    /** Whether one more try is allowed after this many failed ones. */
    public boolean allows(ModelFailure failure, int failed) {
        return failure.isRepeatable() && failed <= retries;
    }

    /**
     * The pause before the next try.
     *
     * @param failed how many tries failed so far, from 1
     */
    public Duration pause(ModelFailure failure, int failed) {
        Duration doubled = first.multipliedBy(1L << Math.min(failed - 1, 20));
        Duration asked = Duration.ofSeconds(failure.retryAfterSeconds());
        Duration pause = doubled.compareTo(asked) < 0 ? asked : doubled;
        return pause.compareTo(longest) < 0 ? pause : longest;
    }
}
