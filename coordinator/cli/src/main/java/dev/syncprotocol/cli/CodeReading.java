package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.ledger.CodeSnapshot;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.store.CodeState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** What a run is made with: the state of git, and of this program. The store itself opens no repository. */
final class CodeReading {
    private CodeReading() {}

    static CodeState of(Path folder) throws IOException {
        return CodeSnapshot.around(folder)
                .map(snapshot -> new CodeState(
                        snapshot.commit(),
                        snapshot.branch(),
                        Optional.of(snapshot.dirty()),
                        Optional.of(snapshot.diffSha256().hex()),
                        Optional.of(snapshot.untrackedSha256().hex()),
                        snapshot.version()))
                .orElse(CodeState.NONE);
    }

    static ObjectNode runtime() {
        return SyncJson.object()
                .put("product_version", Version.text())
                .put("java", Runtime.version().toString())
                .put("os", System.getProperty("os.name"))
                .put("arch", System.getProperty("os.arch"))
                .put("cpus", Runtime.getRuntime().availableProcessors());
    }
}
