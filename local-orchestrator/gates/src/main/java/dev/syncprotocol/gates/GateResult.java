package dev.syncprotocol.gates;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.List;
import java.util.Optional;

/**
 * What a gate answers: an expected outcome, never an exception.
 *
 * @param name the gate's name in {@code round1.json}, for example {@code diversity}
 * @param values what was measured, as it stands in the report
 * @param thresholds what was asked
 * @param report where the whole report lies, inside the workspace; empty for a gate without one
 * @param failures every failed check; empty when the gate passes
 */
public record GateResult(
        String name, ObjectNode values, ObjectNode thresholds, Optional<WrittenReport> report, List<Finding> failures) {
    public GateResult {
        failures = List.copyOf(failures);
    }

    /**
     * A report on disk.
     *
     * @param path inside the workspace, {@code /} between segments
     * @param sha256 of its bytes
     */
    public record WrittenReport(String path, Sha256 sha256) {}

    /** Whether nothing failed. */
    public boolean passed() {
        return failures.isEmpty();
    }

    /** The same result with its report. */
    public GateResult in(WrittenReport written) {
        return new GateResult(name, values, thresholds, Optional.of(written), failures);
    }

    /** As it stands in {@code round1.json} (preflight.md section 8.1). */
    public ObjectNode tree() {
        ObjectNode node = SyncJson.object().put("name", name).put("pass", passed());
        node.set("values", values);
        node.set("thresholds", thresholds);
        node.put("report", report.map(WrittenReport::path).orElse(null));
        node.put("report_sha256", report.map(at -> at.sha256().hex()).orElse(null));
        failures.stream().map(Finding::tree).forEach(node.putArray("failures")::add);
        return node;
    }
}
