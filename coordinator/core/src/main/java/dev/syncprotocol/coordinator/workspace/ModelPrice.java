package dev.syncprotocol.coordinator.workspace;

/**
 * What a provider charges.
 *
 * @param input US dollars a million tokens sent
 * @param output US dollars a million tokens answered
 */
public record ModelPrice(double input, double output) {
    private static final double MILLION = 1e6;

    /** Refuses a negative price. */
    public ModelPrice {
        if (!(input >= 0) || !(output >= 0)) {
            throw new IllegalArgumentException("a price is not negative, found: " + input + " and " + output);
        }
    }

    /** The cost of this many tokens, in US dollars. */
    public double of(long inputTokens, long outputTokens) {
        return (input * inputTokens + output * outputTokens) / MILLION;
    }
}
