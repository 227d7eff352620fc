package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.store.BestMetrics;
import dev.syncprotocol.runs.store.Finding;
import dev.syncprotocol.runs.store.Mode;
import dev.syncprotocol.runs.store.RegistryRow;
import dev.syncprotocol.runs.store.RunDamaged;
import dev.syncprotocol.runs.store.RunStore;
import dev.syncprotocol.runs.store.ShowcaseEntry;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sync runs best}: the showcase with its proof, or the best registered run for a metric. */
@Command(
        name = "best",
        description = "Show the best of a task, or the best run for a metric.",
        footer = {"", "Example:", "  sync runs best --task denoise-fft --history"})
final class RunsBest implements Verb {
    @Option(names = "--task", paramLabel = "T", description = "the task (default: the only one)")
    @Nullable
    private String task;

    @Option(names = "--primary", paramLabel = "NAME", description = "a metric, over all tasks")
    @Nullable
    private String primary;

    @Option(names = "--mode", paramLabel = "M", description = "max or min, with --primary")
    @Nullable
    private Mode mode;

    @Option(names = "--history", description = "every change of the showcase")
    private boolean history;

    @Mixin
    private StorePlaceOptions places = new StorePlaceOptions();

    @Override
    public Answer answer(Invocation in) throws IOException {
        RunStore store = StoreDoor.store(in, places.places());
        if ((primary == null) != (mode == null) || (primary != null && task != null)) {
            throw new SyncException(ErrorCode.USAGE, "give --task, or --primary together with --mode");
        }
        return primary == null ? showcase(in, store) : registered(store, primary, mode);
    }

    private static Answer registered(RunStore store, String primary, @Nullable Mode mode) throws IOException {
        Mode asked = mode == null ? Mode.MAX : mode;
        RegistryRow row = store.best(primary, asked)
                .orElseThrow(() -> new SyncException(
                        ErrorCode.NO_BEST, "no registered run has a finite " + primary + ", mode " + asked.word()));
        ObjectNode data = SyncJson.object();
        data.set("run", RunTrees.row(row));
        String words =
                row.experimentId() + "  " + primary + " " + row.primaryValue().orElseThrow() + "  " + row.modelPath();
        return new Answer("sync.runs-best/1", data, words, List.of("sync runs show " + row.experimentId()));
    }

    private Answer showcase(Invocation in, RunStore store) throws IOException {
        String asked = task == null ? onlyTask(store) : task;
        BestMetrics best = store.showcase(asked)
                .orElseThrow(() -> new SyncException(ErrorCode.NO_BEST, "nothing was promoted for task " + asked)
                        .withNext("sync runs list"));
        List<Finding> faults = store.checkShowcase(asked);
        if (!faults.isEmpty()) {
            throw new RunDamaged("the showcase of " + asked, faults);
        }
        ObjectNode data = SyncJson.object();
        data.set("showcase", best.tree());
        data.put("verified", true);
        Words words = new Words()
                .line(in.style().bold(best.experimentId()) + "  "
                        + best.criterion().primary() + " " + best.point().value())
                .line("  " + best.criterion().words())
                .line("  step " + best.point().step() + ", epoch "
                        + best.point().epoch() + ", since " + best.promotedAt())
                .line("  best.pt verified, sha256 " + best.bestSha256().hex());
        if (history) {
            List<ShowcaseEntry> entries = store.history(asked);
            data.set("history", RunTrees.history(entries));
            entries.forEach(entry -> words.line(
                    "  " + entry.at() + "  " + entry.action() + "  " + entry.experimentId() + "  " + entry.value()));
        }
        return new Answer("sync.runs-best/1", data, words.text(), List.of("sync runs show " + best.experimentId()));
    }

    private static String onlyTask(RunStore store) throws IOException {
        List<String> tasks =
                store.registered().stream().map(RegistryRow::task).distinct().toList();
        if (tasks.size() == 1) {
            return tasks.get(0);
        }
        throw tasks.isEmpty()
                ? new SyncException(ErrorCode.NO_BEST, "no run is registered").withNext("sync runs list")
                : new SyncException(ErrorCode.USAGE, "--task is needed: " + String.join(", ", tasks));
    }
}
