package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.gates.rc1.Rc1Scaffold;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code sync preflight scaffold}: what a preflight wants and nobody delivered, never overwriting. */
@Command(
        name = "scaffold",
        description = "Write what is missing: an example template pack, weights, RC1 config, script, targets.",
        footer = {"", "Example:", "  sync preflight scaffold"})
final class PreflightScaffold implements Verb {
    @Override
    public Answer answer(Invocation in) throws IOException {
        Rc1Scaffold.Result made = Rc1Scaffold.write(StoreDoor.root(in));
        ObjectNode data = SyncJson.object().put("command", "scaffold");
        data.set("written", Trees.texts(made.written()));
        data.set("kept", Trees.texts(made.kept()));
        return new Answer(
                "sync.preflight-files/1",
                data,
                TrainScaffold.words(made.written(), made.kept(), in.style()),
                List.of("sync preflight make-sources", "sync preflight round1"));
    }
}
