package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.store.BestCheckpoint;
import dev.syncprotocol.runs.store.FinishOptions;
import dev.syncprotocol.runs.store.Finished;
import dev.syncprotocol.runs.store.RunManifest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sync runs finish}: makes a run final. Repeating it goes on where a killed one stopped. */
@Command(
        name = "finish",
        description = "Finish a run: digests, registry, and the best if it is better.",
        footer = {"", "Example:", "  sync runs finish --exp-dir \"$EXPERIMENT_DIR\""})
final class RunsFinish implements Verb {
    @Option(
            names = {"--exp-dir", "--exp_dir"},
            paramLabel = "DIR",
            required = true,
            description = "the run's folder")
    private String folder = "";

    @Option(
            names = "--exit-code",
            paramLabel = "N",
            defaultValue = "0",
            description = "exit code of the trainer (default: 0)")
    private int exitCode;

    @Option(names = "--promote-failed", description = "let a run whose trainer failed be promoted")
    private boolean promoteFailed;

    @Option(names = "--no-promote", description = "leave the showcase alone")
    private boolean noPromote;

    @Option(
            names = "--wait",
            paramLabel = "S",
            defaultValue = "30",
            description = "longest wait for a lock, in seconds (default: 30)")
    private int wait = 30;

    @Override
    public Answer answer(Invocation in) throws IOException {
        if (promoteFailed && noPromote) {
            throw new SyncException(ErrorCode.USAGE, "--promote-failed and --no-promote exclude each other");
        }
        Finished finished = StoreDoor.store(in, Duration.ofSeconds(wait))
                .finish(StoreDoor.run(in, folder), new FinishOptions(exitCode, promotion()));
        refuseWithoutBest(finished);
        return new Answer(
                "sync.runs-finish/1",
                data(finished),
                words(finished, in.style()),
                List.of("sync runs show " + finished.lock().id()));
    }

    private FinishOptions.Promotion promotion() {
        if (noPromote) {
            return FinishOptions.Promotion.NEVER;
        }
        return promoteFailed ? FinishOptions.Promotion.FAILED_TOO : FinishOptions.Promotion.OK_ONLY;
    }

    /** The run is final and registered all the same (run-store.md C13, section 10.2). */
    private static void refuseWithoutBest(Finished finished) {
        String id = finished.lock().id().value();
        if (finished.outcome() == Finished.Outcome.NO_BEST) {
            throw new SyncException(
                            ErrorCode.NO_BEST,
                            id + " is final and registered, but has no best: no evaluation with a finite "
                                    + finished.lock().config().criterion().primary() + " has a checkpoint")
                    .withNext("sync runs show " + id);
        }
        if (finished.outcome() == Finished.Outcome.CRITERION_CHANGED) {
            String old = finished.before().map(best -> best.criterion().words()).orElse("another one");
            throw new SyncException(
                            ErrorCode.CRITERION_CHANGED,
                            id + " is final and registered, but the showcase follows " + old)
                    .withHint("sync runs restore-best with --to and --why changes the criterion")
                    .withNext("sync runs show " + id);
        }
    }

    private static ObjectNode data(Finished finished) {
        RunManifest.End end = finished.manifest().ended();
        ObjectNode data = SyncJson.object()
                .put("id", finished.lock().id().value())
                .put("outcome", finished.outcome().word())
                .put("status", end.status().word())
                .put("files", end.content().files().size())
                .put("bytes", end.content().bytes())
                .put("root_sha256", end.content().root().hex())
                .put("registry_seq", finished.row().seq())
                .put("version", finished.row().version());
        data.set("best", end.best().map(best -> RunTrees.point(best.point())).orElse(null));
        data.put(
                "previous_best",
                finished.before().map(best -> best.experimentId()).orElse(null));
        data.set("warnings", Trees.texts(finished.warnings()));
        return data;
    }

    private static String words(Finished finished, Style style) {
        RunManifest.End end = finished.manifest().ended();
        Words words = new Words()
                .line(style.good(finished.outcome().word()) + ": "
                        + finished.lock().id());
        Optional<BestCheckpoint> best = end.best();
        best.ifPresent(
                found -> words.line("  " + finished.lock().config().criterion().primary() + " "
                        + found.point().value() + " at step " + found.point().step() + ", epoch "
                        + found.point().epoch()));
        finished.before()
                .ifPresent(old -> words.line("  before: " + old.experimentId() + ", "
                        + old.criterion().primary() + " " + old.point().value()));
        words.line("  " + end.content().files().size() + " files, "
                + end.content().bytes() + " bytes, model " + finished.row().version());
        finished.warnings().forEach(warning -> words.wrapped("  note: ", warning));
        return words.text();
    }
}
