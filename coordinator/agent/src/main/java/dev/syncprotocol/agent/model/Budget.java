package dev.syncprotocol.agent.model;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a fulfilment may use: tokens or US dollars. It is asked before every call, so it is exceeded by one answer at most.
 *
 * @param tokens most tokens, sent and answered; empty where dollars bound it
 * @param usd most US dollars; empty where tokens bound it
 */
public record Budget(OptionalLong tokens, OptionalDouble usd) {
    /** What is allowed where nobody says otherwise. */
    public static final Budget STANDARD = new Budget(OptionalLong.of(300_000), OptionalDouble.empty());

    private static final Pattern TOKENS = Pattern.compile("([0-9]{1,12})([kKmM]?)(?: ?tokens)?");
    private static final Pattern USD = Pattern.compile("(?i)\\$?([0-9]{1,6}(?:\\.[0-9]{1,6})?) ?(usd)?");
    private static final long THOUSAND = 1_000;

    /**
     * Reads {@code 50000}, {@code 50k}, {@code 0.50USD} or {@code $0.50}.
     *
     * @throws SyncException {@link ErrorCode#USAGE} for anything else, and for nothing
     */
    public static Budget parse(String text) {
        Matcher tokens = TOKENS.matcher(text.strip());
        if (tokens.matches()) {
            long count = Long.parseLong(tokens.group(1)) * factor(tokens.group(2));
            return checked(text, new Budget(OptionalLong.of(count), OptionalDouble.empty()));
        }
        Matcher usd = USD.matcher(text.strip());
        if (usd.matches() && (text.contains("$") || usd.group(2) != null)) {
            double amount = Double.parseDouble(usd.group(1));
            return checked(text, new Budget(OptionalLong.empty(), OptionalDouble.of(amount)));
        }
        throw unreadable(text);
    }

    private static long factor(String unit) {
        return switch (unit.toLowerCase(Locale.ROOT)) {
            case "k" -> THOUSAND;
            case "m" -> THOUSAND * THOUSAND;
            default -> 1;
        };
    }

    private static Budget checked(String text, Budget budget) {
        if (budget.tokens.orElse(1) <= 0 || budget.usd.orElse(1) <= 0) {
            throw unreadable(text);
        }
        return budget;
    }

    private static SyncException unreadable(String text) {
        return new SyncException(
                ErrorCode.USAGE, "a budget is a number of tokens (50000, 50k) or of dollars (0.50USD), found: " + text);
    }

    /** The budget in words. */
    public String words() {
        return tokens.isPresent()
                ? String.format(Locale.ROOT, "%,d tokens", tokens.getAsLong())
                : String.format(Locale.ROOT, "%.2f USD", usd.orElse(0));
    }
}
