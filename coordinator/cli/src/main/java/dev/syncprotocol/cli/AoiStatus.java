package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.aoi.launch.LoopOrder;
import dev.syncprotocol.aoi.log.LogEntry;
import dev.syncprotocol.aoi.log.LogReading;
import dev.syncprotocol.aoi.log.LoopLog;
import dev.syncprotocol.aoi.loop.ApprovedRun;
import dev.syncprotocol.aoi.loop.RunCheck;
import dev.syncprotocol.aoi.state.DeftState;
import dev.syncprotocol.aoi.state.PhaseState;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.error.Violation;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sync aoi status}: where a run stands; takes no lock and writes nothing in it (aoi.md §6). */
@Command(
        name = "status",
        description = {
            "Show where a run stands and its last five log entries.",
            "--verify checks log, state and every committed file; --replay computes every",
            "file again that needs no training and compares."
        },
        footer = {"", "Example:", "  sync aoi status --verify"})
final class AoiStatus implements Verb {
    private static final int ENTRIES = 5;
    private static final long LOOK_EVERY_MS = 500;

    @Option(names = "--run", paramLabel = "DIR", description = "the run (default: the newest)")
    @Nullable
    private String run;

    @Option(names = "--watch", description = "follow the log until the loop stops")
    private boolean watch;

    @Option(names = "--verify", description = "check log, state and every committed file")
    private boolean verify;

    @Option(names = "--replay", description = "compute every file again that needs no training, and compare")
    private boolean replay;

    @Override
    public Answer answer(Invocation in) throws IOException {
        Path folder = AoiPlace.run(in, run);
        if (watch) {
            watch(in, folder);
        }
        ApprovedRun approved = ApprovedRun.read(folder);
        LogReading log = LoopLog.of(folder, in.clock()).read();
        DeftState state = DeftState.fold(approved.facts(), log);
        ObjectNode data = data(folder, state, log);
        if (verify) {
            verified(new RunCheck(approved, in.clock()), data);
        }
        if (replay) {
            replayed(in, approved, data);
        }
        return new Answer("sync.aoi-status/1", data, RoundedFigures.in(words(data)), next(state, folder));
    }

    /** Every entry as it comes. */
    private static void watch(Invocation in, Path folder) throws IOException {
        int shown = 0;
        LoopLog log = LoopLog.of(folder, in.clock());
        ApprovedRun approved = ApprovedRun.read(folder);
        while (true) {
            LogReading reading = log.read();
            for (LogEntry entry :
                    reading.entries().subList(shown, reading.entries().size())) {
                in.progress().say(RoundedFigures.in(entry.words()));
            }
            shown = reading.entries().size();
            if (DeftState.fold(approved.facts(), reading).stopReason().isPresent()) {
                return;
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_EVERY_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SyncException(ErrorCode.INTERRUPTED, "the watching was interrupted", e);
        }
    }

    private static ObjectNode data(Path folder, DeftState state, LogReading log) {
        ObjectNode data = SyncJson.object()
                .put("run", folder.toString())
                .put("entries", log.entries().size())
                .put("torn_bytes", log.tornBytes())
                .put("stop_reason", state.stopReason().orElse(null))
                .put("max_iterations", state.maxIterations())
                .put("best_phase", state.best().map(best -> best.phase().word()).orElse(null));
        for (PhaseState phase : state.phases()) {
            ObjectNode one = data.withArray("phases").addObject();
            one.put("phase", phase.phase().word())
                    .put("status", phase.status())
                    .put("stage_completed", phase.stageCompleted().orElse(null));
            phase.farPct().ifPresent(far -> one.put("far_pct", far));
            phase.threshold().ifPresent(threshold -> one.put("threshold", threshold));
        }
        data.withArray("phases");
        log.tail(ENTRIES).forEach(entry -> data.withArray("last").add(entry.words()));
        data.withArray("last");
        return data;
    }

    private static void verified(RunCheck check, ObjectNode data) throws IOException {
        List<String> faults = check.faults();
        if (!faults.isEmpty()) {
            throw damaged(faults);
        }
        data.put("verified", true);
    }

    /** The code of the first fault; all of them as violations. */
    private static SyncException damaged(List<String> faults) {
        String word = faults.get(0).replaceFirst(":.*", "");
        ErrorCode code = List.of(ErrorCode.values()).stream()
                .filter(known -> known.word().equals(word))
                .findFirst()
                .orElse(ErrorCode.LOG_CHAIN_BROKEN);
        List<Violation> all = faults.stream()
                .map(fault -> new Violation("", 0, 0, "as committed", "the committed bytes", fault))
                .toList();
        return new SyncException(code, faults.get(0), null, null, all, List.of());
    }

    static void replayed(Invocation in, ApprovedRun approved, ObjectNode data) throws IOException {
        ObjectNode answer = new AoiChild(in)
                .answer(new LoopOrder(LoopOrder.Task.REPLAY, approved.folder().root()), 1);
        List<Violation> differences = new ArrayList<>();
        answer.path("differences")
                .forEach(line -> differences.add(
                        new Violation("", 0, 0, "the same when computed again", "no difference", line.asText())));
        if (!differences.isEmpty()) {
            throw new SyncException(
                    ErrorCode.EVIDENCE_CHANGED,
                    "replay: " + differences.size() + " of "
                            + answer.path("compared").asInt() + " files differ",
                    null,
                    null,
                    differences,
                    List.of());
        }
        data.put("replayed", answer.path("compared").asInt());
    }

    private static String words(JsonNode data) {
        Words words = new Words();
        words.line(data.path("run").asText() + ": " + data.path("stop_reason").asText("not finished"));
        data.path("phases")
                .forEach(phase -> words.line("  " + phase.path("phase").asText() + "  "
                        + phase.path("status").asText()
                        + "  " + phase.path("stage_completed").asText("-") + "  FAR "
                        + phase.path("far_pct").asText("-") + " %"));
        data.path("last").forEach(line -> words.wrapped("  ", line.asText()));
        if (data.path("verified").asBoolean()) {
            words.line("log, state and every committed file are as they were");
        }
        if (data.has("replayed")) {
            words.line(data.path("replayed").asInt() + " files computed again: all equal");
        }
        return words.text();
    }

    private static List<String> next(DeftState state, Path folder) {
        return state.stopReason().isEmpty() ? List.of("sync aoi resume --run " + folder) : List.of();
    }
}
