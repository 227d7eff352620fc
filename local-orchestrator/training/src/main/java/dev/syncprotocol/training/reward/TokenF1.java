package dev.syncprotocol.training.reward;

import dev.syncprotocol.gates.diversity.Tokenizer;
import dev.syncprotocol.training.Reward;
import dev.syncprotocol.training.RewardProvider;
import dev.syncprotocol.training.TrainConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * F1 of the token multisets of answer and reference (D17; Rajpurkar et al. 2016), tokens of preflight.md appendix A: twice
 * the tokens both have, divided by the tokens of both; 1 where neither has any.
 */
public final class TokenF1 implements Reward {

    /** Makes it for {@code token_f1}. */
    public static final class Provider implements RewardProvider {
        @Override
        public String name() {
            return "token_f1";
        }

        @Override
        public Reward create(TrainConfig config) {
            return new TokenF1();
        }
    }

    @Override
    public double score(Answer answer) {
        List<String> said = Tokenizer.tokens(answer.text());
        List<String> left = new ArrayList<>(Tokenizer.tokens(answer.reference()));
        int all = said.size() + left.size();
        long common = said.stream().filter(left::remove).count();
        return all == 0 ? 1 : 2.0 * common / all;
    }
}
