package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.agent.exchange.Caller;
import dev.syncprotocol.agent.exchange.ReplayModel;
import dev.syncprotocol.agent.exchange.Transcript;
import dev.syncprotocol.agent.model.Interruption;
import dev.syncprotocol.agent.model.LiveModel;
import dev.syncprotocol.agent.model.Meter;
import dev.syncprotocol.agent.model.Model;
import dev.syncprotocol.agent.model.ModelKey;
import dev.syncprotocol.agent.model.RetryRule;
import dev.syncprotocol.coordinator.workspace.ProviderKind;
import dev.syncprotocol.coordinator.workspace.ProviderSettings;
import dev.syncprotocol.coordinator.workspace.Workspace;
import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** The provider a call asks, made of the settings and of the environment. */
final class AgentParts {
    private AgentParts() {}

    /** The provider of this name; for the party {@code gemini} Google's own where the settings name none. */
    static ProviderSettings provider(Workspace workspace, String name) {
        Optional<ProviderSettings> named =
                Optional.ofNullable(workspace.config().providers().get(name));
        return named.or(() -> name.equals(Party.GEMINI.name())
                        ? Optional.of(ProviderSettings.gemini(name))
                        : Optional.empty())
                .orElseThrow(() -> new SyncException(
                                ErrorCode.CONFIG_INVALID,
                                "no provider plays " + name + ": providers." + name + " is missing")
                        .withHint("name one in " + Workspace.CONFIG + ", or forward the needs by hand")
                        .withNext("sync needs --for " + name + " --as message"));
    }

    /** A caller with a transcript of its own; refused before anything is written where a key is missing. */
    static Caller caller(
            Workspace workspace, ProviderSettings settings, AgentBounds bounds, Interruption wish, Invocation in)
            throws IOException {
        Meter meter = new Meter(bounds.budget(), settings.price());
        Caller.Limits limits = new Caller.Limits(
                meter, in.clock().instant().plus(bounds.time()), RetryRule.standard(settings.retries()));
        ModelKey key = ModelKey.of(settings, in.environment(), workspace.root());
        Model model = settings.kind() == ProviderKind.REPLAY
                ? replay(workspace, settings)
                : new LiveModel(settings, key, wish);
        Transcript transcript = Transcript.open(workspace.root(), key, in.clock());
        return new Caller(model, settings, limits, transcript, wish, in.clock());
    }

    private static ReplayModel replay(Workspace workspace, ProviderSettings settings) throws IOException {
        return settings.recording().isPresent()
                ? ReplayModel.read(
                        settings.name(), workspace.root(), settings.recording().get())
                : ReplayModel.shipped(settings.name());
    }

    static ObjectNode tree(ProviderSettings settings) {
        return SyncJson.object()
                .put("name", settings.name())
                .put("kind", settings.kind().name().toLowerCase(Locale.ROOT))
                .put("model", settings.model())
                .put("origin", settings.kind() == ProviderKind.REPLAY ? "replay" : "live");
    }

    static ObjectNode usage(Meter meter) {
        ObjectNode node = SyncJson.object()
                .put("calls", meter.calls())
                .put("input_tokens", meter.spent().input())
                .put("output_tokens", meter.spent().output())
                .put("estimated", meter.spent().estimated());
        meter.cost().ifPresentOrElse(cost -> node.put("usd", cost), () -> node.putNull("usd"));
        return node;
    }

    static String usageWords(Meter meter) {
        String cost = meter.cost().isPresent()
                ? String.format(Locale.ROOT, ", %.4f USD", meter.cost().getAsDouble())
                : "";
        return String.format(
                Locale.ROOT,
                "%d calls, %,d tokens sent and %,d answered%s",
                meter.calls(),
                meter.spent().input(),
                meter.spent().output(),
                cost);
    }
}
