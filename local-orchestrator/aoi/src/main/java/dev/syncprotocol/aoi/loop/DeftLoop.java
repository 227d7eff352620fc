package dev.syncprotocol.aoi.loop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.aoi.approval.Resumption;
import dev.syncprotocol.aoi.kpi.CertificateFile;
import dev.syncprotocol.aoi.log.EntryStatus;
import dev.syncprotocol.aoi.log.Evidence;
import dev.syncprotocol.aoi.log.LogEntry;
import dev.syncprotocol.aoi.log.LogReading;
import dev.syncprotocol.aoi.log.LoopLog;
import dev.syncprotocol.aoi.log.LoopStage;
import dev.syncprotocol.aoi.log.Phase;
import dev.syncprotocol.aoi.log.StageRecord;
import dev.syncprotocol.aoi.state.DeftState;
import dev.syncprotocol.aoi.state.PhaseState;
import dev.syncprotocol.aoi.weights.WeightsRecord;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The loop (specification §10): reads log and state from the disk, does the next stage, commits it with one log line, and so on until the target is met,
 * the iterations are done, or a hard stop. It asks nobody anything and keeps nothing in memory between stages; a run that was killed at any instant goes
 * on from what is committed.
 */
public final class DeftLoop {
    private static final Map<LoopStage, StageWork> WORK = Map.of(
            LoopStage.TRAIN, new TrainStage(),
            LoopStage.EVALUATE, new EvaluateStage(),
            LoopStage.RCA, new RcaStage(),
            LoopStage.ROUTING, new RoutingStage(),
            LoopStage.ANOMALYGEN, new IngestStage(),
            LoopStage.DATA_MINING, new MiningStage());

    private final ApprovedRun run;
    private final LoopSurroundings around;
    private final LoopLog log;

    /** The loop of an approved run. */
    public DeftLoop(ApprovedRun run, LoopSurroundings around) {
        this.run = run;
        this.around = around;
        this.log = LoopLog.of(run.folder().root(), around.clock());
    }

    /**
     * Goes on until the loop is over. The caller holds the run's lock and has checked the run ({@link RunCheck}).
     *
     * @throws SyncException a hard stop or a failure of the engine, after it is logged; {@code interrupted}, with nothing logged
     */
    public LoopEnd run() throws IOException {
        StagePlaces.sweep(run.folder());
        Reports.catchUp(run, around, log.read());
        if (!Prestaging.isDone(run)) {
            prestage();
        }
        for (Optional<Step> step = next(); step.isPresent(); step = next()) {
            perform(step.get());
        }
        return new LoopEnding(run, around, log).finish(state());
    }

    private Optional<Step> next() throws IOException {
        LogReading reading = log.read();
        DeftState state = state();
        boolean over =
                state.stopReason().isPresent() && Reapproval.open(run, reading).isEmpty();
        return over ? Optional.empty() : nextStep(run, reading, state).step();
    }

    static NextStep nextStep(ApprovedRun run, LogReading reading, DeftState state) {
        return new NextStep(reading, state, phase -> meets(run, reading, phase));
    }

    /** The certificate on the disk decides, never a figure in memory. */
    private static boolean meets(ApprovedRun run, LogReading reading, PhaseState phase) {
        if (phase.certificate().isEmpty()) {
            return false;
        }
        try {
            new CommittedFiles(reading).demand(List.of(phase.certificate().get()));
            return CertificateFile.read(phase.certificate().get())
                    .meets(run.parameters().target());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The state from the disk, which must be the fold of the log. */
    private DeftState state() throws IOException {
        DeftState folded = DeftState.fold(run.facts(), log.read());
        if (!Files.isRegularFile(run.folder().state())) {
            folded.write(run.folder().state());
        }
        if (!DeftState.read(run.folder().state()).sameAs(folded)) {
            throw new SyncException(
                    ErrorCode.STATE_LOG_MISMATCH,
                    run.folder().state() + " is not what " + run.folder().log().getFileName() + " folds to");
        }
        return folded;
    }

    private void prestage() throws IOException {
        Instant begin = around.clock().instant();
        around.progress().advanced("prestage", 0, 1, "");
        try {
            around.listener().said(Prestaging.stage(stageRun(Phase.BASELINE)));
        } catch (SyncException e) {
            fail(new Step(Phase.BASELINE, LoopStage.TRAIN), begin, e);
            throw e;
        }
    }

    private void perform(Step step) throws IOException {
        Instant begin = around.clock().instant();
        StageRun stage = stageRun(step.phase());
        StageWork work = WORK.get(step.stage());
        new CommittedFiles(log.read()).demand(work.reads(stage));
        // Whoever wants to stop the loop may do so before each stage.
        around.progress().advanced(step.toString(), 0, 1, "");
        Committed committed;
        try {
            StagePlaces places = StagePlaces.begin(run.folder(), work.places(stage));
            StageResult result = work.perform(stage, places);
            Files.createDirectories(run.folder().phase(step.phase()));
            RunAccounts.enter(stage, result.accounts());
            places.settle();
            committed = commit(step, begin, result, places);
        } catch (SyncException e) {
            fail(step, begin, e);
            throw e;
        }
        // What is committed does not fail any more: a page that cannot be drawn is no failure of the stage.
        Reports.after(run, around, committed.entry());
        tell(step, committed);
    }

    /** A stage that ended well, and its line. */
    private record Committed(LogEntry entry, StageResult result) {}

    private Committed commit(Step step, Instant begin, StageResult result, StagePlaces places) throws IOException {
        ObjectNode set = result.set();
        List<Evidence> evidence = evidence(step, result, places);
        reapproved(set, evidence);
        fetched(step, set, evidence);
        StageRecord record = new StageRecord(
                step.phase(), step.stage(), EntryStatus.OK, result.summary(), seconds(begin), set, evidence);
        LogEntry entry = log.append(record);
        fold();
        return new Committed(entry, result);
    }

    private void tell(Step step, Committed committed) {
        long seconds = committed.entry().record().durationSec();
        around.listener()
                .said("[" + step.place() + "] ok " + seconds + "s "
                        + committed.result().said());
        committed.result().warnings().forEach(warning -> around.listener().said("  warning: " + warning));
    }

    private List<Evidence> evidence(Step step, StageResult result, StagePlaces places) throws IOException {
        List<Path> files = new ArrayList<>();
        if (step.equals(new Step(Phase.BASELINE, LoopStage.TRAIN))) {
            files.add(run.folder().manifest());
            files.add(run.folder().inputs());
            files.add(run.folder().sourcePool());
            files.addAll(SourceEmbeddings.madeAtStaging(run));
            if (Resumption.of(run.summary()).isPresent()) {
                files.add(EarlierRun.kept(run));
            }
        }
        result.evidence().forEach(file -> files.add(places.settled(file)));
        List<Evidence> evidence = new ArrayList<>();
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw new SyncException(ErrorCode.EVIDENCE_MISSING, step + " left no " + file);
            }
            evidence.add(Evidence.of(file));
        }
        return evidence;
    }

    /** The entry that ends the first stage after a new approval carries it, and with that it is used up. */
    private void reapproved(ObjectNode set, List<Evidence> evidence) throws IOException {
        Optional<Reapproval> open = Reapproval.open(run, log.read());
        if (open.isPresent()) {
            set.set("approved_anew", open.get().tree());
            evidence.add(Evidence.of(open.get().file()));
        }
    }

    /** What was fetched for this run after the approval stands in the first entry, with its digest. */
    private void fetched(Step step, ObjectNode set, List<Evidence> evidence) throws IOException {
        Optional<WeightsRecord> weights = WeightsRecord.read(run.folder().weights());
        if (weights.isPresent() && step.equals(new Step(Phase.BASELINE, LoopStage.TRAIN))) {
            set.set("pretrained_backbone", weights.get().facts());
            evidence.add(Evidence.of(run.folder().weights()));
        }
    }

    /** A failure that ends the run is logged, twice: as its stage's end, and as the loop's. */
    private void fail(Step step, Instant begin, SyncException failure) throws IOException {
        if (!HardStops.ends(failure.code())) {
            return;
        }
        // Whatever an engine says that is stopped from outside is no failure of the run.
        around.progress().advanced(step.toString(), 0, 1, "");
        String said = failure.code().word() + ": " + oneLine(failure.getMessage());
        ObjectNode set = SyncJson.object();
        set.set(DeftState.STOPS, HardStops.stop(failure.code()));
        List<Evidence> evidence = new ArrayList<>();
        reapproved(set, evidence);
        log.append(new StageRecord(step.phase(), step.stage(), EntryStatus.ERROR, said, seconds(begin), set, evidence));
        HardStops.complete(log);
        fold();
        around.listener().said("[" + step.place() + "] error " + said);
        Reports.render(run, around);
    }

    private void fold() throws IOException {
        DeftState.fold(run.facts(), log.read()).write(run.folder().state());
    }

    private StageRun stageRun(Phase phase) throws IOException {
        return new StageRun(
                run,
                phase,
                DeftState.fold(run.facts(), log.read()),
                around.classifier(),
                around.embedders(),
                around.analyses(),
                around.progress(),
                around.clock());
    }

    private long seconds(Instant begin) {
        return Math.max(0, Duration.between(begin, around.clock().instant()).toSeconds());
    }

    private static String oneLine(String text) {
        return text.lines()
                        .findFirst()
                        .orElse("")
                        .strip()
                        .toLowerCase(Locale.ROOT)
                        .isEmpty()
                ? "failed"
                : text.lines().findFirst().orElseThrow().strip();
    }
}
