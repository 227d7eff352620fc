package dev.syncprotocol.cli;

import dev.syncprotocol.mcp.ServerSettings;
import dev.syncprotocol.mcp.SyncMcpServer;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sync mcp}: these commands as tools for agents, over stdin and stdout. */
@Command(
        name = "mcp",
        description = {
            "Serve these commands as MCP tools on stdin and stdout, for agents.",
            "sync agents install writes the configuration of a client."
        },
        footer = {"", "Example:", "  sync mcp -w my-project"})
final class Mcp implements Verb {
    @Option(
            names = "--drain",
            paramLabel = "S",
            description = "seconds to wait for calls in flight at the end of input (default: 120)")
    private int drain = 120;

    @Override
    public Answer answer(Invocation in) throws IOException {
        if (in.json() || drain < 0) {
            throw new SyncException(
                            ErrorCode.USAGE,
                            in.json() ? "sync mcp speaks JSON-RPC and takes no --json" : "--drain is 0 or more")
                    .withNext("sync status --json", "sync mcp --help");
        }
        Path option = in.workspaceOption();
        Path folder = option == null ? in.folder() : option;
        ServerSettings settings = new ServerSettings(folder, Version.text(), Duration.ofSeconds(drain));
        new SyncMcpServer(new LocalDoor(in.environment(), in.clock()), settings).serve(in.input(), in.out());
        return new Answer("sync.mcp/1", SyncJson.object(), "", List.of(), Answer.Form.SPOKEN);
    }
}
