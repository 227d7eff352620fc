package dev.syncprotocol.runs.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.Violation;
import dev.syncprotocol.protocol.json.CanonicalJson;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.json.LocatedDocument;
import dev.syncprotocol.protocol.schema.SchemaId;
import dev.syncprotocol.protocol.schema.SchemaValidator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The specification of a run, all defaults filled in (run-store.md section 8.1). JSON and YAML of one configuration are
 * equal here.
 *
 * @param name what the run is called
 * @param id the explicit id, empty for {@code auto}
 * @param task names the showcase
 * @param dataVersion goes to the registry
 * @param arch the model's architecture
 * @param modelVersion an explicit semver, empty for {@code auto}
 * @param keepLastK step checkpoints that stay, 0 for all
 * @param keepBest whether the best checkpoint is kept under its own name
 * @param epochs passes over the data
 * @param criterion what better means
 * @param extra further columns of metrics.csv
 * @param paths the configured folders
 * @param tensorboard whether event files are written
 * @param refusesDirty whether a work tree with changes is refused
 * @param effective the whole tree, as it is hashed; not to be changed
 */
public record RunConfig(
        String name,
        Optional<RunId> id,
        String task,
        String dataVersion,
        String arch,
        Optional<String> modelVersion,
        int keepLastK,
        boolean keepBest,
        int epochs,
        Criterion criterion,
        List<String> extra,
        RunPaths paths,
        boolean tensorboard,
        boolean refusesDirty,
        ObjectNode effective) {

    public RunConfig {
        extra = List.copyOf(extra);
    }

    /**
     * Reads a source configuration.
     *
     * @param what its name for people
     * @throws dev.syncprotocol.protocol.error.SyncException {@link ErrorCode#CONFIG_INVALID} with every broken rule
     */
    public static RunConfig read(byte[] bytes, DocumentFormat format, String what) {
        LocatedDocument document =
                SchemaValidator.load(SchemaId.RUN_CONFIG_V1, bytes, format, ErrorCode.CONFIG_INVALID, what);
        List<Violation> violations = refusedPaths(document);
        if (!violations.isEmpty()) {
            throw SchemaValidator.invalid(ErrorCode.CONFIG_INVALID, what, violations);
        }
        return of(EffectiveTree.of(document.root()));
    }

    /** The format of a file of this name. */
    public static DocumentFormat format(Path file) {
        return file.toString().endsWith(".json") ? DocumentFormat.JSON : DocumentFormat.YAML;
    }

    /** Two configurations with the same digest ask for the same run. */
    public Sha256 configHash() {
        ObjectNode hashed = effective.deepCopy();
        ((ObjectNode) hashed.get("experiment")).remove("id");
        return Sha256.of(CanonicalJson.bytes(hashed));
    }

    /** From an effective tree, as a lock holds it. */
    static RunConfig of(ObjectNode tree) {
        JsonNode metrics = tree.get("metrics");
        List<String> extra = new ArrayList<>();
        metrics.get("extra").forEach(column -> extra.add(column.textValue()));
        return new RunConfig(
                tree.at("/experiment/name").textValue(),
                unlessAuto(tree.at("/experiment/id")).map(RunId::new),
                tree.at("/experiment/task").textValue(),
                tree.at("/data/version").textValue(),
                tree.at("/model/arch").textValue(),
                unlessAuto(tree.at("/model/version")),
                tree.at("/train/keep_last_k").intValue(),
                tree.at("/train/keep_best").booleanValue(),
                tree.at("/train/epochs").intValue(),
                Criterion.of(metrics),
                extra,
                RunPaths.of(tree.get("paths")),
                tree.at("/logging/tensorboard").booleanValue(),
                tree.at("/code/dirty").textValue().equals("refuse"),
                tree);
    }

    private static Optional<String> unlessAuto(JsonNode node) {
        return Optional.ofNullable(node.textValue()).filter(text -> !text.equals("auto"));
    }

    private static List<Violation> refusedPaths(LocatedDocument document) {
        List<Violation> violations = new ArrayList<>();
        for (String key : List.of("output_root", "registry_dir", "best_dir")) {
            String pointer = "/paths/" + key;
            JsonNode path = document.root().at(pointer);
            if (path.isTextual() && RunPaths.leaves(path.textValue())) {
                violations.add(
                        document.violation(pointer, "path: inside", "a path inside the workspace", path.textValue()));
            }
        }
        return violations;
    }
}
