package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.aoi.handoff.HandOff;
import dev.syncprotocol.aoi.handoff.HandOffFiles;
import dev.syncprotocol.aoi.report.RenderedReport;
import dev.syncprotocol.aoi.report.ReportRenderer;
import dev.syncprotocol.aoi.tokens.Alignment;
import dev.syncprotocol.aoi.tokens.TokenAlignment;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sync aoi report}: the page of a run, at any time; on request the tokens of transcripts and the hand-over (aoi.md §14, §8.3, §8.11). */
@Command(
        name = "report",
        description = "Write a run's report from its files: mid-loop, after a crash, at the end.",
        footer = {
            "",
            "Example:",
            "  sync aoi report",
            "  sync aoi report --run results/run_20260504_065500 --out report.html",
            "  sync aoi report --handoff",
            "  sync aoi report --align-tokens --transcript session.jsonl --dry-run"
        })
final class AoiReport implements Verb {
    @Option(names = "--run", paramLabel = "DIR", description = "the run (default: the newest of the workspace)")
    @Nullable
    private String run;

    @Option(names = "--out", paramLabel = "FILE", description = "write the page there; replaces only an earlier report")
    @Nullable
    private String out;

    @Option(
            names = "--align-tokens",
            description = "first count the tokens of transcripts stage by stage, into loop_tokens.jsonl")
    private boolean alignTokens;

    @Option(names = "--transcript", paramLabel = "FILE", arity = "1..*", description = "a transcript, JSON lines")
    private List<String> transcripts = List.of();

    @Option(names = "--project-dir", paramLabel = "DIR", description = "a folder of transcripts: every *.jsonl in it")
    @Nullable
    private String projectDir;

    @Option(names = "--dry-run", description = "with --align-tokens: print the counts, write nothing")
    private boolean dryRun;

    @Option(
            names = "--handoff",
            description = "also write best_model.json, its inference specification and notes, once the loop has ended")
    private boolean handoff;

    @Override
    public Answer answer(Invocation in) throws IOException {
        refuseMixtures();
        Path folder = AoiPlace.run(in, run);
        ObjectNode data = SyncJson.object().put("run", folder.toString());
        Words words = new Words();
        tokens(in, folder, data, words);
        if (dryRun) {
            return answer(data.putNull("handoff").putNull("report"), words, List.of());
        }
        handOff(folder, data, words);
        RenderedReport report = report(in, folder, data, words);
        return answer(data, words, report.awaitsHandOff() ? List.of(handOffOf(folder)) : List.of());
    }

    private void refuseMixtures() {
        boolean sources = !transcripts.isEmpty() || projectDir != null;
        if (!alignTokens && (sources || dryRun)) {
            throw new SyncException(
                    ErrorCode.USAGE, "--transcript, --project-dir and --dry-run go with --align-tokens");
        }
        if (!transcripts.isEmpty() && projectDir != null) {
            throw new SyncException(ErrorCode.USAGE, "name transcripts, or a folder of them, not both");
        }
        if (dryRun && (handoff || out != null)) {
            throw new SyncException(ErrorCode.USAGE, "--dry-run writes nothing: leave --handoff and --out away");
        }
    }

    private void tokens(Invocation in, Path folder, ObjectNode data, Words words) throws IOException {
        if (!alignTokens) {
            data.putNull("tokens");
            return;
        }
        List<Path> files = transcripts(in);
        if (files.isEmpty()) {
            data.putObject("tokens")
                    .putNull("file")
                    .put("skipped", true)
                    .put("messages", 0)
                    .put("attributed", 0);
            words.line("tokens: no transcript was given, so none are counted");
            return;
        }
        Alignment alignment = TokenAlignment.align(folder, files, in.clock());
        String file = dryRun ? null : TokenAlignment.write(folder, alignment).toString();
        ObjectNode node = data.putObject("tokens").put("file", file).put("skipped", false);
        node.put("messages", alignment.messages()).put("attributed", alignment.attributed());
        alignment.stages().forEach(stage -> node.withArray("/stages").add(stage.tree()));
        alignment.warnings().forEach(node.withArray("/warnings")::add);
        say(alignment, words);
    }

    private List<Path> transcripts(Invocation in) throws IOException {
        if (projectDir != null) {
            return TokenAlignment.transcripts(in.path(projectDir));
        }
        return transcripts.stream().map(in::path).toList();
    }

    private void say(Alignment alignment, Words words) {
        if (dryRun) {
            alignment.lines().lines().forEach(words::line);
        }
        words.line("tokens: " + alignment.attributed() + " of " + alignment.messages() + " messages belong to "
                + alignment.stages().size() + " stages");
        alignment.warnings().forEach(warning -> words.wrapped("warning: ", warning));
    }

    private void handOff(Path folder, ObjectNode data, Words words) throws IOException {
        if (!handoff) {
            data.putNull("handoff");
            return;
        }
        HandOffFiles files = HandOff.write(folder);
        data.set("handoff", AoiHandOff.tree(files));
        AoiHandOff.say(files, words);
    }

    private RenderedReport report(Invocation in, Path folder, ObjectNode data, Words words) throws IOException {
        Path file = out == null ? folder.resolve(ReportRenderer.FILE) : replaceable(in.path(out));
        RenderedReport report = ReportRenderer.render(folder, file, in.clock());
        data.putObject("report")
                .put("file", report.file().toString())
                .put("bytes", report.bytes())
                .put("iterations_complete", report.iterationsComplete())
                .put("max_iterations", report.maxIterations())
                .put("status", report.status());
        words.line(report.statusLine());
        return report;
    }

    /** No file is replaced that is not an earlier report. */
    private static Path replaceable(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new SyncException(ErrorCode.USAGE, file + " is a folder: --out names the page to write")
                    .withHint("for example --out " + file.resolve(ReportRenderer.FILE));
        }
        boolean free = !Files.exists(file)
                || new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(ReportRenderer.GENERATOR);
        if (!free) {
            throw new SyncException(ErrorCode.NAME_TAKEN, file + " is there and is no earlier report")
                    .withHint("name a file that is not there yet");
        }
        Files.createDirectories(
                Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file));
        return file;
    }

    private static String handOffOf(Path folder) {
        return "sync aoi report --run " + folder + " --handoff";
    }

    private static Answer answer(ObjectNode data, Words words, List<String> next) {
        return new Answer("sync.aoi-report/1", data, words.text(), next);
    }
}
