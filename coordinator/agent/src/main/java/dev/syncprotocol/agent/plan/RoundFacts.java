package dev.syncprotocol.agent.plan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.StatusReport;
import dev.syncprotocol.coordinator.readiness.NeedCheck;
import dev.syncprotocol.coordinator.round.CommandState;
import dev.syncprotocol.coordinator.round.Risk;
import dev.syncprotocol.protocol.json.ShownText;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a planner is told of where things stand: state, commands, needs, risks, the launch, the last metrics. */
final class RoundFacts {
    private static final int METRICS_LINES = 20;
    private static final int TAIL_BYTES = 64 << 10;
    private static final int MOST = 50;

    private RoundFacts() {}

    static String of(StatusReport status) throws IOException {
        ObjectNode facts = SyncJson.object();
        status.round().ifPresent(round -> {
            facts.put("round", round.number().value());
            facts.put("title", ShownText.clean(round.plan().title()));
            commands(round.commands(), facts.putArray("commands"));
        });
        facts.put("state", status.state().map(Enum::name).orElse("no round yet"));
        needs(status.needs(), facts.putArray("needs"));
        risks(status.risks(), facts.putArray("risks"));
        facts.put("gate_open", status.gate().open());
        status.launch()
                .ifPresent(launch -> facts.putObject("launch")
                        .put("state", launch.state().name())
                        .put("step", launch.step())
                        .put("max_steps", launch.maxSteps()));
        ArrayNode metrics = facts.putArray("last_metrics");
        tail(status.workspace().resolve("reports/metrics.jsonl")).forEach(line -> metrics.add(ShownText.clean(line)));
        return SyncJson.pretty(facts);
    }

    private static void commands(List<CommandState> commands, ArrayNode list) {
        commands.forEach(command -> list.addObject()
                .put("title", ShownText.clean(command.directive().title()))
                .put(
                        "reported",
                        command.report().map(report -> report.result().name()).orElse("not yet")));
    }

    private static void needs(List<NeedCheck> checks, ArrayNode list) {
        checks.stream()
                .limit(MOST)
                .forEach(check -> list.addObject()
                        .put("name", ShownText.clean(check.asked().name()))
                        .put("path", check.asked().need().path().value())
                        .put("of", check.asked().party().name())
                        .put("state", check.state().name())
                        .put("desc", ShownText.clean(check.asked().need().desc())));
    }

    private static void risks(List<Risk> risks, ArrayNode list) {
        risks.stream()
                .limit(MOST)
                .forEach(risk ->
                        list.addObject().put("of", risk.party().name()).put("text", ShownText.clean(risk.text())));
    }

    private static List<String> tail(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return List.of();
        }
        try (RandomAccessFile from = new RandomAccessFile(file.toFile(), "r")) {
            int length = (int) Math.min(from.length(), TAIL_BYTES);
            byte[] end = new byte[length];
            from.seek(from.length() - length);
            from.readFully(end);
            List<String> lines = new String(end, StandardCharsets.UTF_8).lines().toList();
            return lines.subList(Math.max(0, lines.size() - METRICS_LINES), lines.size());
        }
    }
}
