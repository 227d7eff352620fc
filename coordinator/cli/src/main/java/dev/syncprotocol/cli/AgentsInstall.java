package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.mcp.install.AgentClient;
import dev.syncprotocol.mcp.install.AgentInstall;
import dev.syncprotocol.mcp.install.FileChange;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sync agents install}: the diff first, and only with {@code --yes} the files. */
@Command(
        name = "install",
        description = {
            "Add Sync to a client's MCP configuration, and a rules file.",
            "Shows the diff; writes with --yes; never overwrites what it did not write."
        },
        footer = {"", "Example:", "  sync agents install --for cursor", "  sync agents install --for claude --yes"})
final class AgentsInstall implements Verb {
    @Option(names = "--for", paramLabel = "CLIENT", required = true, description = "cursor, claude, gemini or vscode")
    private AgentClient client = AgentClient.CURSOR;

    @Option(names = "--yes", description = "write what the diff shows")
    private boolean yes;

    @Option(
            names = "--program",
            paramLabel = "FILE",
            description = "how the client starts Sync (default: as it was started now)")
    @Nullable
    private String program;

    @Override
    public Answer answer(Invocation in) throws IOException {
        List<String> start = program == null ? OwnProgram.running().asTyped() : List.of(program);
        AgentInstall install = AgentInstall.plan(Wiring.workspace(in).root(), client, start);
        boolean done = install.done();
        if (yes) {
            install.write();
        }
        ObjectNode data = SyncJson.object();
        data.put("client", client.word());
        data.put("written", yes && !done);
        data.put("already_installed", done);
        ArrayNode changes = data.putArray("changes");
        install.changes().forEach(change -> changes.add(tree(change)));
        List<String> next =
                yes || done ? List.of("sync prime") : List.of("sync agents install --for " + client.word() + " --yes");
        return new Answer("sync.agents-install/1", data, words(install, done, in.style()), next);
    }

    private static ObjectNode tree(FileChange change) {
        return SyncJson.object()
                .put("path", change.path().value())
                .put("state", change.state())
                .put("diff", change.diff());
    }

    private String words(AgentInstall install, boolean done, Style style) {
        Words words = new Words();
        install.changes().forEach(change -> tell(change, words, style));
        String end = yes ? style.good("written") : "nothing was written; --yes writes it";
        return words.line(done ? "Sync is installed for " + client.word() + " already" : end)
                .text();
    }

    private static void tell(FileChange change, Words words, Style style) {
        words.line(style.bold(change.path().value()) + "  " + change.state());
        change.diff().lines().forEach(line -> words.line("  " + coloured(line, style)));
    }

    private static String coloured(String line, Style style) {
        return line.startsWith("+") ? style.good(line) : line.startsWith("-") ? style.bad(line) : style.dim(line);
    }
}
