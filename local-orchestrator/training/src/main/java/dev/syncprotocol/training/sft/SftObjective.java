package dev.syncprotocol.training.sft;

import dev.syncprotocol.training.Objective;

/**
 * Next-token cross-entropy, divided by the number of labels of the whole accumulated batch (training.md section 6.2;
 * TRL {@code sft_trainer.py} 773-787).
 *
 * @param labels how many labels the loss is divided by; at least 1
 */
public record SftObjective(int labels) implements Objective {
    public SftObjective {
        if (labels < 1) {
            throw new IllegalArgumentException("a batch without a label has no loss");
        }
    }
}
