package dev.syncprotocol.runs.store;

import dev.syncprotocol.protocol.digest.Sha256;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A finished run in {@code registry/models.csv} (run-store.md section 8.8).
 *
 * @param experimentId the run
 * @param modelPath its best checkpoint, relative to the workspace; empty when it kept none
 * @param primaryValue the best value; empty when there is none
 * @param commitHash empty without git
 * @param configHash of the effective configuration
 * @param dataVersion of the data
 * @param seq 1, 2, 3 …
 * @param version semver of the model
 * @param finalizedAt RFC 3339
 * @param task names the showcase
 * @param primaryName the metric that decides
 * @param mode which values are better
 * @param status how the run ended
 * @param arch the model's architecture
 * @param manifestSha256 of the manifest at registration
 */
public record RegistryRow(
        String experimentId,
        String modelPath,
        OptionalDouble primaryValue,
        String commitHash,
        String configHash,
        String dataVersion,
        long seq,
        String version,
        String finalizedAt,
        String task,
        String primaryName,
        Mode mode,
        RunStatus status,
        String arch,
        Sha256 manifestSha256) {

    static final List<String> COLUMNS = List.of(
            "experiment_id",
            "model_path",
            "primary_value",
            "commit_hash",
            "config_hash",
            "data_version",
            "registry_seq",
            "version",
            "finalized_at",
            "task",
            "primary_name",
            "mode",
            "status",
            "arch",
            "manifest_sha256",
            "prev_sha256");

    static RegistryRow of(List<String> cells) {
        return new RegistryRow(
                cells.get(0),
                cells.get(1),
                cells.get(2).isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(cells.get(2))),
                cells.get(3),
                cells.get(4),
                cells.get(5),
                Long.parseLong(cells.get(6)),
                cells.get(7),
                cells.get(8),
                cells.get(9),
                cells.get(10),
                Mode.of(cells.get(11)),
                RunStatus.of(cells.get(12)),
                cells.get(13),
                new Sha256(cells.get(14)));
    }

    /** All cells but the chain's. */
    List<String> cells() {
        return List.of(
                experimentId,
                modelPath,
                primaryValue.isPresent() ? MetricsRow.cell(primaryValue.getAsDouble()) : "",
                commitHash,
                configHash,
                dataVersion,
                Long.toString(seq),
                version,
                finalizedAt,
                task,
                primaryName,
                mode.word(),
                status.word(),
                arch,
                manifestSha256.hex());
    }
}
