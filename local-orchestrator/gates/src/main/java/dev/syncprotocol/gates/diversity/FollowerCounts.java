package dev.syncprotocol.gates.diversity;

/** How often each token followed each context: the counts {@code c(context w)} and {@code c(context .)} of one order. */
final class FollowerCounts {
    private final Numbering contexts = new Numbering();
    private final Tally totals = new Tally();
    private final Tally followers = new Tally();

    void add(long context, int token) {
        int number = contexts.number(context);
        totals.add(number);
        followers.add(Numbering.pair(number, token));
    }

    /** {@code c(context .)}: 0 for a context that never occurred. */
    int total(long context) {
        return totals.of(contexts.find(context));
    }

    /** {@code c(context w)}. */
    int of(long context, int token) {
        return followers.of(Numbering.pair(contexts.find(context), token));
    }
}
