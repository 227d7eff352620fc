package dev.syncprotocol.aoi.dataset;

import dev.syncprotocol.aoi.accounting.Edge;
import dev.syncprotocol.aoi.accounting.EdgeAccount;
import dev.syncprotocol.aoi.accounting.Tally;

/** Edge E13: every row of the training table reached the trainer's loader; the loader only counts, it knows no labels. */
public final class LoaderAccount {
    private LoaderAccount() {}

    /** The account of a training that read this many rows. */
    public static EdgeAccount of(int tableRows, long rowsSeen) {
        return EdgeAccount.of(Edge.E13, Tally.of(tableRows), Tally.of(Math.toIntExact(rowsSeen)));
    }
}
