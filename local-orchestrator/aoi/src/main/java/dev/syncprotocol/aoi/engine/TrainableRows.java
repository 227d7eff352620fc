package dev.syncprotocol.aoi.engine;

import dev.syncprotocol.aoi.table.Labels;
import dev.syncprotocol.aoi.table.SampleRow;
import dev.syncprotocol.aoi.table.SampleTable;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;

/** Whether rows can teach; asked by every engine before it starts. */
public final class TrainableRows {
    private TrainableRows() {}

    /**
     * Refuses a table no training can learn from.
     *
     * @param what names the table in errors
     * @param batchSize of the specification
     * @throws SyncException {@code csv_invalid} for a label that is PASS but for case or blanks; {@code train_no_class} without a PASS or an NG row;
     *     {@code config_invalid} for a batch of one; {@code train_no_steps} for fewer rows than a batch
     */
    public static void require(SampleTable table, String what, int batchSize) {
        table.rows().stream()
                .filter(row -> Labels.isDoubtful(row.label()))
                .findFirst()
                .ifPresent(row -> refuseLabel(what, row));
        long pass =
                table.rows().stream().filter(row -> Labels.isPass(row.label())).count();
        if (pass == 0 || pass == table.size()) {
            throw new SyncException(
                    ErrorCode.TRAIN_NO_CLASS,
                    what + " has " + pass + " PASS rows and " + (table.size() - pass)
                            + " NG rows; training needs both");
        }
        if (batchSize < 2) {
            throw new SyncException(
                    ErrorCode.CONFIG_INVALID, "batch_size is " + batchSize + "; batch norm needs more than 1");
        }
        if (table.size() < batchSize) {
            throw new SyncException(
                    ErrorCode.TRAIN_NO_STEPS,
                    what + " has " + table.size() + " rows and batch_size is " + batchSize
                            + ": the incomplete batch is dropped and no step would be made");
        }
    }

    private static void refuseLabel(String what, SampleRow row) {
        throw new SyncException(
                ErrorCode.CSV_INVALID,
                what + ":" + row.line() + ": label '" + row.label()
                        + "' is PASS only when case and blanks are ignored; write PASS or a defect");
    }
}
