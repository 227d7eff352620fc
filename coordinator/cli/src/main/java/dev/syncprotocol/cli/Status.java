package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.Coordinator;
import dev.syncprotocol.coordinator.StatusReport;
import dev.syncprotocol.coordinator.launch.LaunchReport;
import dev.syncprotocol.coordinator.launch.LaunchState;
import dev.syncprotocol.coordinator.readiness.GateBlock;
import dev.syncprotocol.coordinator.readiness.GateDecision;
import dev.syncprotocol.coordinator.round.Risk;
import dev.syncprotocol.coordinator.round.Round;
import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.ShownText;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sync status} (coordinator.md section 9). Takes no lock and writes nothing. */
@Command(
        name = "status",
        description = "Show where things stand and what to do next.",
        footer = {"", "Example:", "  sync status --json", "  sync status --watch --until DONE"})
final class Status implements Verb {
    @Option(names = "--watch", description = "look again and again, until interrupted; writes nothing")
    private boolean watch;

    @Option(names = "--until", paramLabel = "STATE", description = "with --watch: end when the round is in this state")
    @Nullable
    private String until;

    @Option(names = "--interval", paramLabel = "S", description = "with --watch: seconds between looks (default: 2)")
    private double seconds = 2;

    @Override
    public Answer answer(Invocation in) throws IOException {
        Coordinator coordinator = Wiring.coordinator(in);
        StatusReport report = watch ? watch(coordinator, in) : coordinator.status();
        return new Answer("sync.status/1", data(report), words(report, in.style()), report.next());
    }

    private StatusReport watch(Coordinator coordinator, Invocation in) throws IOException {
        if (in.json() || !(seconds > 0)) {
            throw new SyncException(
                            ErrorCode.USAGE, "--watch prints words, again every --interval seconds (more than 0)")
                    .withNext("sync status --json");
        }
        Duration interval = Duration.ofMillis(Math.round(seconds * 1000));
        return new StatusWatch(coordinator, interval, Optional.ofNullable(until)).watch(in);
    }

    /** The state's word; NONE before the first round. */
    static String state(StatusReport report) {
        return report.state().map(Enum::name).orElse("NONE");
    }

    private static ObjectNode data(StatusReport report) {
        ObjectNode data = SyncJson.object();
        data.put("workspace", report.workspace().toString());
        data.put("round", report.round().map(round -> round.number().value()).orElse(0));
        data.put("state", state(report));
        data.put("turn", report.turn().name());
        data.set("waiting_for", Trees.texts(report.waitingFor()));
        data.set("commands", report.round().map(RoundWords::commands).orElseGet(data::arrayNode));
        data.set("needs", Trees.needs(report.needs()));
        data.set("risks", Trees.risks(report.risks()));
        data.set("gate", Trees.gate(report.gate()));
        data.set("launch", Trees.launch(report.launch()));
        data.set("ledger", Trees.ledger(report.ledger()));
        return data;
    }

    static String words(StatusReport report, Style style) {
        Words words = new Words();
        words.line(style.dim(report.workspace().toString()));
        if (report.round().isEmpty()) {
            return words.line("no round is open yet").text();
        }
        Round round = report.round().get();
        words.line(style.bold("Round " + round.number()) + " · " + round.plan().title());
        words.line("state   " + style.bold(state(report)) + "   turn: " + turn(report));
        words.line("commands");
        RoundWords.brief(round, words, style);
        if (!report.needs().isEmpty()) {
            words.line("needs");
            report.needs().forEach(check -> NeedWords.tell(check, words, style));
        }
        risks(report.risks(), words);
        words.line("gate    " + gate(report.gate(), style));
        report.launch().ifPresent(launch -> launch(launch, words, style));
        report.ledger()
                .ifPresent(head -> words.line("ledger  " + head.records() + " records, head "
                        + head.commit().substring(0, 12)));
        return words.text();
    }

    private static String turn(StatusReport report) {
        return report.waitingFor().isEmpty()
                ? report.turn().name()
                : report.waitingFor().stream().map(Party::name).collect(Collectors.joining(", "));
    }

    /** Each party's own words, one line a risk. */
    private static void risks(List<Risk> risks, Words words) {
        if (!risks.isEmpty()) {
            words.line("risks");
        }
        risks.forEach(risk -> words.wrapped(
                "    " + risk.party() + " says, round " + risk.round() + ": ", ShownText.clean(risk.text())));
    }

    /** Open; or closed, by which needs, or because the round is not there. */
    private static String gate(GateDecision gate, Style style) {
        if (gate.open()) {
            return style.good("open");
        }
        String needs = gate.blocks().stream()
                .filter(block -> block.kind() != GateBlock.Kind.ROUND)
                .map(GateBlock::name)
                .collect(Collectors.joining(", "));
        String rounds = gate.blocks().stream()
                .filter(block -> block.kind() == GateBlock.Kind.ROUND)
                .map(GateBlock::reason)
                .collect(Collectors.joining("; "));
        return style.wait("closed") + ": " + (needs.isEmpty() ? rounds : "waiting for " + needs);
    }

    /** Two lines on a launch: what, how far, how it stands; then its name and since when. */
    static void launch(LaunchReport report, Words words, Style style) {
        String state = Trees.word(report.state());
        String shown = switch (report.state()) {
            case FINISHED -> style.good(state);
            case RUNNING -> style.wait(state);
            case FAILED, STOPPED, LOST -> style.bad(state);
        };
        String loss = report.loss().isPresent()
                ? String.format(Locale.ROOT, ", loss %.4f", report.loss().getAsDouble())
                : "";
        String marks = (report.elsewhere() ? " elsewhere" : "") + (report.degraded() ? ", degraded" : "");
        words.line("launch  " + style.bold(shown) + marks + "  " + report.config() + "  step " + report.step() + "/"
                + report.maxSteps() + loss);
        words.line("        "
                + style.dim(report.launch() + ", since " + report.since().truncatedTo(ChronoUnit.SECONDS)));
        if (report.state() == LaunchState.LOST) {
            words.line("        its process is gone and left no word"
                    + report.resumable()
                            .map(latest -> "; --resume " + latest + " goes on")
                            .orElse("; nothing was saved yet"));
        }
        report.run().ifPresent(folder -> words.line("        " + style.dim("run " + StoredRuns.name(folder))));
    }
}
