package dev.syncprotocol.aoi.dataset;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.error.Violation;
import java.util.List;

/**
 * What checking a table found.
 *
 * @param rows rows checked
 * @param pictures pictures looked at: one a row, light and side
 * @param pass PASS rows
 * @param ng NG rows
 * @param missingFiles pictures that are not there or cannot be decoded
 * @param noncanonicalLabels labels that are empty, doubtful, or not in the form asked for
 * @param faults every fault with its line
 */
public record TableFindings(
        int rows, int pictures, int pass, int ng, int missingFiles, int noncanonicalLabels, List<Violation> faults) {
    private static final int SHOWN = 20;

    public TableFindings {
        faults = List.copyOf(faults);
    }

    /**
     * Stops on the faults.
     *
     * @param what names the table
     * @throws SyncException {@code csv_invalid} with the first faults
     */
    public void refuse(String what) {
        if (!faults.isEmpty()) {
            Violation first = faults.get(0);
            throw new SyncException(
                    ErrorCode.CSV_INVALID,
                    what + ":" + first.line() + ": expected " + first.expected() + ", found " + first.found()
                            + (faults.size() == 1 ? "" : " (and " + (faults.size() - 1) + " more)"),
                    null,
                    null,
                    faults.subList(0, Math.min(SHOWN, faults.size())),
                    List.of());
        }
    }

    /**
     * Stops when a training table lacks a class: the sampler could not weigh it.
     *
     * @throws SyncException {@code train_no_class}
     */
    public void refuseOneClass(String what) {
        if (pass == 0 || ng == 0) {
            throw new SyncException(
                    ErrorCode.TRAIN_NO_CLASS, what + " has " + pass + " PASS and " + ng + " NG rows; both are needed");
        }
    }
}
