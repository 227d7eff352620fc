package dev.syncprotocol.training;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Llama 3.1's stretched rotary positions: slow angles are slowed by {@code factor}, fast ones stay, those between are
 * mixed (transformers {@code modeling_rope_utils.py}, {@code _compute_llama3_parameters}).
 *
 * @param factor how much longer the positions reach, at least 1
 * @param lowFrequencyFactor where the slow angles begin
 * @param highFrequencyFactor where the fast angles begin; above the low one
 * @param originalPositions positions the model was first trained on
 */
public record RopeScaling(double factor, double lowFrequencyFactor, double highFrequencyFactor, int originalPositions) {
    public RopeScaling {
        if (!(factor >= 1) || !(highFrequencyFactor > lowFrequencyFactor) || originalPositions < 1) {
            throw new IllegalArgumentException("rope_scaling: factor " + factor + ", low_freq_factor "
                    + lowFrequencyFactor + ", high_freq_factor " + highFrequencyFactor
                    + ", original_max_position_embeddings " + originalPositions);
        }
    }

    static RopeScaling llama3(JsonNode node) {
        return new RopeScaling(
                node.path("factor").asDouble(),
                node.path("low_freq_factor").asDouble(),
                node.path("high_freq_factor").asDouble(),
                node.path("original_max_position_embeddings").asInt());
    }

    /** The angle of one position, stretched. */
    public double scaled(double frequency) {
        double wavelength = 2 * Math.PI / frequency;
        double turns = originalPositions / wavelength;
        if (turns > highFrequencyFactor) {
            return frequency;
        }
        if (turns < lowFrequencyFactor) {
            return frequency / factor;
        }
        double fast = (turns - lowFrequencyFactor) / (highFrequencyFactor - lowFrequencyFactor);
        return (1 - fast) * frequency / factor + fast * frequency;
    }
}
