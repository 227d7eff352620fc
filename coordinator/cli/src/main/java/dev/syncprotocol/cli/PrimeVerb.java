package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.Coordinator;
import dev.syncprotocol.coordinator.CoordinatorPorts;
import dev.syncprotocol.coordinator.StatusReport;
import dev.syncprotocol.coordinator.workspace.Workspace;
import dev.syncprotocol.mcp.Prime;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code sync prime}: the workflow for an agent, from the live state. Takes no lock and writes nothing. */
@Command(
        name = "prime",
        description = "Tell an agent how the work goes here and where it stands.",
        footer = {"", "Example:", "  sync prime"})
final class PrimeVerb implements Verb {
    @Override
    public Answer answer(Invocation in) throws IOException {
        Path option = in.workspaceOption();
        Optional<Workspace> workspace = Workspace.find(option == null ? in.folder() : option);
        Optional<StatusReport> status = status(workspace, in.clock());
        String text = prime(workspace, status).text();
        ObjectNode data = SyncJson.object();
        data.put("workspace", workspace.map(found -> found.root().toString()).orElse(null));
        data.put("state", status.map(Status::state).orElse("NONE"));
        data.put("text", text);
        List<String> next = status.map(StatusReport::next).orElse(List.of("sync init"));
        return new Answer("sync.prime/1", data, text.stripTrailing(), next, Answer.Form.DOCUMENT);
    }

    private static Prime prime(Optional<Workspace> workspace, Optional<StatusReport> status) {
        return status.isEmpty()
                ? Prime.withoutWorkspace()
                : Prime.of(status.get(), workspace.orElseThrow().config());
    }

    private static Optional<StatusReport> status(Optional<Workspace> workspace, Clock clock) throws IOException {
        return workspace.isEmpty()
                ? Optional.empty()
                : Optional.of(new Coordinator(workspace.get(), CoordinatorPorts.NONE.with(clock)).status());
    }
}
