package dev.syncprotocol.protocol.schema;

/** Every shipped schema: one constant a file of {@code schemas/}. A published version only gains optional fields. */
public enum SchemaId {
    /** The document the parties exchange. */
    SYNC_PACKAGE_V1("sync-package.v1"),
    /** The three commands of a round. */
    ROUND_PLAN_V1("round-plan.v1"),
    /** One event of the ledger. */
    ROUND_EVENT_V1("round-event.v1"),
    /** {@code .sync/config.yaml}. */
    WORKSPACE_CONFIG_V1("workspace-config.v1"),
    /** The error object every failed call answers with. */
    SYNC_ERROR_V1("sync-error.v1"),
    /** The answer of {@code sync status --json}. */
    SYNC_STATUS_V1("sync-status.v1"),
    /** A training configuration. */
    TRAIN_CONFIG_V1("train-config.v1"),
    /** What a run that failed leaves for the one who looks into it. */
    ERROR_REPORT_V1("error-report.v1");

    private final String fileStem;

    SchemaId(String fileStem) {
        this.fileStem = fileStem;
    }

    /** The file's name up to {@code .schema.json}, which is also the name of its folder of examples. */
    public String fileStem() {
        return fileStem;
    }

    String resource() {
        return "/dev/syncprotocol/schemas/" + fileStem + ".schema.json";
    }
}
