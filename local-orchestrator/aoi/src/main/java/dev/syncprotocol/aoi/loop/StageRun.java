package dev.syncprotocol.aoi.loop;

import dev.syncprotocol.aoi.engine.ChangeClassifier;
import dev.syncprotocol.aoi.engine.EngineProgress;
import dev.syncprotocol.aoi.log.Phase;
import dev.syncprotocol.aoi.spec.ChangeNetSpec;
import dev.syncprotocol.aoi.spec.SpecDocument;
import dev.syncprotocol.aoi.state.DeftState;
import dev.syncprotocol.aoi.state.PhaseState;
import dev.syncprotocol.aoi.state.RunFolder;
import dev.syncprotocol.aoi.table.Pictures;
import dev.syncprotocol.aoi.workspace.AoiWorkspace;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * What a stage is done with: everything else it reads from the disk.
 *
 * @param run what was approved
 * @param phase whose stage it is
 * @param state the fold of the log so far
 * @param classifier the engine
 * @param embedders where embedders come from
 * @param analyses who analyses gaps and looks for neighbours
 * @param progress told while the engine works; stops it by throwing
 * @param clock for time stamps in names
 */
public record StageRun(
        ApprovedRun run,
        Phase phase,
        DeftState state,
        ChangeClassifier classifier,
        Embedders embedders,
        Analyses analyses,
        EngineProgress progress,
        Clock clock) {
    /** For what needs no engine: asking for it is a fault of the program. */
    static StageRun withoutEngine(ApprovedRun run, Phase phase, DeftState state, Clock clock) {
        return new StageRun(
                run,
                phase,
                state,
                new AbsentEngine(),
                AbsentEngine::noEmbedder,
                Analyses.BUILT_IN,
                AbsentEngine::silent,
                clock);
    }

    /** The run's places. */
    RunFolder folder() {
        return run.folder();
    }

    /** The run's inputs. */
    AoiWorkspace workspace() {
        return run.workspace();
    }

    /** Lights and extension of the approved specification. */
    Pictures pictures() throws IOException {
        return run.baselineSpec().typed().dataset().pictures();
    }

    /** The effective specification of a phase, from its file. */
    ChangeNetSpec spec(Phase of) throws IOException {
        return SpecDocument.read(folder().spec(of)).typed();
    }

    /** The damaged run whose intact stages this one takes over; empty when it started from scratch. */
    Optional<EarlierRun> earlier() throws IOException {
        return EarlierRun.of(run, clock);
    }

    /** What is committed of this phase. */
    PhaseState committed() {
        return committed(phase);
    }

    /** What is committed of a phase. */
    PhaseState committed(Phase of) {
        return state.phase(of)
                .orElseThrow(() -> new SyncException(ErrorCode.EVIDENCE_MISSING, "nothing of " + of + " is committed"));
    }

    /** A path the state must hold. */
    static Path demanded(Optional<Path> path, String what) {
        return path.orElseThrow(() -> new SyncException(ErrorCode.EVIDENCE_MISSING, "the state lacks " + what));
    }
}
