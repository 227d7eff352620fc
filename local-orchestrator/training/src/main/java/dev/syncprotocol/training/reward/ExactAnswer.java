package dev.syncprotocol.training.reward;

import dev.syncprotocol.training.Reward;
import dev.syncprotocol.training.RewardProvider;
import dev.syncprotocol.training.TrainConfig;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Whether the last number of the answer is the last number of the reference: the result of a word problem, however it is
 * worded. 1 or 0; nothing to say where the reference has no number.
 */
public final class ExactAnswer implements Reward {
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(?:,[0-9]{3})*(?:\\.[0-9]+)?");

    /** Makes it for {@code exact_answer}. */
    public static final class Provider implements RewardProvider {
        @Override
        public String name() {
            return "exact_answer";
        }

        @Override
        public Reward create(TrainConfig config) {
            return new ExactAnswer();
        }
    }

    @Override
    public double score(Answer answer) {
        Optional<BigDecimal> wanted = lastNumber(answer.reference());
        if (wanted.isEmpty()) {
            return Double.NaN;
        }
        return lastNumber(answer.text())
                        .filter(said -> said.compareTo(wanted.get()) == 0)
                        .isPresent()
                ? 1
                : 0;
    }

    private static Optional<BigDecimal> lastNumber(String text) {
        return NUMBER.matcher(text)
                .results()
                .map(MatchResult::group)
                .reduce((earlier, later) -> later)
                .map(number -> new BigDecimal(number.replace(",", "")));
    }
}
