package dev.syncprotocol.training.reward;

import dev.syncprotocol.training.Reward;
import dev.syncprotocol.training.RewardProvider;
import dev.syncprotocol.training.TrainConfig;

/**
 * How near the answer's length comes to the reference's: {@code 1 - |a - b| / max(a, b)} in code points, 1 where both are
 * empty. An answer that was cut has no length of its own and scores 0.
 */
public final class Length implements Reward {

    /** Makes it for {@code length}. */
    public static final class Provider implements RewardProvider {
        @Override
        public String name() {
            return "length";
        }

        @Override
        public Reward create(TrainConfig config) {
            return new Length();
        }
    }

    @Override
    public double score(Answer answer) {
        if (!answer.ended()) {
            return 0;
        }
        int said = answer.text().codePointCount(0, answer.text().length());
        int wanted = answer.reference().codePointCount(0, answer.reference().length());
        int longer = Math.max(said, wanted);
        return longer == 0 ? 1 : 1 - (double) Math.abs(said - wanted) / longer;
    }
}
