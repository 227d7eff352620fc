package dev.syncprotocol.aoi.handoff;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Writes {@code best_model.json} and {@code best_model_inference_spec.yaml} (specification §8.11): the phase with the lowest FAR,
 * the earliest of equals, and only after its stored threshold was read back from disk and proven on its inference table.
 */
public final class HandOff {
    private HandOff() {}

    /**
     * Writes both files by atomic replacement; writing them again gives the same bytes.
     *
     * @throws dev.syncprotocol.protocol.error.SyncException {@code hard_stopped} after a hard stop; {@code evidence_missing} or
     *     {@code evidence_changed} when the certificate, the table or the specification is not what the state says; nothing is written then
     */
    public static HandOffFiles write(Path runDir) throws IOException {
        throw new UnsupportedOperationException("follows");
    }
}
