package dev.syncprotocol.agent.model;

/**
 * Tokens of one or more calls.
 *
 * @param input tokens sent
 * @param output tokens answered, thoughts included
 * @param estimated whether the provider named no figures and they were estimated from the length of the texts
 */
public record Usage(long input, long output, boolean estimated) {
    /** Nothing was used. */
    public static final Usage NONE = new Usage(0, 0, false);

    /** Characters a token is estimated at: few, so that an estimate spends a budget rather too early. */
    private static final int CHARACTERS = 3;

    /** Refuses negative counts. */
    public Usage {
        if (input < 0 || output < 0) {
            throw new IllegalArgumentException("tokens are not negative, found: " + input + " and " + output);
        }
    }

    /** An estimate from lengths in characters. */
    public static Usage estimate(long sent, long answered) {
        return new Usage(tokens(sent), tokens(answered), true);
    }

    private static long tokens(long characters) {
        return (characters + CHARACTERS - 1) / CHARACTERS;
    }

    /** Tokens in all. */
    public long total() {
        return input + output;
    }

    /** Both together. */
    public Usage plus(Usage other) {
        return new Usage(input + other.input, output + other.output, estimated || other.estimated);
    }
}
