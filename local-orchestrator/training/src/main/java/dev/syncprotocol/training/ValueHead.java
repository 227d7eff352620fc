package dev.syncprotocol.training;

/**
 * Names of the value head's parameters: one linear layer from the last hidden state to a number (TRL v0.11.4
 * {@code modeling_value_head.py}). They are no weights of the model's file and have a file of their own.
 */
public final class ValueHead {
    /** What all of its parameters begin with. */
    public static final String PREFIX = "v_head.";

    /** The row, 1 by width. */
    public static final String WEIGHT = "v_head.summary.weight";

    /** The number added. */
    public static final String BIAS = "v_head.summary.bias";

    private ValueHead() {}
}
