package dev.syncprotocol.aoi.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.aoi.log.Phase;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What a run's state holds of one phase: {@code iterations.<phase>}.
 *
 * @param phase which
 * @param tree the fields; {@link #tree()} shares it, do not change it
 */
public record PhaseState(Phase phase, ObjectNode tree) {
    /** {@code in_progress}, {@code complete} once it is evaluated, {@code failed}. */
    public String status() {
        return tree.path("status").asText("pending");
    }

    /** The last stage that was committed; empty when the first one failed. */
    public Optional<String> stageCompleted() {
        return text("stage_completed");
    }

    /** The checkpoint that goes on. */
    public Optional<Path> bestCheckpoint() {
        return path("best_ckpt_path");
    }

    /** {@code best_val} or {@code latest}. */
    public Optional<String> bestKind() {
        return text("best_ckpt_kind");
    }

    /** The false alarm rate at the required recall, percent. */
    public OptionalDouble farPct() {
        return number("far_pct");
    }

    /** The stored threshold. */
    public OptionalDouble threshold() {
        return number("threshold");
    }

    /** Validation loss of the checkpoint that goes on. */
    public OptionalDouble validationLoss() {
        return number("val_loss");
    }

    /** The scored KPI table of the checkpoint that goes on. */
    public Optional<Path> inferenceCsv() {
        return path("inference_csv");
    }

    /** The certificate of its threshold. */
    public Optional<Path> certificate() {
        return path("certificate");
    }

    /** The weak pictures of this phase. */
    public Optional<Path> gaps() {
        return path("rca_gaps_parquet");
    }

    /** What this phase's mining looked for neighbours of. */
    public Optional<Path> routed() {
        return path("routing_mining_parquet");
    }

    /** Labels of the weak pictures, worst first. */
    public List<String> targetDefects() {
        return DeftState.texts(tree.path("rca_target_defects"));
    }

    /** How many samples mining added. */
    public OptionalInt minedCount() {
        JsonNode count = tree.path("mining_mined_count");
        return count.isIntegralNumber() ? OptionalInt.of(count.intValue()) : OptionalInt.empty();
    }

    private Optional<String> text(String field) {
        return Optional.ofNullable(tree.path(field).textValue());
    }

    private Optional<Path> path(String field) {
        return text(field).map(Path::of);
    }

    private OptionalDouble number(String field) {
        JsonNode value = tree.path(field);
        return value.isNumber() ? OptionalDouble.of(value.doubleValue()) : OptionalDouble.empty();
    }
}
