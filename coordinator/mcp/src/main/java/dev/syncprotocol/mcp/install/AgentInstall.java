package dev.syncprotocol.mcp.install;

import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What installing Sync for a client changes in a workspace. Made without writing anything, so that it can be shown first.
 *
 * @param workspace the workspace
 * @param changes the client's configuration, then its rules
 */
public record AgentInstall(Path workspace, List<FileChange> changes) {
    public AgentInstall {
        changes = List.copyOf(changes);
    }

    /**
     * Looks what is there and what has to be added.
     *
     * @param program how this program is started, without a command
     * @throws SyncException where something of our name is there that we did not write
     */
    public static AgentInstall plan(Path workspace, AgentClient client, List<String> program) throws IOException {
        return new AgentInstall(workspace, List.of(config(workspace, client, program), rules(workspace, client)));
    }

    private static FileChange config(Path workspace, AgentClient client, List<String> program) throws IOException {
        List<String> command = Stream.of(program, List.of("mcp"), client.arguments())
                .flatMap(List::stream)
                .toList();
        ServerEntry entry = new ServerEntry(client.container(), client == AgentClient.VSCODE, command);
        Optional<String> before = FileChange.read(workspace, client.config());
        String after = before.isEmpty()
                ? entry.alone()
                : entry.in(before.get(), client.config().value());
        return new FileChange(client.config(), before, after);
    }

    private static FileChange rules(Path workspace, AgentClient client) throws IOException {
        Optional<String> before = FileChange.read(workspace, client.rules());
        String after = before.isEmpty()
                ? client.heading() + RulesBlock.text()
                : RulesBlock.in(before.get(), client.rules().value(), client.sharesRules());
        return new FileChange(client.rules(), before, after);
    }

    /** Writes what was shown. */
    public void write() throws IOException {
        for (FileChange change : changes) {
            change.write(workspace);
        }
    }

    /** Whether there is nothing left to write. */
    public boolean done() {
        return changes.stream().allMatch(change -> change.state().equals("unchanged"));
    }
}
