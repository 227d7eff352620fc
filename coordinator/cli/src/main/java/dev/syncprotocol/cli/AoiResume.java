package dev.syncprotocol.cli;

import dev.syncprotocol.aoi.launch.LoopOrder;
import dev.syncprotocol.aoi.loop.ApprovedRun;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sync aoi resume}: a run that was interrupted or killed goes on (aoi.md §10.4). */
@Command(
        name = "resume",
        description = {
            "Go on with a run that was interrupted or killed, from what is committed.",
            "A finished run says so and is left alone."
        },
        footer = {"", "Example:", "  sync aoi resume"})
final class AoiResume implements Verb {
    @Option(names = "--run", paramLabel = "DIR", description = "the run (default: the newest)")
    @Nullable
    private String run;

    @Override
    public Answer answer(Invocation in) throws IOException {
        Path folder = AoiPlace.run(in, run);
        ApprovedRun approved = ApprovedRun.read(folder);
        return AoiEnd.answer(
                "sync.aoi-run/1",
                new AoiChild(in)
                        .answer(
                                new LoopOrder(LoopOrder.Task.GO_ON, folder),
                                approved.parameters().threads()),
                approved.parameters().requireKpi());
    }
}
