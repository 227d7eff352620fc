package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.store.RunFacts;
import dev.syncprotocol.runs.store.RunLine;
import dev.syncprotocol.runs.store.RunListCsv;
import dev.syncprotocol.runs.store.RunQuery;
import dev.syncprotocol.runs.store.RunState;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sync runs list}. */
@Command(
        name = "list",
        description = "List runs, newest first.",
        footer = {"", "Example:", "  sync runs list --sort primary --limit 10"})
final class RunsList implements Verb {
    /** How the list goes out; all but the table are fit for a pipe. */
    enum Format {
        TABLE,
        CSV,
        JSON
    }

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

    @Option(
            names = "--format",
            paramLabel = "F",
            defaultValue = "table",
            description = "table, csv or json (default: table)")
    private Format format = Format.TABLE;

    @Mixin
    private StorePlaceOptions places = new StorePlaceOptions();

    @Override
    public Answer answer(Invocation in) throws IOException {
        RunQuery query = new RunQuery(
                Optional.ofNullable(task), Optional.ofNullable(state), Optional.ofNullable(since), sort, limit);
        List<RunLine> lines = StoreDoor.store(in, places.places()).list(query);
        ObjectNode data = SyncJson.object();
        ArrayNode runs = data.putArray("runs");
        lines.forEach(line -> runs.add(RunTrees.line(line)));
        String words = switch (format) {
            case TABLE -> table(lines);
            case CSV -> RunListCsv.of(lines).stripTrailing();
            case JSON -> SyncJson.pretty(data).stripTrailing();
        };
        Answer.Form form = format == Format.TABLE ? Answer.Form.PROSE : Answer.Form.DOCUMENT;
        return new Answer("sync.runs-list/1", data, words, List.of("sync runs best"), form);
    }

    private static String table(List<RunLine> lines) {
        Words words = new Words();
        lines.forEach(line -> words.line(words(line)));
        return lines.isEmpty() ? "no run" : words.text();
    }

    private static String words(RunLine line) {
        String best = line.end()
                .flatMap(RunFacts.End::best)
                .map(point -> line.facts().orElseThrow().criterion().primary() + " " + point.value())
                .orElse("");
        return String.format(
                        "%-8s %-8s %s  %s%s",
                        line.state().word(),
                        line.end().map(end -> end.status().word()).orElse(""),
                        line.id(),
                        best,
                        line.promoted() ? "  promoted" : "")
                .stripTrailing();
    }
}
