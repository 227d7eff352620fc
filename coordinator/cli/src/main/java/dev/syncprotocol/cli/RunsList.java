package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.store.BestCheckpoint;
import dev.syncprotocol.runs.store.RunLine;
import dev.syncprotocol.runs.store.RunManifest;
import dev.syncprotocol.runs.store.RunQuery;
import dev.syncprotocol.runs.store.RunState;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sync runs list}. */
@Command(
        name = "list",
        description = "List runs, newest first.",
        footer = {"", "Example:", "  sync runs list --sort primary --limit 10"})
final class RunsList implements Verb {
    @Option(names = "--task", paramLabel = "T", description = "only runs of this task")
    @Nullable
    private String task;

    @Option(names = "--state", paramLabel = "S", description = "void, open, closing, crashed or final")
    @Nullable
    private RunState state;

    @Option(names = "--since", paramLabel = "D", description = "not older than YYYYMMDD")
    @Nullable
    private String since;

    @Option(names = "--sort", paramLabel = "BY", defaultValue = "time", description = "time or primary (default: time)")
    private RunQuery.Sort sort = RunQuery.Sort.TIME;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "the most lines (default: 50)")
    private int limit = 50;

    @Override
    public Answer answer(Invocation in) throws IOException {
        RunQuery query = new RunQuery(
                Optional.ofNullable(task), Optional.ofNullable(state), Optional.ofNullable(since), sort, limit);
        List<RunLine> lines = StoreDoor.store(in).list(query);
        ObjectNode data = SyncJson.object();
        ArrayNode runs = data.putArray("runs");
        Words words = new Words();
        for (RunLine line : lines) {
            runs.add(RunTrees.line(line));
            words.line(words(line));
        }
        if (lines.isEmpty()) {
            words.line("no run");
        }
        return new Answer("sync.runs-list/1", data, words.text(), List.of("sync runs best"));
    }

    private static String words(RunLine line) {
        Optional<RunManifest.End> end =
                line.detail().flatMap(detail -> detail.manifest().end());
        String best = end.flatMap(RunManifest.End::best)
                .map(BestCheckpoint::point)
                .map(point ->
                        line.detail().orElseThrow().lock().config().criterion().primary() + " " + point.value())
                .orElse("");
        boolean promoted = line.detail().map(RunLine.Detail::promoted).orElse(false);
        return String.format(
                        "%-8s %-8s %s  %s%s",
                        line.state().word(),
                        end.map(e -> e.status().word()).orElse(""),
                        line.id(),
                        best,
                        promoted ? "  promoted" : "")
                .stripTrailing();
    }
}
