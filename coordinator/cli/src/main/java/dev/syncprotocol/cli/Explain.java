package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.Coordinator;
import dev.syncprotocol.coordinator.StatusReport;
import dev.syncprotocol.coordinator.readiness.GateBlock;
import dev.syncprotocol.coordinator.readiness.GateDecision;
import dev.syncprotocol.coordinator.readiness.GateDemand;
import dev.syncprotocol.coordinator.readiness.NeedCheck;
import dev.syncprotocol.coordinator.round.LaunchScope;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sync explain}: why the engine is, or is not, running; the proof. */
@Command(
        name = "explain",
        description = "Show why training may, or may not, start.",
        footer = {"", "Example:", "  sync explain --config configs/train_local.yaml"})
final class Explain implements Verb {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "the training config that asks (default: one that demands all needs)")
    @Nullable
    private String config;

    @Override
    public Answer answer(Invocation in) throws IOException {
        Coordinator coordinator = Wiring.coordinator(in);
        GateDemand demand = GateDemand.ALL;
        if (config != null) {
            LaunchPlan plan = LaunchPlan.read(coordinator.workspace().root(), in.folder(), config);
            if (plan.scope() == LaunchScope.LOOP) {
                return loop(plan);
            }
            demand = plan.demand();
        }
        GateDecision gate = coordinator.explain(demand);
        StatusReport status = coordinator.status();
        return new Answer("sync.explain/1", data(gate, status), words(gate, status, in.style()), gate.next());
    }

    private static Answer loop(LaunchPlan plan) {
        ObjectNode data = SyncJson.object();
        data.put("open", true);
        data.put("scope", "loop");
        data.putArray("proof");
        data.putArray("blocks");
        String words =
                plan.path() + " is a local loop (gate.needs: []): it waits for nothing and never moves the round";
        return new Answer("sync.explain/1", data, words, List.of("sync launch --config " + plan.path()));
    }

    private static ObjectNode data(GateDecision gate, StatusReport status) {
        ObjectNode data = SyncJson.object();
        data.put("open", gate.open());
        data.put("scope", "round");
        ArrayNode proof = data.putArray("proof");
        gate.proof().forEach(check -> proof.add(Trees.need(check)));
        ArrayNode blocks = data.putArray("blocks");
        gate.blocks()
                .forEach(block -> blocks.addObject()
                        .put("kind", Trees.word(block.kind()))
                        .put("name", block.name())
                        .put("reason", block.reason()));
        data.set("launch", Trees.launch(status.launch()));
        return data;
    }

    private static String words(GateDecision gate, StatusReport status, Style style) {
        Words words = new Words();
        words.line("the gate is " + (gate.open() ? style.good("open") : style.wait("closed")));
        gate.proof().forEach(check -> {
            NeedWords.tell(check, words, style);
            digests(check, words, style);
        });
        gate.blocks().stream()
                .filter(block -> block.kind() != GateBlock.Kind.NEED)
                .forEach(block -> words.line("  " + style.wait("○") + " " + style.bold(block.name()))
                        .wrapped("      ", block.reason()));
        if (gate.proof().isEmpty() && gate.blocks().isEmpty()) {
            words.line("  nothing is asked of anybody");
        }
        status.launch().ifPresent(launch -> Status.launch(launch, words, style));
        return words.text();
    }

    private static void digests(NeedCheck check, Words words, Style style) {
        check.declared().ifPresent(digest -> words.line(style.dim("      declared  " + digest.hex())));
        check.pinned().ifPresent(digest -> words.line(style.dim("      pinned    " + digest.hex())));
        check.found()
                .ifPresent(proof ->
                        words.line(style.dim("      found     " + proof.sha256().hex())));
    }
}
