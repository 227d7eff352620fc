package dev.syncprotocol.aoi.preflight;

import dev.syncprotocol.aoi.tao.TaoImages;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.error.Violation;
import java.util.List;

/**
 * The engine as it was found (P2 of its files, P3, P5, P6, P9).
 *
 * @param order holds the offer
 * @param book gets the faults
 */
record EngineChecks(PreflightOrder order, CheckBook book) {
    /** P2 of the engine, P3, P5, P6; an engine that is not there is told before its credentials. */
    void check() {
        order.engine().referenceFaults().forEach(fault -> book.fail("P2", altered(fault)));
        if (!order.engine().probe().available()) {
            book.fail("P6", unavailable(order.engine().probe().missing()));
        }
        order.engine().credentialFaults().forEach(fault -> book.fail("P3", ErrorCode.CONFIG_INVALID, fault));
    }

    /** P9: a batch that is more than the GPUs' memory is good for. */
    void adviseOn(int batchSize) {
        order.engine()
                .advisedBatchSize()
                .filter(advised -> advised < batchSize)
                .ifPresent(advised -> book.warn(
                        "P9", "batch_size " + batchSize + " is more than the GPUs' memory is good for: " + advised));
    }

    private static SyncException altered(String fault) {
        return new SyncException(ErrorCode.REFERENCE_MISSING, fault)
                .withHint("install the skill bank again, give --versions FILE, or name both images by "
                        + TaoImages.TRAINING_VARIABLE + " and " + TaoImages.DATA_SERVICES_VARIABLE
                        + "; the embedded engine needs none of this: --engine embedded");
    }

    /** Everything that is missing at once, and the way out; nothing falls back by itself. */
    private SyncException unavailable(List<String> missing) {
        String engine = order.wishes().engine().name();
        boolean ours = engine.equals("embedded");
        return new SyncException(
                ErrorCode.ENGINE_UNAVAILABLE,
                "the engine " + engine + " cannot run here: " + String.join("; ", missing),
                null,
                ours ? null : "nothing was changed; the embedded engine needs none of this: --engine embedded",
                missing.stream()
                        .map(found -> new Violation("", 0, 0, "probe", "an engine that is whole", found))
                        .toList(),
                List.of());
    }
}
