package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.launch.LaunchReport;
import dev.syncprotocol.coordinator.launch.LaunchState;
import dev.syncprotocol.coordinator.ledger.LedgerHead;
import dev.syncprotocol.coordinator.readiness.GateDecision;
import dev.syncprotocol.coordinator.readiness.NeedCheck;
import dev.syncprotocol.coordinator.round.RecordedArtifact;
import dev.syncprotocol.coordinator.round.Risk;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Facts of the coordinator as JSON trees: the pieces several answers share. */
final class Trees {
    private Trees() {}

    static ArrayNode texts(List<?> values) {
        ArrayNode list = SyncJson.object().arrayNode();
        values.forEach(value -> list.add(value.toString()));
        return list;
    }

    static ArrayNode needs(List<NeedCheck> needs) {
        ArrayNode list = SyncJson.object().arrayNode();
        needs.forEach(need -> list.add(need(need)));
        return list;
    }

    /** One need with its proof; {@code desc} is the other side's words and marked as such. */
    static ObjectNode need(NeedCheck check) {
        ObjectNode node = SyncJson.object();
        node.put("name", check.asked().name());
        node.put("path", check.asked().need().path().value());
        node.put("party", check.asked().party().name());
        node.put("round", check.asked().round().value());
        node.put("required", check.asked().need().required());
        node.put("state", word(check.state()));
        node.put("reason", check.reason());
        node.set(
                "record",
                check.record().isPresent() ? node.numberNode(check.record().getAsInt()) : node.nullNode());
        check.declared().ifPresent(digest -> node.put("declared_sha256", digest.hex()));
        check.pinned().ifPresent(digest -> node.put("pinned_sha256", digest.hex()));
        check.found().ifPresent(proof -> node.put("found_sha256", proof.sha256().hex()));
        check.standIn()
                .ifPresent(standIn -> node.putObject("stand_in")
                        .put("path", standIn.proof().path().value())
                        .put("sha256", standIn.proof().sha256().hex())
                        .put("record", standIn.record()));
        return node;
    }

    /** Risks and blockers, each marked with its author. */
    static ArrayNode risks(List<Risk> risks) {
        ArrayNode list = SyncJson.object().arrayNode();
        risks.forEach(risk -> list.add(untrusted(risk.party().name(), risk.text())
                .put("round", risk.round().value())));
        return list;
    }

    static ObjectNode gate(GateDecision gate) {
        ObjectNode node = SyncJson.object();
        node.put("open", gate.open());
        node.set("blocked_by", texts(gate.blockedBy()));
        return node;
    }

    /** The launch as {@code sync.status/1} shows it. */
    static ObjectNode launch(Optional<LaunchReport> launch) {
        ObjectNode node = SyncJson.object();
        node.put("state", launch.map(report -> stateWord(report.state())).orElse("none"));
        node.put("step", launch.map(LaunchReport::step).orElse(0L));
        node.put("max_steps", launch.map(LaunchReport::maxSteps).orElse(0L));
        if (launch.isPresent() && launch.get().loss().isPresent()) {
            node.put("loss", launch.get().loss().getAsDouble());
        } else {
            node.putNull("loss");
        }
        node.put("since", launch.map(report -> report.since().toString()).orElse(null));
        launch.ifPresent(report -> identity(report, node));
        return node;
    }

    private static void identity(LaunchReport report, ObjectNode node) {
        node.put("launch", report.launch().value());
        node.put("scope", word(report.scope()));
        node.put("config", report.config().value());
        node.put("inputs_sha256", report.inputsSha256().hex());
        node.put("elsewhere", report.elsewhere());
        node.put("degraded", report.degraded());
        node.put("stopped", report.state() == LaunchState.STOPPED);
        report.run()
                .ifPresent(folder -> node.put("run", StoredRuns.name(folder)).put("experiment_dir", folder.value()));
        report.resume().ifPresent(path -> node.put("resume", path.value()));
        report.checkpoint().ifPresent(path -> node.put("checkpoint", path.value()));
        report.exitCode().ifPresent(code -> node.put("exit_code", code));
        report.errorReport().ifPresent(path -> node.put("report", path.value()));
        report.pid().ifPresent(pid -> node.put("pid", pid));
    }

    /** The contract knows no {@code stopped}: an engine that was stopped did not finish. */
    private static String stateWord(LaunchState state) {
        return state == LaunchState.STOPPED ? "failed" : word(state);
    }

    static ObjectNode ledger(Optional<LedgerHead> head) {
        ObjectNode node = SyncJson.object();
        node.put("head", head.map(LedgerHead::commit).orElse(null));
        node.put("records", head.map(LedgerHead::records).orElse(0));
        return node;
    }

    static ArrayNode artifacts(List<RecordedArtifact> artifacts) {
        ArrayNode list = SyncJson.object().arrayNode();
        for (RecordedArtifact artifact : artifacts) {
            ObjectNode node = list.addObject();
            node.put("name", artifact.name());
            node.put("path", artifact.path().value());
            node.put("sha256", artifact.sha256().map(Object::toString).orElse(null));
            artifact.bytes().ifPresent(bytes -> node.put("bytes", bytes));
            node.put("stored", artifact.stored());
        }
        return list;
    }

    /** Foreign free text, marked with its author (interfaces.md section 5). */
    static ObjectNode untrusted(String party, String text) {
        return SyncJson.object().put("untrusted_from", party).put("text", text);
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
