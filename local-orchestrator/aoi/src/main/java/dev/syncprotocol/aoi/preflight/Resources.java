package dev.syncprotocol.aoi.preflight;

import dev.syncprotocol.aoi.report.ReportRenderer;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.protocol.schema.SchemaId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** P2: what the program carries itself is there (decision A24). */
final class Resources {
    private static final List<SchemaId> SCHEMAS = List.of(
            SchemaId.DEFT_STATE_V1,
            SchemaId.LOOP_LOG_ENTRY_V1,
            SchemaId.AOI_APPROVAL_V1,
            SchemaId.AOI_THRESHOLD_CERTIFICATE_V1,
            SchemaId.AOI_MERGE_VALIDATION_V1);

    private Resources() {}

    /** Whether it is there, whole, and the one of this name. */
    private static boolean isWhole(SchemaId schema) {
        try {
            String id = SyncJson.read(schema.text()).path("$id").asText();
            return id.endsWith("/" + schema.fileStem() + ".schema.json");
        } catch (IOException | IllegalStateException | UncheckedIOException e) {
            return false;
        }
    }

    static void check(CheckBook book) {
        for (SchemaId schema : SCHEMAS) {
            if (!isWhole(schema)) {
                book.fail("P2", ErrorCode.REFERENCE_MISSING, schema.fileStem() + " is missing or broken: reinstall");
            }
        }
        try {
            ReportRenderer.checkTemplates();
        } catch (SyncException altered) {
            book.fail("P2", altered.code(), altered.getMessage() + ": reinstall");
        }
    }
}
