package dev.syncprotocol.aoi.leakage;

import dev.syncprotocol.aoi.table.SampleRow;
import dev.syncprotocol.protocol.digest.Sha256;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A set, ready to be compared.
 *
 * @param name the set's name
 * @param file where its table lies
 * @param rows its rows
 */
record ComparedSet(String name, Path file, List<ComparedRow> rows) {
    /**
     * A row with the facts of its pictures.
     *
     * @param row the row
     * @param identity object and board, empty when one of them is
     * @param key paths, label, object and board in one form
     * @param lit one entry a light, in light order
     */
    record ComparedRow(SampleRow row, Optional<String> identity, String key, List<LitPicture> lit) {}

    /** The tested picture under a light, absolute, what is known of it, and the digest of its golden partner's file. */
    record LitPicture(String light, Path file, PictureFacts facts, Sha256 golden) {}
}
