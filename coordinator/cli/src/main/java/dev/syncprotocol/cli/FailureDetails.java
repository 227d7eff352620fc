package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.aoi.tao.ContainerFailed;
import dev.syncprotocol.coordinator.ArtifactMismatch;
import dev.syncprotocol.coordinator.EngineFailed;
import dev.syncprotocol.coordinator.NeedsMissing;
import dev.syncprotocol.coordinator.PackageConflict;
import dev.syncprotocol.coordinator.RestoreConflict;
import dev.syncprotocol.coordinator.launch.LaunchReport;
import dev.syncprotocol.coordinator.readiness.NeedCheck;
import dev.syncprotocol.gates.rc1.PreflightFailed;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.store.Finding;
import dev.syncprotocol.runs.store.RunDamaged;
import java.util.List;

/** The data some failures carry, in the envelope and in words: needs (3), digests (4, 6), the engine's end (7). */
final class FailureDetails {
    private FailureDetails() {}

    static void add(SyncException failure, ObjectNode error) {
        if (failure instanceof NeedsMissing missing) {
            error.set(
                    "needs",
                    Trees.needs(missing.gate().proof().stream()
                            .filter(NeedCheck::blocks)
                            .toList()));
            error.set("blocked_by", Trees.texts(missing.gate().blockedBy()));
        } else if (failure instanceof PackageConflict conflict) {
            error.putObject("digests")
                    .put("recorded", conflict.recorded().prefixed())
                    .put("offered", conflict.offered().prefixed());
        } else if (failure instanceof ArtifactMismatch mismatch) {
            error.set("artifacts", trees(mismatch.differences()));
        } else if (failure instanceof RestoreConflict conflict) {
            error.set("artifacts", trees(conflict.differences()));
        } else if (failure instanceof RunDamaged damaged) {
            error.set("findings", RunTrees.findings(damaged.findings()));
        } else if (failure instanceof PreflightFailed preflight) {
            preflight.failed().forEach(gate -> error.withArray("gates").add(gate.tree()));
        } else if (failure instanceof EngineFailed engine) {
            LaunchReport report = engine.report();
            ObjectNode node = error.putObject("engine");
            node.put("lost", engine.lost());
            node.put("launch", report.launch().value());
            node.set(
                    "exit_code",
                    report.exitCode().isPresent()
                            ? node.numberNode(report.exitCode().getAsInt())
                            : node.nullNode());
            node.put("report", report.errorReport().map(Object::toString).orElse(null));
        } else if (failure instanceof TrainFailed train) {
            ObjectNode node = error.putObject("engine").put("lost", false);
            node.set(
                    "exit_code",
                    train.exitCode().isPresent()
                            ? node.numberNode(train.exitCode().getAsInt())
                            : node.nullNode());
            node.put("report", train.report().map(Object::toString).orElse(null));
        } else if (failure instanceof ContainerFailed ended) {
            ObjectNode node = error.putObject("engine").put("lost", false);
            node.put("exit_code", ended.exitCode()).putNull("report");
            node.put("container", ended.container()).put("log", ended.log());
            node.set("log_tail", Trees.texts(ended.tail()));
        }
    }

    static void tell(SyncException failure, Words words, Style style) {
        if (failure instanceof NeedsMissing missing) {
            missing.gate().proof().stream()
                    .filter(NeedCheck::blocks)
                    .forEach(check -> NeedWords.tell(check, words, style));
        } else if (failure instanceof PackageConflict conflict) {
            words.line("    recorded  " + conflict.recorded().hex());
            words.line("    offered   " + conflict.offered().hex());
        } else if (failure instanceof ArtifactMismatch mismatch) {
            mismatch.differences().forEach(difference -> tell(difference, words, style));
        } else if (failure instanceof RestoreConflict conflict) {
            conflict.differences().forEach(difference -> tell(difference, words, style));
        } else if (failure instanceof RunDamaged damaged) {
            damaged.findings().forEach(finding -> tell(finding, words, style));
        } else if (failure instanceof PreflightFailed preflight) {
            preflight.failed().forEach(gate -> PreflightCall.tell(gate, words, style));
        }
    }

    private static void tell(Finding finding, Words words, Style style) {
        words.line("  " + style.bold(finding.code().word()) + "  " + finding.path());
        words.wrapped("    ", finding.what());
        finding.expected().ifPresent(digest -> words.line("    expected  " + digest.hex()));
        finding.found().ifPresent(digest -> words.line("    found     " + digest.hex()));
    }

    private static void tell(ArtifactMismatch.Difference difference, Words words, Style style) {
        words.line("  " + style.bold(difference.name()) + "  " + difference.path());
        difference.expected().ifPresent(digest -> words.line("    expected  " + digest.hex()));
        difference.found().ifPresent(digest -> words.line("    found     " + digest.hex()));
    }

    private static ArrayNode trees(List<ArtifactMismatch.Difference> differences) {
        ArrayNode list = SyncJson.object().arrayNode();
        differences.forEach(difference -> list.add(tree(difference)));
        return list;
    }

    private static ObjectNode tree(ArtifactMismatch.Difference difference) {
        ObjectNode node = SyncJson.object();
        node.put("name", difference.name());
        node.put("path", difference.path().value());
        node.put("expected", difference.expected().map(Object::toString).orElse(null));
        node.put("found", difference.found().map(Object::toString).orElse(null));
        node.put("reason", difference.reason());
        return node;
    }
}
