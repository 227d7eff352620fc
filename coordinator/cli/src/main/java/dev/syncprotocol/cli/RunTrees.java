package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.store.BestPoint;
import dev.syncprotocol.runs.store.Finding;
import dev.syncprotocol.runs.store.RegistryRow;
import dev.syncprotocol.runs.store.RunFacts;
import dev.syncprotocol.runs.store.RunLine;
import dev.syncprotocol.runs.store.ShowcaseEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Facts of the run store as JSON trees: the pieces several answers share. */
final class RunTrees {
    private RunTrees() {}

    static ObjectNode line(RunLine line) {
        ObjectNode node = SyncJson.object();
        node.put("id", line.id());
        node.put("state", line.state().word());
        node.put("status", line.end().map(end -> end.status().word()).orElse(null));
        line.facts().ifPresent(facts -> {
            node.put("task", facts.task());
            node.put("primary_name", facts.criterion().primary());
            node.put("mode", facts.criterion().mode().word());
            node.put("unit", facts.criterion().unit());
            node.put("created_at", facts.createdAt());
            node.put("commit", facts.commit().orElse(null));
            node.put("dirty", facts.dirty().orElse(null));
            node.put("promoted", line.promoted());
        });
        node.set(
                "best",
                line.end().flatMap(RunFacts.End::best).map(RunTrees::point).orElse(null));
        line.end().ifPresent(end -> {
            node.put("finalized_at", end.finalizedAt());
            node.put("bytes", end.bytes());
            node.put("files", end.files());
            node.put("duration_s", seconds(line.facts().orElseThrow(), end));
        });
        line.row().ifPresent(row -> node.set("registry", row(row)));
        return node;
    }

    static long seconds(RunFacts facts, RunFacts.End end) {
        return Duration.between(Instant.parse(facts.createdAt()), Instant.parse(end.finalizedAt()))
                .toSeconds();
    }

    static ObjectNode row(RegistryRow row) {
        ObjectNode node = SyncJson.object();
        node.put("experiment_id", row.experimentId());
        node.put("registry_seq", row.seq());
        node.put("version", row.version());
        node.put("status", row.status().word());
        node.put("primary_name", row.primaryName());
        node.put("mode", row.mode().word());
        node.set(
                "primary_value",
                row.primaryValue().isPresent()
                        ? node.numberNode(row.primaryValue().getAsDouble())
                        : node.nullNode());
        node.put("model_path", row.modelPath());
        node.put("manifest_sha256", row.manifestSha256().hex());
        return node;
    }

    static ObjectNode point(BestPoint point) {
        return SyncJson.object()
                .put("value", point.value())
                .put("step", point.step())
                .put("epoch", point.epoch());
    }

    static ArrayNode history(List<ShowcaseEntry> entries) {
        ArrayNode list = SyncJson.object().arrayNode();
        for (ShowcaseEntry entry : entries) {
            list.addObject()
                    .put("seq", entry.seq())
                    .put("at", entry.at())
                    .put("action", entry.action())
                    .put("experiment_id", entry.experimentId())
                    .put("primary_value", entry.value())
                    .put("previous_experiment_id", entry.previousId())
                    .put("why", entry.why());
        }
        return list;
    }

    static ArrayNode findings(List<Finding> findings) {
        ArrayNode list = SyncJson.object().arrayNode();
        for (Finding finding : findings) {
            list.addObject()
                    .put("code", finding.code().word())
                    .put("path", finding.path())
                    .put("expected", finding.expected().map(Sha256::hex).orElse(null))
                    .put("found", finding.found().map(Sha256::hex).orElse(null))
                    .put("what", finding.what());
        }
        return list;
    }
}
