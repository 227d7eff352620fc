package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.workspace.PartyKind;
import dev.syncprotocol.coordinator.workspace.WorkspaceConfig;
import dev.syncprotocol.coordinator.workspace.WorkspaceInit;
import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sync init}: a git repository if there is none, the config, the folders; never overwrites. */
@Command(
        name = "init",
        description = "Make a workspace; never overwrites.",
        footer = {
            "",
            "Example:",
            "  sync init -w my-project",
            "  sync init --party cursor:local --party gemini:external"
        })
final class Init implements Verb {
    /** The config {@code sync launch} takes when none is named: the one the skeleton writes for the round. */
    private static final RepoPath LAUNCHED = new RepoPath("configs/train_local.yaml");

    @Option(
            names = "--party",
            paramLabel = "NAME:KIND",
            description = "a party, local or external (default: cursor:local, gemini:external)")
    private List<String> parties = List.of();

    @Override
    public Answer answer(Invocation in) throws IOException {
        Path folder = in.workspaceOption() == null ? in.folder() : in.workspaceOption();
        WorkspaceInit made = WorkspaceInit.run(folder, config());
        ObjectNode data = SyncJson.object();
        data.put("workspace", made.workspace().root().toString());
        data.set("created", Trees.texts(made.created()));
        return new Answer("sync.init/1", data, words(made, in.style()), made.next());
    }

    private static String words(WorkspaceInit made, Style style) {
        Words words = new Words()
                .line("workspace " + style.bold(made.workspace().root().toString()));
        made.created().forEach(path -> words.line("  " + style.good("+") + " " + path));
        if (made.created().isEmpty()) {
            words.line("  everything was there; nothing changed");
        }
        return words.text();
    }

    private WorkspaceConfig config() {
        WorkspaceConfig standard = WorkspaceConfig.STANDARD;
        if (parties.isEmpty()) {
            return settings(standard.parties());
        }
        Map<Party, PartyKind> kinds = new TreeMap<>();
        parties.forEach(given -> kinds.put(Typed.party(given.split(":", -1)[0]), kind(given)));
        try {
            return settings(kinds);
        } catch (IllegalArgumentException e) {
            throw new SyncException(ErrorCode.USAGE, "--party: " + e.getMessage(), e);
        }
    }

    private static WorkspaceConfig settings(Map<Party, PartyKind> kinds) {
        WorkspaceConfig standard = WorkspaceConfig.STANDARD;
        return new WorkspaceConfig(kinds, standard.ledger(), standard.autoLaunch(), Optional.of(LAUNCHED));
    }

    private static PartyKind kind(String given) {
        String[] parts = given.split(":", -1);
        if (parts.length != 2 || !List.of("local", "external").contains(parts[1])) {
            throw new SyncException(ErrorCode.USAGE, "--party " + given + ": expected NAME:local or NAME:external");
        }
        return PartyKind.valueOf(parts[1].toUpperCase(Locale.ROOT));
    }
}
