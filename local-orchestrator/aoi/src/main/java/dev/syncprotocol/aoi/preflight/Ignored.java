package dev.syncprotocol.aoi.preflight;

import dev.syncprotocol.aoi.spec.IgnoredKeys;
import dev.syncprotocol.aoi.spec.SpecDocument;
import java.util.List;

/** P16: keys the embedded engine does not honour are listed, never dropped quietly. */
final class Ignored {
    private Ignored() {}

    static void warn(SpecDocument document, CheckBook book) {
        List<String> keys = IgnoredKeys.ofEmbedded(document);
        if (!keys.isEmpty()) {
            book.warn("P16", "the embedded engine does not use: " + String.join(", ", keys));
        }
    }
}
