package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.agent.exchange.Caller;
import dev.syncprotocol.agent.fulfil.FulfilOrder;
import dev.syncprotocol.agent.fulfil.FulfilReport;
import dev.syncprotocol.agent.fulfil.Fulfilment;
import dev.syncprotocol.agent.fulfil.NeedOutcome;
import dev.syncprotocol.agent.model.Interruption;
import dev.syncprotocol.agent.model.ModelKey;
import dev.syncprotocol.coordinator.Coordinator;
import dev.syncprotocol.coordinator.IngestOutcome;
import dev.syncprotocol.coordinator.workspace.ProviderKind;
import dev.syncprotocol.coordinator.workspace.ProviderSettings;
import dev.syncprotocol.protocol.json.ShownText;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sync agent fulfil}: a language model drafts what a party owes; what is accepted is ingested like anybody's. */
@Command(
        name = "fulfil",
        description = {
            "Let a language model fulfil what an external party owes. Each draft is held",
            "to its accept rules; what passes is handed over as that party's package."
        },
        footer = {
            "",
            "Example:",
            "  sync agent fulfil --dry-run",
            "  sync agent fulfil --demo",
            "  sync agent fulfil --need template_pack_v2 --budget 0.50USD"
        })
final class AgentFulfil implements Verb {
    @Option(
            names = "--party",
            paramLabel = "PARTY",
            defaultValue = "gemini",
            description = "the external party it plays (default: gemini)")
    private String party = "gemini";

    @Option(names = "--need", paramLabel = "NAME", description = "only the need of this name")
    @Nullable
    private String need;

    @Option(names = "--dry-run", description = "show what would be asked; ask nobody, write nothing")
    private boolean dryRun;

    @Option(names = "--demo", description = "play the recording that is shipped: no network, no key, labelled replay")
    private boolean demo;

    @Mixin
    private AgentBounds bounds = new AgentBounds();

    @Override
    public Answer answer(Invocation in) throws IOException {
        FulfilOrder order = new FulfilOrder(Typed.party(party), Optional.ofNullable(need), bounds.tries());
        Coordinator coordinator = Wiring.coordinator(in);
        FulfilReport planned = Fulfilment.plan(coordinator, order);
        ProviderSettings settings = demo
                ? ProviderSettings.shippedRecording(order.party().name())
                : AgentParts.provider(coordinator.workspace(), order.party().name());
        if (dryRun) {
            return plan(planned, order, settings, in);
        }
        return planned.outcomes().isEmpty()
                ? nothingOpen(coordinator, planned, order, settings)
                : run(coordinator, order, settings, in);
    }

    private Answer plan(FulfilReport report, FulfilOrder order, ProviderSettings settings, Invocation in) {
        ObjectNode data = data(order, report, settings);
        data.put("dry_run", true);
        data.put("budget", bounds.budget().words());
        Words words = new Words().line("nobody was asked, nothing was written");
        words.line("provider " + settings.name() + ": "
                + settings.kind().name().toLowerCase(Locale.ROOT) + ", " + ShownText.clean(settings.model())
                + (settings.kind() == ProviderKind.REPLAY ? "" : ", key from " + keySource(settings)));
        words.line("budget " + bounds.budget().words() + ", at most " + order.tries() + " drafts a need, "
                + bounds.time().toMinutes() + " minutes");
        tell(report, words, in.style());
        return new Answer(
                "sync.agent-fulfil/1", data, words.text(), List.of("sync agent fulfil" + (demo ? " --demo" : "")));
    }

    private static String keySource(ProviderSettings settings) {
        return settings.keyFile().isPresent() ? "a file" : ModelKey.variable(settings);
    }

    private Answer run(Coordinator coordinator, FulfilOrder order, ProviderSettings settings, Invocation in)
            throws IOException {
        Interruption wish = new Interruption();
        Caller caller = AgentParts.caller(coordinator.workspace(), settings, bounds, wish, in);
        try (AgentFollower follower = new AgentFollower(in, wish)) {
            FulfilReport report = new Fulfilment(coordinator, caller, wish, in.clock(), follower).run(order);
            return told(order, report, caller, in.style());
        }
    }

    private static Answer nothingOpen(
            Coordinator coordinator, FulfilReport planned, FulfilOrder order, ProviderSettings settings)
            throws IOException {
        ObjectNode data = data(order, planned, settings);
        data.put("dry_run", false);
        return new Answer(
                "sync.agent-fulfil/1",
                data,
                "nothing is asked of " + order.party() + " that is open",
                coordinator.status().next());
    }

    private static Answer told(FulfilOrder order, FulfilReport report, Caller caller, Style style) {
        ObjectNode data = data(order, report, caller.settings());
        data.put("dry_run", false);
        data.set("usage", AgentParts.usage(caller.meter()));
        data.put("transcript", caller.transcript().path().value());
        report.packageFile().ifPresent(file -> data.put("package", file.value()));
        Words words = new Words();
        if (caller.settings().kind() == ProviderKind.REPLAY) {
            words.line(style.wait("replay") + ": recorded exchanges were played, nobody was asked");
        }
        tell(report, words, style);
        report.ingested().ifPresent(ingested -> tell(ingested, data, words, style));
        words.line(AgentParts.usageWords(caller.meter()) + "; transcript "
                + caller.transcript().path());
        return new Answer(
                "sync.agent-fulfil/1",
                data,
                words.text(),
                report.ingested().map(IngestOutcome::next).orElse(List.of("sync needs", "sync status")));
    }

    private static void tell(IngestOutcome ingested, ObjectNode data, Words words, Style style) {
        ObjectNode node = data.putObject("ingested");
        node.put("record", ingested.record());
        node.put("revision", ingested.revision());
        node.put("content_sha256", ingested.contentSha256().hex());
        node.put("state", ingested.round().state().name());
        node.set("gate", Trees.gate(ingested.gate()));
        words.line(style.good("recorded") + ": package of " + ingested.from() + "  "
                + style.dim("record " + ingested.record()));
        words.line("round " + ingested.round().number() + " is "
                + style.bold(ingested.round().state().name()));
    }

    private static ObjectNode data(FulfilOrder order, FulfilReport report, ProviderSettings settings) {
        ObjectNode data = SyncJson.object();
        data.put("party", order.party().name());
        data.put("round", report.round().number().value());
        data.set("provider", AgentParts.tree(settings));
        ArrayNode needs = data.putArray("needs");
        for (NeedOutcome outcome : report.outcomes()) {
            needs.addObject()
                    .put("name", outcome.asked().name())
                    .put("path", outcome.asked().need().path().value())
                    .put("result", outcome.result().name().toLowerCase(Locale.ROOT))
                    .put("drafts", outcome.drafts())
                    .put("reason", outcome.reason());
        }
        return data;
    }

    private static void tell(FulfilReport report, Words words, Style style) {
        for (NeedOutcome outcome : report.outcomes()) {
            String word = outcome.result().name().toLowerCase(Locale.ROOT);
            String shown = switch (outcome.result()) {
                case ACCEPTED -> style.good(word);
                case UNFULFILLED -> style.bad(word);
                case PLANNED -> style.wait(word);
            };
            words.line("  " + shown + "  "
                    + style.bold(ShownText.clean(outcome.asked().name())) + "  "
                    + outcome.asked().need().path());
            if (!outcome.reason().isEmpty()) {
                words.wrapped("      ", outcome.reason());
            }
        }
    }
}
