package dev.syncprotocol.training.reward;

import dev.syncprotocol.training.Reward;
import dev.syncprotocol.training.RewardProvider;
import dev.syncprotocol.training.TrainConfig;

/**
 * Takes something off for questions asked back where nothing had to be asked (preflight.md section 5.10):
 * {@code alpha * min(c, cap)}. A question is a sentence of the answer that ends with a question mark; whether one was
 * needed is the data row's {@code meta.needs_clarification}.
 *
 * @param alpha what a question costs, at least 0
 * @param cap how many questions cost something, at least 0
 */
public record OverClarification(double alpha, int cap) implements Reward {
    private static final double SEED_ALPHA = 0.07;
    private static final int SEED_CAP = 3;

    public OverClarification {
        if (!(alpha >= 0) || cap < 0) {
            throw new IllegalArgumentException("alpha " + alpha + ", cap " + cap);
        }
    }

    /** Makes it for {@code overclar_penalty}, with the seed's figures. */
    public static final class Provider implements RewardProvider {
        @Override
        public String name() {
            return "overclar_penalty";
        }

        @Override
        public Reward create(TrainConfig config) {
            return new OverClarification(SEED_ALPHA, SEED_CAP);
        }
    }

    @Override
    public double score(Answer answer) {
        boolean needed = answer.meta().path("needs_clarification").asBoolean(false);
        return 0 - penalty(questions(answer.text()), needed);
    }

    /**
     * What so many questions cost.
     *
     * @throws IllegalArgumentException for a negative count
     */
    public double penalty(int questions, boolean needed) {
        if (questions < 0) {
            throw new IllegalArgumentException(questions + " questions");
        }
        return needed ? 0 : alpha * Math.min(questions, cap);
    }

    /** Runs of question marks, of the Latin or the full-width kind: "Really??" asks once. */
    private static int questions(String text) {
        int questions = 0;
        boolean before = false;
        for (int character : text.codePoints().toArray()) {
            boolean mark = character == '?' || character == '\uFF1F';
            questions += mark && !before ? 1 : 0;
            before = mark;
        }
        return questions;
    }
}
