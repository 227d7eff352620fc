package dev.syncprotocol.aoi.launch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.aoi.choice.Contradiction;
import dev.syncprotocol.aoi.choice.PhaseChoice;
import dev.syncprotocol.aoi.engine.EngineProgress;
import dev.syncprotocol.aoi.loop.ApprovedRun;
import dev.syncprotocol.aoi.loop.DeftLoop;
import dev.syncprotocol.aoi.loop.LoopEnd;
import dev.syncprotocol.aoi.loop.LoopListener;
import dev.syncprotocol.aoi.loop.LoopSurroundings;
import dev.syncprotocol.aoi.loop.Replay;
import dev.syncprotocol.aoi.loop.RunCheck;
import dev.syncprotocol.aoi.state.PhaseState;
import dev.syncprotocol.aoi.state.RunFolder;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.store.StoreLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * One order carried out: the run's lock, its checks, the loop, the answer.
 *
 * @param folder holds the order and gets the answer
 * @param listener told each milestone
 * @param environment for the containers of engine tao
 * @param stop whether the process was asked to end
 * @param clock the time
 */
record LoopProcess(
        Path folder, LoopListener listener, Map<String, String> environment, BooleanSupplier stop, Clock clock) {
    private static final Duration AT_ONCE = Duration.ZERO;

    /** 0 when an answer is written, whatever it says; 130 when the process was asked to end; 1 when no answer could be written. */
    int run() {
        try {
            answer(answer());
            return stop.getAsBoolean() ? 130 : 0;
        } catch (IOException e) {
            listener.said("no answer could be written: " + e.getMessage());
            return 1;
        }
    }

    /** Writes an answer. */
    private interface Answering {
        void into(Path folder) throws IOException;
    }

    /** The interrupt that ended the loop must not end its answer too: a channel closes itself under a thread that is interrupted. */
    private void answer(Answering answer) throws IOException {
        try {
            Thread.interrupted();
            answer.into(folder);
        } catch (ClosedByInterruptException justNow) {
            // It came between the two lines; it comes once.
            Thread.interrupted();
            answer.into(folder);
        }
    }

    private Answering answer() {
        try {
            ObjectNode done = done();
            return to -> LoopAnswer.write(to, done);
        } catch (SyncException e) {
            return failed(e);
        } catch (IOException | UncheckedIOException e) {
            return failed(new SyncException(ErrorCode.IO, words(e), e));
        } catch (RuntimeException e) {
            // The outermost wall: nothing of ours throws these on purpose.
            StackTraceElement[] trace = e.getStackTrace();
            String at = trace.length == 0 ? "" : " at " + trace[0];
            return failed(new SyncException(ErrorCode.INTERNAL, words(e) + at, e));
        }
    }

    /** A file that closed under an interrupted thread, a container that was told to end: in a process that was asked to end all these are the interrupt. */
    private Answering failed(SyncException failure) {
        boolean interrupted = stop.getAsBoolean() && failure.code() != ErrorCode.INTERRUPTED;
        SyncException told = interrupted
                ? new SyncException(ErrorCode.INTERRUPTED, "interrupted; what was not committed is done again", failure)
                : failure;
        boolean goesOn = told.code() == ErrorCode.INTERRUPTED && told.next().isEmpty();
        return to -> LoopAnswer.write(to, goesOn ? told.withNext("sync aoi resume") : told);
    }

    private static String words(Throwable e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }

    private ObjectNode done() throws IOException {
        LoopOrder order = LoopOrder.read(folder);
        ApprovedRun run = ApprovedRun.read(order.run());
        if (order.task() == LoopOrder.Task.REPLAY) {
            return tree(Replay.of(run, clock));
        }
        // Nothing is written into it: a run that is over stays as it is.
        StoreLock lock =
                StoreLock.take(run.folder().lock(), AT_ONCE, run.folder().root().toString());
        try {
            return wentOn(run);
        } finally {
            lock.close();
        }
    }

    private ObjectNode wentOn(ApprovedRun run) throws IOException {
        new RunCheck(run, clock).beforeGoingOn().forEach(listener::said);
        SpokenProgress spoken = new SpokenProgress(listener, clock);
        EngineProgress progress = (what, done, of, detail) -> {
            spoken.advanced(what, done, of, detail);
            if (stop.getAsBoolean()) {
                throw new SyncException(
                                ErrorCode.INTERRUPTED, "interrupted during " + what + "; nothing of it is committed")
                        .withNext("sync aoi resume --run " + run.folder().root());
            }
        };
        new ApprovedWeights(run, environment, listener, clock).fetch(progress);
        Engines engines = Engines.of(run, environment, clock);
        LoopEnd end = new DeftLoop(
                        run,
                        new LoopSurroundings(
                                engines.classifier(),
                                engines.embedders(),
                                engines.analyses(),
                                progress,
                                listener,
                                clock))
                .run();
        return tree(end);
    }

    private static ObjectNode tree(Replay.Outcome replayed) {
        ObjectNode tree = SyncJson.object().put("compared", replayed.compared().size());
        replayed.differences().forEach(tree.putArray("differences")::add);
        return tree;
    }

    private static ObjectNode tree(LoopEnd end) throws IOException {
        ObjectNode tree = SyncJson.object()
                .put("run", end.run().toString())
                .put("reason", end.reason())
                .put("kpi_met", end.kpiMet())
                .put("already", end.already())
                .put("best_model", end.bestModel().map(Path::toString).orElse(null))
                .put("report", end.run().resolve("DEFT_Loop_Report.html").toString());
        end.state().best().ifPresent(best -> tree.put("best_phase", best.phase().word()));
        var phases = tree.putArray("phases");
        for (PhaseState phase : end.state().phases()) {
            ObjectNode one =
                    phases.addObject().put("phase", phase.phase().word()).put("status", phase.status());
            phase.farPct().ifPresent(far -> one.put("far_pct", far));
            phase.threshold().ifPresent(threshold -> one.put("threshold", threshold));
        }
        warnings(end).forEach(tree.putArray("warnings")::add);
        return tree;
    }

    /** What the frozen benchmark says against the phase that is handed over. */
    private static List<String> warnings(LoopEnd end) throws IOException {
        return PhaseChoice.of(new RunFolder(end.run()), end.state()).stream()
                .flatMap(choice -> choice.contradictions().stream())
                .map(Contradiction::text)
                .toList();
    }
}
