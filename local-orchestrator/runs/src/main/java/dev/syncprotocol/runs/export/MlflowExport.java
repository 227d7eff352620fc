package dev.syncprotocol.runs.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.CanonicalJson;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.store.FinishedRun;
import dev.syncprotocol.runs.store.MetricsRow;
import dev.syncprotocol.runs.store.RunFile;
import dev.syncprotocol.runs.store.RunStatus;
import dev.syncprotocol.runs.store.RunStore;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finished runs as MLflow's file store keeps them: one experiment a task, one run a run, parameters from the
 * configuration, metrics from metrics.csv, every file as an artifact. What {@code mlflow} itself writes and reads was the
 * model (3.9.0). Artifact addresses are absolute, as MLflow demands: move the folder and they lead nowhere.
 */
public final class MlflowExport {
    private static final int RUN_ID_DIGITS = 32;
    private static final int EXPERIMENT_ID_DIGITS = 18;
    private static final int FINISHED = 3;
    private static final int FAILED = 4;
    private static final int LOCAL = 4;

    private final ExportFolder out;

    private MlflowExport(ExportFolder out) {
        this.out = out;
    }

    /**
     * Writes runs into an absent or empty folder.
     *
     * @param folder absolute
     * @return the ids MLflow knows them by, by our ids
     */
    public static Map<String, String> write(RunStore store, List<String> ids, Path folder) throws IOException {
        List<FinishedRun> runs = ExportFolder.verified(store, ids);
        MlflowExport export = new MlflowExport(ExportFolder.at(folder, store));
        Map<String, Long> tasks = new LinkedHashMap<>();
        Map<String, String> exported = new LinkedHashMap<>();
        for (FinishedRun run : runs) {
            tasks.merge(run.lock().config().task(), millis(run.lock().timestamp()), Math::min);
            export.run(run);
            exported.put(run.id(), runId(run));
        }
        for (Map.Entry<String, Long> task : tasks.entrySet()) {
            export.experiment(task.getKey(), task.getValue());
        }
        return exported;
    }

    private void experiment(String task, long begun) throws IOException {
        String id = experimentId(task);
        ObjectNode meta = SyncJson.object();
        meta.put("artifact_location", out.root().resolve(id).toUri().toString().replaceFirst("/$", ""));
        meta.put("creation_time", begun);
        meta.put("experiment_id", id);
        meta.put("last_update_time", begun);
        meta.put("lifecycle_stage", "active");
        meta.put("name", task);
        out.write(id + "/meta.yaml", SyncJson.yaml(meta));
    }

    private void run(FinishedRun run) throws IOException {
        String folder = experimentId(run.lock().config().task()) + "/" + runId(run);
        out.write(folder + "/meta.yaml", SyncJson.yaml(meta(run, folder)));
        for (Map.Entry<String, String> param : params(run).entrySet()) {
            out.write(folder + "/params/" + param.getKey(), param.getValue());
        }
        for (Map.Entry<String, String> tag : tags(run).entrySet()) {
            out.write(folder + "/tags/" + tag.getKey(), tag.getValue());
        }
        for (String column : run.metrics().measured()) {
            metric(run, column, folder + "/metrics/" + column);
        }
        String primary = run.criterion().primary();
        if (!run.metrics().columns().contains(primary) && primary.matches("[\\w./ -]+")) {
            metric(run, "primary", folder + "/metrics/" + primary);
        }
        for (RunFile file : run.end().content().files()) {
            out.copy(run.folder().resolve(file.path()), folder + "/artifacts/" + file.path(), file.sha256());
        }
    }

    private ObjectNode meta(FinishedRun run, String folder) {
        ObjectNode meta = SyncJson.object();
        meta.put(
                "artifact_uri",
                out.root().resolve(folder + "/artifacts").toUri().toString().replaceFirst("/$", ""));
        meta.put("end_time", millis(run.end().finalizedAt()));
        meta.put("entry_point_name", "");
        meta.put("experiment_id", experimentId(run.lock().config().task()));
        meta.put("lifecycle_stage", "active");
        meta.put("run_id", runId(run));
        meta.put("run_name", run.id());
        meta.put("source_name", "");
        meta.put("source_type", LOCAL);
        meta.put("source_version", "");
        meta.put("start_time", millis(run.lock().timestamp()));
        meta.put("status", run.end().status() == RunStatus.FAILED ? FAILED : FINISHED);
        meta.putArray("tags");
        meta.put("user_id", "sync");
        return meta;
    }

    /** Lines of {@code timestamp value step}; an empty cell is no measurement. */
    private void metric(FinishedRun run, String column, String path) throws IOException {
        int at = run.metrics().columns().indexOf(column);
        StringBuilder lines = new StringBuilder();
        for (MetricsRow row : run.metrics().rows()) {
            if (!row.cells().get(at).isEmpty()) {
                lines.append(row.timestamp() * 1000)
                        .append(' ')
                        .append(row.cells().get(at))
                        .append(' ')
                        .append(row.step())
                        .append('\n');
            }
        }
        if (!lines.isEmpty()) {
            out.write(path, lines.toString());
        }
    }

    private static Map<String, String> params(FinishedRun run) {
        Map<String, String> params = new LinkedHashMap<>();
        collect("", run.lock().config().effective(), params);
        return params;
    }

    private static void collect(String name, JsonNode node, Map<String, String> into) {
        if (node.isObject()) {
            String before = name.isEmpty() ? "" : name + ".";
            node.properties().forEach(entry -> collect(before + named(entry.getKey()), entry.getValue(), into));
        } else {
            into.put(name, node.isTextual() ? node.textValue() : CanonicalJson.text(node));
        }
    }

    /** MLflow takes letters, digits, underscores, dashes, periods, spaces and slashes in names. */
    private static String named(String key) {
        return key.replaceAll("[^\\p{Alnum}_. -]", "_");
    }

    private static Map<String, String> tags(FinishedRun run) {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("mlflow.runName", run.id());
        tags.put("mlflow.source.name", "sync");
        tags.put("mlflow.source.type", "LOCAL");
        tags.put("mlflow.user", "sync");
        run.lock().code().commit().ifPresent(commit -> tags.put("mlflow.source.git.commit", commit));
        run.lock().code().dirty().ifPresent(dirty -> tags.put("sync.dirty", dirty.toString()));
        tags.put("sync.experiment_id", run.id());
        tags.put("sync.status", run.end().status().word());
        tags.put("sync.primary", run.criterion().primary());
        tags.put("sync.mode", run.criterion().mode().word());
        tags.put("sync.unit", run.criterion().unit());
        tags.put("sync.data_version", run.lock().config().dataVersion());
        tags.put("sync.root_sha256", run.end().content().root().hex());
        run.best().ifPresent(best -> tags.put("sync.best_step", Long.toString(best.step())));
        run.row().ifPresent(row -> tags.put("sync.version", row.version()));
        return tags;
    }

    /** The same task always gives the same experiment. */
    private static String experimentId(String task) {
        return new BigInteger(Sha256.of(task).hex(), 16).toString().substring(0, EXPERIMENT_ID_DIGITS);
    }

    /** The same run always gives the same MLflow run. */
    private static String runId(FinishedRun run) {
        return Sha256.of(run.id()).hex().substring(0, RUN_ID_DIGITS);
    }

    private static long millis(String time) {
        return Instant.parse(time).toEpochMilli();
    }
}
