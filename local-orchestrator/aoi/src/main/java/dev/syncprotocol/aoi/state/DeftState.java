package dev.syncprotocol.aoi.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.aoi.log.LogEntry;
import dev.syncprotocol.aoi.log.LogReading;
import dev.syncprotocol.aoi.log.LoopStage;
import dev.syncprotocol.aoi.log.Phase;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.CanonicalJson;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.protocol.schema.SchemaId;
import dev.syncprotocol.protocol.schema.SchemaValidator;
import dev.syncprotocol.runs.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A run's state, version 2 (specification §8.4): what was approved, and on top of it what each committed stage put in. It is never edited; after
 * every log entry it is folded anew and the file replaced.
 */
public final class DeftState {
    /** Its name in a run's directory. */
    public static final String NAME = "deft_state.json";

    /** What a failed stage's entry says of the stop it is, until the loop's own last entry says it. */
    public static final String STOPS = "stops";

    private static final List<String> STEPS =
            List.of("evaluate", "rca", "anomalygen", "routing", "data_mining", "train", "loop_stop");
    private static final List<String> STATUSES = List.of("pending", "in_progress", "complete", "failed");

    private final ObjectNode tree;

    private DeftState(ObjectNode tree) {
        this.tree = tree;
    }

    /** The state of a run that has no entry yet. */
    public static DeftState initial(RunFacts facts) {
        ObjectNode tree = SyncJson.object()
                .put("version", 2)
                .put("started_at", facts.startedAt())
                .put("kpi_target", facts.target().text())
                .put("results_dir", facts.run().toString())
                .put("max_iterations", facts.maxIterations())
                .put("current_iteration", 0);
        tree.set("config", facts.config().deepCopy());
        tree.putObject("iterations");
        STEPS.forEach(tree.putArray("_completed_step_values")::add);
        STATUSES.forEach(tree.putArray("_status_values")::add);
        ObjectNode sync = tree.putObject("sync")
                .put("schema", "sync.deft-state/1")
                .put("run_id", facts.run().getFileName().toString())
                .put("engine", facts.engine())
                .put("score_kind", facts.scoreKind());
        sync.putObject("target")
                .put("operator", facts.target().operator().sign())
                .put("far_pct", facts.target().farPct())
                .put("min_recall", facts.target().minRecall());
        sync.put("log_head", LogEntry.NONE.hex()).put("log_entries", 0).putNull("stop");
        return new DeftState(tree);
    }

    /** The state after these entries. */
    public static DeftState fold(RunFacts facts, LogReading log) {
        DeftState state = initial(facts);
        log.entries().forEach(state::add);
        state.sync()
                .put("log_head", log.head().hex())
                .put("log_entries", log.entries().size());
        return state;
    }

    /**
     * Reads a state; a key given twice is refused.
     *
     * @throws SyncException {@code state_log_mismatch} for a file that is no state of version 2
     * @throws IOException when it cannot be read
     */
    public static DeftState read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        JsonNode root = SchemaValidator.load(
                        SchemaId.DEFT_STATE_V1,
                        bytes,
                        DocumentFormat.JSON,
                        ErrorCode.STATE_LOG_MISMATCH,
                        file.toString())
                .root();
        return new DeftState((ObjectNode) root);
    }

    /** Replaces the file. */
    public void write(Path file) throws IOException {
        AtomicFile.replace(file, SyncJson.pretty(tree).getBytes(StandardCharsets.UTF_8));
    }

    /** Whether both say the same. */
    public boolean sameAs(DeftState other) {
        return CanonicalJson.text(tree).equals(CanonicalJson.text(other.tree));
    }

    /** What was committed of a phase; empty when nothing was. */
    public Optional<PhaseState> phase(Phase phase) {
        JsonNode node = tree.path("iterations").path(phase.word());
        return node.isObject() ? Optional.of(new PhaseState(phase, (ObjectNode) node)) : Optional.empty();
    }

    /** Every phase that has an entry, in order. */
    public List<PhaseState> phases() {
        return IntStream.rangeClosed(0, currentIteration())
                .mapToObj(Phase::new)
                .flatMap(phase -> phase(phase).stream())
                .toList();
    }

    /** The phase with the lowest false alarm rate; the earliest of equal ones (decision A25). */
    public Optional<PhaseState> best() {
        return phases().stream()
                .filter(phase -> phase.farPct().isPresent())
                .min((a, b) ->
                        Double.compare(a.farPct().getAsDouble(), b.farPct().getAsDouble()));
    }

    /** The number of the newest phase. */
    public int currentIteration() {
        return tree.path("current_iteration").intValue();
    }

    /** How many iterations follow the baseline at most. */
    public int maxIterations() {
        return tree.path("max_iterations").intValue();
    }

    /** Why the loop stopped; empty while it has not. */
    public Optional<String> stopReason() {
        return Optional.ofNullable(sync().path("stop").path("reason").textValue());
    }

    /** Digest of the log's last line this state holds. */
    public Sha256 logHead() {
        return new Sha256(sync().path("log_head").textValue());
    }

    /** A copy of the whole document. */
    public ObjectNode tree() {
        return tree.deepCopy();
    }

    private void add(LogEntry entry) {
        if (entry.stage() == LoopStage.LOOP_STOP) {
            sync().set("stop", stop(entry, entry.record().set()));
        } else if (entry.record().set().has(STOPS)) {
            sync().set("stop", stop(entry, (ObjectNode) entry.record().set().get(STOPS)));
        } else {
            // A stage that goes on after a hard stop: the run has not stopped any more.
            sync().putNull("stop");
        }
        tree.put("current_iteration", Math.max(currentIteration(), entry.phase().number()));
        ObjectNode phase = tree.withObject("/iterations/" + entry.phase().word());
        if (entry.ok()) {
            phase.put("stage_completed", entry.stage().word());
            if (entry.stage() != LoopStage.LOOP_STOP) {
                phase.setAll(entry.record().set());
            }
        }
        phase.put("status", status(entry, phase));
    }

    private static String status(LogEntry entry, ObjectNode phase) {
        if (!entry.ok()) {
            return "failed";
        }
        return phase.hasNonNull("far_pct") ? "complete" : "in_progress";
    }

    private static ObjectNode stop(LogEntry entry, ObjectNode said) {
        ObjectNode stop = SyncJson.object();
        stop.setAll(said);
        return stop.put("status", entry.record().status().word());
    }

    private ObjectNode sync() {
        return (ObjectNode) tree.get("sync");
    }

    /** The texts of a list field, for example {@code rca_target_defects}. */
    static List<String> texts(JsonNode list) {
        return IntStream.range(0, list.size())
                .mapToObj(i -> list.get(i).asText())
                .toList();
    }

    /** A list of texts as a field. */
    public static ArrayNode list(List<String> texts) {
        ArrayNode list = SyncJson.object().arrayNode();
        texts.forEach(list::add);
        return list;
    }
}
