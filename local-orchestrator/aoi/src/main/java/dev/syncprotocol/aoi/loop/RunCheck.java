package dev.syncprotocol.aoi.loop;

import dev.syncprotocol.aoi.approval.BoundInput;
import dev.syncprotocol.aoi.leakage.LeakageCheck;
import dev.syncprotocol.aoi.leakage.SampleSet;
import dev.syncprotocol.aoi.log.LogEntry;
import dev.syncprotocol.aoi.log.LogReading;
import dev.syncprotocol.aoi.log.LoopLog;
import dev.syncprotocol.aoi.log.Phase;
import dev.syncprotocol.aoi.pool.InputDigests;
import dev.syncprotocol.aoi.preflight.BoundInputs;
import dev.syncprotocol.aoi.preflight.Preflight;
import dev.syncprotocol.aoi.preflight.PreflightCommand;
import dev.syncprotocol.aoi.report.ReportRenderer;
import dev.syncprotocol.aoi.state.DeftState;
import dev.syncprotocol.aoi.workspace.AoiWorkspace;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What must hold before a run goes on (specification §10.4): the log's chain, the state as its fold, every committed file with its digest, the approved
 * inputs, no leakage.
 *
 * @param run what was approved
 * @param clock for the name of a torn tail
 */
public record RunCheck(ApprovedRun run, Clock clock) {
    private static final int SHOWN = 20;

    /**
     * Cuts a torn tail, completes the log of a hard stop, rebuilds a state that is a few entries behind, and checks all the rest.
     *
     * @return the last five entries, for people
     * @throws SyncException {@code log_chain_broken}, {@code state_log_mismatch}, {@code evidence_missing}, {@code evidence_changed}, {@code
     *     approval_stale}, {@code leakage}, {@code hard_stopped}
     */
    public List<String> beforeGoingOn() throws IOException {
        LoopLog log = LoopLog.of(run.folder().root(), clock);
        List<String> said = new ArrayList<>();
        Optional<Path> torn = log.recover();
        torn.ifPresent(kept -> said.add("the log's torn tail is kept as " + kept.getFileName()));
        boolean completed = HardStops.complete(log);
        LogReading reading = log.read();
        DeftState state = state(reading);
        if (completed) {
            ReportRenderer.render(run.folder().root(), clock);
        }
        Optional<Reapproval> anew = Reapproval.open(run, reading);
        if (anew.isEmpty()) {
            refuseHardStop(state);
        }
        evidence(reading);
        if (isOver(state)) {
            return said;
        }
        refuseChanged(changedInputs());
        anew.ifPresent(approval -> said.add(approval.words()));
        if (!reading.entries().isEmpty()) {
            leakage(new Phase(state.currentIteration()));
            reading.tail(5).forEach(entry -> said.add(entry.words()));
        }
        return said;
    }

    /**
     * Whether the run needs a new approval before it goes on: its inputs changed, or a hard stop was mended. Changes nothing.
     *
     * @param fix the hard stop that was mended; empty when none is claimed
     * @throws SyncException {@code hard_stopped} for a hard stop without a fix; {@code usage} for the fix of another one
     */
    public boolean needsApproval(Optional<Reapproval.Fix> fix) throws IOException {
        LogReading reading = LoopLog.of(run.folder().root(), clock).read();
        DeftState state = DeftState.fold(run.facts(), reading);
        if (fix.isPresent()) {
            requireStoppedBy(fix.get().code(), state);
            return true;
        }
        if (isOver(state)) {
            return false;
        }
        if (Reapproval.open(run, reading).isEmpty()) {
            refuseHardStop(state);
        }
        return !changedInputs().isEmpty();
    }

    private static void requireStoppedBy(String code, DeftState state) {
        String stopped = state.tree().at("/sync/stop/code").asText("");
        if (!stopped.equals(code)) {
            throw new SyncException(
                    ErrorCode.USAGE,
                    "the run was " + (stopped.isEmpty() ? "not stopped for good" : "stopped by " + stopped)
                            + ", not by " + code);
        }
    }

    /**
     * The same of log, state and evidence, changing nothing.
     *
     * @return one line a fault; empty when all holds
     */
    public List<String> faults() throws IOException {
        List<String> faults = new ArrayList<>();
        try {
            LogReading reading = LoopLog.of(run.folder().root(), clock).read();
            if (reading.tornBytes() > 0) {
                faults.add("the log ends in " + reading.tornBytes()
                        + " bytes of an unfinished line; sync aoi resume cuts them");
            }
            DeftState folded = DeftState.fold(run.facts(), reading);
            Path file = run.folder().state();
            if (!Files.isRegularFile(file) || !DeftState.read(file).sameAs(folded)) {
                faults.add("state_log_mismatch: " + file.getFileName() + " is not the fold of the log");
            }
            new CommittedFiles(reading)
                    .faults()
                    .forEach(why -> faults.add(why.code().word() + ": " + why.getMessage()));
        } catch (SyncException broken) {
            faults.add(broken.code().word() + ": " + broken.getMessage());
        }
        return faults;
    }

    /** Whether the run has come to its end, so that nothing is fetched or trained for it any more. */
    public boolean isOver() throws IOException {
        LogReading reading = LoopLog.of(run.folder().root(), clock).read();
        return isOver(DeftState.fold(run.facts(), reading));
    }

    private static boolean isOver(DeftState state) {
        return state.stopReason()
                .filter(reason -> reason.equals("kpi_met") || reason.equals("max_iterations"))
                .isPresent();
    }

    /** @throws SyncException {@code hard_stopped} when the log ends in one */
    void refuseHardStop(LogReading reading) {
        refuseHardStop(DeftState.fold(run.facts(), reading));
    }

    private void refuseHardStop(DeftState state) {
        if (state.stopReason().isPresent() && !isOver(state)) {
            throw new SyncException(
                            ErrorCode.HARD_STOPPED,
                            "the run stopped for good: " + state.stopReason().get() + "; it is not retried by itself")
                    .withHint("mend the cause, look at the summary as it is now, then "
                            + "sync aoi resume --retry-after-fix CODE --why TEXT --approve TOKEN")
                    .withNext("sync aoi status --run " + run.folder().root(), PreflightCommand.of(run.parameters()));
        }
    }

    /** The state on the disk: the fold, or the fold of the first entries when the process died between an entry and its state. */
    private DeftState state(LogReading reading) throws IOException {
        DeftState folded = DeftState.fold(run.facts(), reading);
        Path file = run.folder().state();
        if (Files.isRegularFile(file)) {
            DeftState found = DeftState.read(file);
            if (found.sameAs(folded)) {
                return folded;
            }
            if (!isBehind(found, reading)) {
                throw new SyncException(
                                ErrorCode.STATE_LOG_MISMATCH,
                                file + " is not what the log folds to, nor an earlier state of it")
                        .withHint("the log decides: move the state file away and sync aoi resume folds it anew");
            }
        }
        folded.write(file);
        return folded;
    }

    private boolean isBehind(DeftState found, LogReading reading) {
        int entries = found.tree().path("sync").path("log_entries").asInt();
        if (entries >= reading.entries().size()) {
            return false;
        }
        return found.sameAs(DeftState.fold(run.facts(), reading.first(entries)));
    }

    private void evidence(LogReading reading) throws IOException {
        Optional<CommittedFiles.Damage> damage = new CommittedFiles(reading).first();
        if (damage.isPresent()) {
            throw because(damage.get(), reading);
        }
    }

    private SyncException because(CommittedFiles.Damage damage, LogReading reading) {
        Optional<LogEntry> intact = reading.first(damage.intact()).last();
        String place = run.folder().root().toString();
        SyncException named = new SyncException(
                damage.fault().code(),
                damage.fault().getMessage() + "; the last intact stage is "
                        + intact.map(LogEntry::step).orElse("none"));
        return intact.isEmpty()
                ? named.withHint("put the file back, or start a new run")
                        .withNext("sync aoi status --verify --run " + place)
                : named.withHint("put the file back, or start again after that stage in a new run")
                        .withNext(
                                "sync aoi status --verify --run " + place,
                                "sync aoi resume --from-last-valid --run " + place);
    }

    /**
     * The bound inputs that have not the digest they were approved with; the pool alone may have grown.
     *
     * @return one line each, old and new; empty when the approval stands
     * @throws SyncException {@code pregen_mutated}, {@code mining_pool_rewritten}, {@code benchmark_changed}: no new approval mends these, they need a new run
     */
    public List<String> changedInputs() throws IOException {
        AoiWorkspace workspace = run.workspace();
        Map<String, BoundInput> approved = new LinkedHashMap<>();
        Reapproval.inputs(run).forEach(input -> approved.put(input.name(), input));
        boolean staged = Prestaging.isStaged(run.folder());
        List<String> changed = new ArrayList<>();
        if (staged) {
            InputDigests.read(run.folder().inputs()).verify(workspace);
        }
        for (BoundInput now : Preflight.inputsNow(workspace, run.summary())) {
            BoundInput then = approved.remove(now.name());
            boolean mayGrow = staged && BoundInputs.GROWING.contains(now.name());
            if (!mayGrow && !now.equals(then) && !(then == null && isFetched(now))) {
                changed.add(now.name() + ": " + digest(then) + " -> " + digest(now));
            }
        }
        approved.values().forEach(gone -> changed.add(gone.name() + ": " + digest(gone) + " -> gone"));
        refuseBenchmark(changed);
        return changed;
    }

    /** Weights that came after the approval: whoever fetches them compares their digest with the run's own record. */
    private boolean isFetched(BoundInput input) {
        return run.weights()
                .filter(plan -> plan.source().fileName().equals(input.name()))
                .isPresent();
    }

    /** It is frozen: phases judged by two of them could not be compared. */
    private static void refuseBenchmark(List<String> changed) {
        List<String> benchmark = changed.stream()
                .filter(line -> line.startsWith(BoundInputs.BENCHMARK))
                .toList();
        if (!benchmark.isEmpty()) {
            throw new SyncException(ErrorCode.BENCHMARK_CHANGED, "the frozen benchmark changed:" + lines(benchmark))
                    .withHint("put it back; another benchmark is for a new run");
        }
    }

    private static String lines(List<String> changed) {
        return changed.stream().limit(SHOWN).map(line -> "\n  " + line).reduce("", String::concat);
    }

    void refuseChanged(List<String> changed) {
        if (!changed.isEmpty()) {
            throw new SyncException(ErrorCode.APPROVAL_STALE, "inputs changed since the approval:" + lines(changed))
                    .withHint("put them back, or look at the summary as it is now and give its token to "
                            + "sync aoi resume --approve TOKEN")
                    .withNext(PreflightCommand.of(run.parameters()));
        }
    }

    private static String digest(@Nullable BoundInput input) {
        return input == null ? "absent" : input.sha256().abbreviated() + " (" + input.files() + " files)";
    }

    /** What is trained on next against what judges. */
    private void leakage(Phase current) throws IOException {
        new LeakageCheck(run.baselineSpec().typed().dataset().pictures(), run.nearCopies())
                .check(List.of(trainedOn(current)), Tables.heldOut(run.workspace()))
                .refuse();
    }

    /** The newest combined table: until an iteration has its own, that of the one before is what it builds on. */
    private SampleSet trainedOn(Phase newest) throws IOException {
        AoiWorkspace workspace = run.workspace();
        for (Phase phase = newest; !phase.isBaseline(); phase = phase.previous()) {
            Path combined = run.folder().combined(phase);
            if (Files.isRegularFile(combined)) {
                return Tables.set("train", combined, workspace.root());
            }
        }
        return Tables.set("train", workspace.trainingCsv(), workspace.kpiImages());
    }
}
