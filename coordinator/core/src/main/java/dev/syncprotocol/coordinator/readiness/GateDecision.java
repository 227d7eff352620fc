package dev.syncprotocol.coordinator.readiness;

import java.util.List;

/**
 * Whether training may start, with the proof.
 *
 * @param open whether it may
 * @param proof every need in play, in the order asked
 * @param blocks all that keeps the gate closed; empty exactly when it is open
 * @param next safe commands that lead on
 */
public record GateDecision(boolean open, List<NeedCheck> proof, List<GateBlock> blocks, List<String> next) {
    public GateDecision {
        proof = List.copyOf(proof);
        blocks = List.copyOf(blocks);
        next = List.copyOf(next);
    }

    /** The names of what keeps it closed. */
    public List<String> blockedBy() {
        return blocks.stream().map(GateBlock::name).toList();
    }
}
