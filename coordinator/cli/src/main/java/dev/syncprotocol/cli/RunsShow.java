package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.runs.store.RunFacts;
import dev.syncprotocol.runs.store.RunFile;
import dev.syncprotocol.runs.store.RunLine;
import dev.syncprotocol.runs.store.RunState;
import dev.syncprotocol.runs.store.RunStore;
import dev.syncprotocol.runs.store.ShowcaseEntry;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sync runs show}. */
@Command(
        name = "show",
        description = "Show one run: state, best, registry, history.",
        footer = {"", "Example:", "  sync runs show exp-20260801-1210-denoise-fft --files"})
final class RunsShow implements Verb {
    @Parameters(paramLabel = "ID", description = "the run")
    private String id = "";

    @Option(names = "--files", description = "list its files with digests")
    private boolean files;

    @Option(names = "--history", description = "tell when it entered the showcase")
    private boolean history;

    @Mixin
    private StorePlaceOptions places = new StorePlaceOptions();

    @Override
    public Answer answer(Invocation in) throws IOException {
        RunStore store = StoreDoor.store(in, places.places());
        RunLine line = store.show(id);
        ObjectNode data = RunTrees.line(line);
        Words words = new Words()
                .line(in.style().bold(line.id()) + "  " + line.state().word());
        line.facts().ifPresent(facts -> tell(line, facts, words));
        line.row().ifPresent(row -> words.line("  registered as " + row.seq() + ", model " + row.version()));
        if (files) {
            files(store, line, data, words);
        }
        if (history && line.facts().isPresent()) {
            history(store, line, line.facts().get().task(), data, words);
        }
        String folder = StoreDoor.root(in)
                .relativize(store.folder(line.id()))
                .toString()
                .replace('\\', '/');
        return new Answer("sync.runs-show/1", data, words.text(), List.of(next(line, folder)));
    }

    private static String next(RunLine line, String folder) {
        return line.state() == RunState.FINAL
                ? "sync runs verify --full --exp-dir " + folder
                : "sync runs finish --exp-dir " + folder;
    }

    private static void tell(RunLine line, RunFacts facts, Words words) {
        words.line("  criterion: " + facts.criterion().words());
        facts.end().ifPresent(end -> {
            words.line("  status: " + end.status().word() + ", final since " + end.finalizedAt());
            end.best()
                    .ifPresent(best -> words.line(
                            "  best: " + best.value() + " at step " + best.step() + ", epoch " + best.epoch()));
            words.line("  " + end.files() + " files, " + end.bytes() + " bytes");
        });
        words.line("  promoted: " + (line.promoted() ? "yes" : "no"));
    }

    private static void files(RunStore store, RunLine line, ObjectNode data, Words words) throws IOException {
        ArrayNode list = data.putArray("file_list");
        List<RunFile> all = line.state() == RunState.FINAL
                ? store.finished(line.id()).end().content().files()
                : List.of();
        for (RunFile file : all) {
            list.addObject()
                    .put("path", file.path())
                    .put("kind", file.kind().word())
                    .put("size", file.size())
                    .put("sha256", file.sha256().hex());
            words.line("  " + file.sha256().abbreviated() + "  " + file.path());
        }
    }

    private static void history(RunStore store, RunLine line, String task, ObjectNode data, Words words)
            throws IOException {
        List<ShowcaseEntry> entries = store.history(task).stream()
                .filter(entry -> entry.experimentId().equals(line.id()))
                .toList();
        data.set("history", RunTrees.history(entries));
        entries.forEach(entry -> words.line("  " + entry.at() + "  " + entry.action()));
    }
}
