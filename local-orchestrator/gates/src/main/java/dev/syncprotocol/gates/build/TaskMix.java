package dev.syncprotocol.gates.build;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The shares of the tasks, exact decimals that sum to 1.
 *
 * @param shares by task, in the order given
 */
public record TaskMix(Map<String, BigDecimal> shares) {
    /** Refuses shares below 0 or that do not sum to 1, {@code usage}. */
    public TaskMix {
        shares = Collections.unmodifiableMap(new LinkedHashMap<>(shares));
        BigDecimal sum = shares.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        if (sum.compareTo(BigDecimal.ONE) != 0 || shares.values().stream().anyMatch(share -> share.signum() < 0)) {
            throw new SyncException(ErrorCode.USAGE, "the shares of --mix sum to 1, found " + sum.toPlainString());
        }
    }

    /** Of {@code hotpotqa:0.45,strategyqa:0.30,gsm8k:0.25}; {@code usage} for anything else. */
    public static TaskMix of(String text) {
        Map<String, BigDecimal> shares = new LinkedHashMap<>();
        for (String part : text.split(",")) {
            String[] pair = part.strip().split(":");
            if (pair.length != 2 || shares.put(pair[0], share(pair[1])) != null) {
                throw new SyncException(ErrorCode.USAGE, "a mix is written task:share,task:share, found " + text);
            }
        }
        return new TaskMix(shares);
    }

    private static BigDecimal share(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new SyncException(ErrorCode.USAGE, "a share is a decimal number, found " + text, e);
        }
    }

    /** How many each task gets of n: exact, by largest remainder, ties in the order given. */
    public Map<String, Integer> counts(int n) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        Map<String, BigDecimal> rests = new LinkedHashMap<>();
        shares.forEach((task, share) -> {
            BigDecimal exact = share.multiply(BigDecimal.valueOf(n));
            BigInteger whole = exact.toBigInteger();
            counts.put(task, whole.intValueExact());
            rests.put(task, exact.subtract(new BigDecimal(whole)));
        });
        int left = n - counts.values().stream().mapToInt(Integer::intValue).sum();
        List<String> byRest = new ArrayList<>(rests.keySet());
        byRest.sort(Comparator.comparing(rests::get, Comparator.reverseOrder()));
        byRest.stream().limit(left).forEach(task -> counts.merge(task, 1, Integer::sum));
        return counts;
    }
}
