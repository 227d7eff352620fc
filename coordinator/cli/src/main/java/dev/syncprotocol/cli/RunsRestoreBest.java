package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.store.BestMetrics;
import dev.syncprotocol.runs.store.RunStore;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sync runs restore-best}: may lower the value, and says who, when and why in the history. */
@Command(
        name = "restore-best",
        description = "Put an earlier run back into the showcase.",
        footer = {
            "",
            "Example:",
            "  sync runs restore-best --task denoise-fft \\",
            "    --to 2026-08-01T12:00:00Z --why \"trained on the test set\" --dry-run"
        })
final class RunsRestoreBest implements Verb {
    @Option(names = "--task", paramLabel = "T", required = true, description = "the task")
    private String task = "";

    @Option(names = "--to", paramLabel = "ID|TIME", required = true, description = "a run, or what was shown at a time")
    private String to = "";

    @Option(names = "--why", paramLabel = "TEXT", required = true, description = "stays in the history")
    private String why = "";

    @Option(names = "--dry-run", description = "verify the run and change nothing")
    private boolean dryRun;

    @Mixin
    private StorePlaceOptions places = new StorePlaceOptions();

    @Override
    public Answer answer(Invocation in) throws IOException {
        if (why.isBlank()) {
            throw new SyncException(ErrorCode.USAGE, "--why must say something");
        }
        RunStore store = StoreDoor.store(in, places.places());
        BestMetrics best = dryRun ? store.previewRestore(task, to) : store.restoreBest(task, to, why);
        ObjectNode data = SyncJson.object();
        data.put("restored", !dryRun);
        data.set("showcase", best.tree());
        Words words = new Words()
                .line((dryRun ? "would restore " : in.style().good("restored") + " ") + best.experimentId() + "  "
                        + best.criterion().primary() + " " + best.point().value());
        best.previous().ifPresent(old -> words.line("  in place of " + old.experimentId() + "  " + old.value()));
        return new Answer(
                "sync.runs-restore-best/1", data, words.text(), List.of("sync runs best --history --task " + task));
    }
}
