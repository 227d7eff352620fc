package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.agent.exchange.Caller;
import dev.syncprotocol.agent.model.Interruption;
import dev.syncprotocol.agent.plan.RoundPlanning;
import dev.syncprotocol.agent.plan.RoundProposal;
import dev.syncprotocol.coordinator.Coordinator;
import dev.syncprotocol.coordinator.round.Directive;
import dev.syncprotocol.coordinator.workspace.ProviderKind;
import dev.syncprotocol.coordinator.workspace.ProviderSettings;
import dev.syncprotocol.protocol.json.ShownText;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sync agent propose-round}: the next three commands as a plan file that nothing carries out by itself. */
@Command(
        name = "propose-round",
        description = {
            "Let a language model propose the next three commands, from status, needs,",
            "risks and the last metrics. Writes a plan file to read and change; nothing",
            "is carried out before sync round next --plan names it."
        },
        footer = {"", "Example:", "  sync agent propose-round --budget 20k"})
final class AgentProposeRound implements Verb {
    @Option(
            names = "--provider",
            paramLabel = "NAME",
            defaultValue = "gemini",
            description = "the provider that is asked (default: gemini)")
    private String provider = "gemini";

    @Mixin
    private AgentBounds bounds = new AgentBounds();

    @Override
    public Answer answer(Invocation in) throws IOException {
        Coordinator coordinator = Wiring.coordinator(in);
        ProviderSettings settings = AgentParts.provider(coordinator.workspace(), provider);
        Interruption wish = new Interruption();
        Caller caller = AgentParts.caller(coordinator.workspace(), settings, bounds, wish, in);
        try (AgentFollower follower = new AgentFollower(in, wish)) {
            RoundProposal proposal = new RoundPlanning(coordinator, caller, follower).propose(bounds.tries());
            return told(proposal, caller, in.style());
        }
    }

    private static Answer told(RoundProposal proposal, Caller caller, Style style) {
        ObjectNode data = SyncJson.object();
        data.put("round", proposal.round().value());
        data.put("plan", proposal.file().value());
        data.set("provider", AgentParts.tree(caller.settings()));
        data.set(
                "title",
                Trees.untrusted(caller.settings().name(), proposal.plan().title()));
        ArrayNode commands = data.putArray("commands");
        for (Directive directive : proposal.plan().commands()) {
            ObjectNode command = commands.addObject().put("id", directive.id());
            command.set("title", Trees.untrusted(caller.settings().name(), directive.title()));
            command.set("run", Trees.texts(directive.run()));
        }
        data.set("usage", AgentParts.usage(caller.meter()));
        data.put("transcript", caller.transcript().path().value());
        return new Answer(
                "sync.agent-propose-round/1",
                data,
                words(proposal, caller, style),
                // Not the command that opens it: a program that follows what is named here has approved nothing.
                List.of("sync status"));
    }

    private static String words(RoundProposal proposal, Caller caller, Style style) {
        Words words = new Words();
        if (caller.settings().kind() == ProviderKind.REPLAY) {
            words.line(style.wait("replay") + ": recorded exchanges were played, nobody was asked");
        }
        words.line("proposed for round " + proposal.round() + ": "
                + style.bold(proposal.file().toString()));
        for (Directive directive : proposal.plan().commands()) {
            words.wrapped("  " + directive.id() + "  ", ShownText.clean(directive.title()));
            if (!directive.run().isEmpty()) {
                words.line(style.dim("     " + ShownText.clean(String.join(" ", directive.run()))));
            }
        }
        words.line("nothing of it runs before you read it and open the round yourself:");
        words.line("  sync round next --plan " + proposal.file());
        words.line(AgentParts.usageWords(caller.meter()) + "; transcript "
                + caller.transcript().path());
        return words.text();
    }
}
