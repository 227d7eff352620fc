package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.launch.LaunchReport;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code sync stop}: the engine finishes its step, writes a checkpoint and ends. */
@Command(
        name = "stop",
        description = "Stop the running engine; it writes a checkpoint first.",
        footer = {"", "Example:", "  sync stop"})
final class Stop implements Verb {
    @Override
    public Answer answer(Invocation in) throws IOException {
        Optional<LaunchReport> stopped = Wiring.coordinator(in).stop();
        ObjectNode data = SyncJson.object();
        data.put("was_running", stopped.isPresent());
        data.set("launch", Trees.launch(stopped));
        Words words = new Words();
        stopped.ifPresentOrElse(
                report -> Status.launch(report, words, in.style()), () -> words.line("no engine is running"));
        List<String> next = stopped.flatMap(LaunchReport::resumable)
                .map(path ->
                        List.of("sync launch --config " + stopped.get().config() + " --resume " + path, "sync status"))
                .orElse(List.of("sync status"));
        return new Answer("sync.stop/1", data, words.text(), next);
    }
}
