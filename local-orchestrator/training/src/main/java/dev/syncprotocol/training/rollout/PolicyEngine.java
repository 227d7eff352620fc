package dev.syncprotocol.training.rollout;

import dev.syncprotocol.training.Batch;
import dev.syncprotocol.training.Engine;
import java.util.List;

/** An engine whose policy can answer, and can say how likely answers are. Both leave no trace in its state. */
public interface PolicyEngine extends Engine {
    /** Whose opinion is asked for. */
    enum Weights {
        /** The trained ones, as they are now. */
        TRAINED,
        /** Those the run began with. */
        REFERENCE
    }

    /**
     * What scores are made of.
     *
     * @param logitScale what logits are multiplied by
     * @param withValues whether they carry values
     * @param responseLength most tokens of a completion; a shorter one has a value after its last token too
     */
    record Scoring(double logitScale, boolean withValues, int responseLength) {
        /** What this objective looks at. */
        public static Scoring of(PolicyObjective objective) {
            return new Scoring(objective.logitScale(), objective.usesValues(), objective.responseLength());
        }

        /** The same for weights that have no value head. */
        public Scoring withoutValues() {
            return new Scoring(logitScale, false, responseLength);
        }
    }

    /**
     * The engine as one that can answer.
     *
     * @throws IllegalArgumentException when it cannot; the config's rules refuse such a pair before
     */
    static PolicyEngine of(Engine engine) {
        if (engine instanceof PolicyEngine policy) {
            return policy;
        }
        throw new IllegalArgumentException("the engine " + engine.facts().name() + " cannot draw completions");
    }

    /**
     * A completion for each prompt, without dropout.
     *
     * @param prompts at least one token each
     */
    List<Completion> generate(List<int[]> prompts, Sampling sampling);

    /**
     * What the weights say about the completions of a batch, without dropout.
     *
     * @param batch rows whose labels are their completions
     */
    List<PolicyScore> score(Batch batch, Scoring scoring, Weights weights);
}
