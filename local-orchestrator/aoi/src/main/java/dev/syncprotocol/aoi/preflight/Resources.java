package dev.syncprotocol.aoi.preflight;

import dev.syncprotocol.aoi.report.ReportRenderer;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.schema.SchemaId;
import java.io.IOException;
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

    static void check(CheckBook book) {
        for (SchemaId schema : SCHEMAS) {
            try {
                schema.text();
            } catch (IOException | IllegalStateException e) {
                book.fail("P2", ErrorCode.REFERENCE_MISSING, schema.fileStem() + " is missing: reinstall");
            }
        }
        try {
            ReportRenderer.checkTemplates();
        } catch (SyncException altered) {
            book.fail("P2", altered.code(), altered.getMessage() + ": reinstall");
        }
    }
}
