package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.aoi.loop.ApprovedRun;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sync aoi replay}: the same as {@code sync aoi status --replay}. */
@Command(
        name = "replay",
        description = "Compute every file again that needs no training, and compare.",
        footer = {"", "Example:", "  sync aoi replay"})
final class AoiReplay implements Verb {
    @Option(names = "--run", paramLabel = "DIR", description = "the run (default: the newest)")
    @Nullable
    private String run;

    @Override
    public Answer answer(Invocation in) throws IOException {
        Path folder = AoiPlace.run(in, run);
        ObjectNode data = SyncJson.object().put("run", folder.toString());
        AoiStatus.replayed(in, ApprovedRun.read(folder), data);
        return new Answer(
                "sync.aoi-replay/1",
                data,
                data.path("replayed").asInt() + " files computed again: all equal",
                List.of("sync aoi status --run " + folder));
    }
}
