package dev.syncprotocol.training;

import java.util.List;

/** What a strategy needs of a data row, and which batch rows one of them becomes (D19). */
public enum ExampleForm {
    /** {@code output} is the answer: one batch row. */
    ANSWER(RowRole.ANSWER),
    /** {@code output} is the chosen answer, {@code meta.rejected} the rejected one: two batch rows in this order. */
    PAIR(RowRole.CHOSEN, RowRole.REJECTED),
    /**
     * {@code meta.label} says whether {@code output} is wanted: two batch rows, the answer as desirable or undesirable, and
     * the same prompt with the answer of the data row before it.
     */
    JUDGED(RowRole.DESIRABLE, RowRole.MISMATCHED);

    private final List<RowRole> roles;

    ExampleForm(RowRole... roles) {
        this.roles = List.of(roles);
    }

    /** What the batch rows of one example are, in this order (a judged one may be undesirable); never cut apart. */
    public List<RowRole> roles() {
        return roles;
    }

    /** How many there are. */
    public int rows() {
        return roles.size();
    }
}
