package dev.syncprotocol.aoi.loop;

import dev.syncprotocol.aoi.log.LogReading;
import dev.syncprotocol.aoi.log.LoopStage;
import dev.syncprotocol.aoi.log.Phase;
import dev.syncprotocol.aoi.state.DeftState;
import dev.syncprotocol.aoi.state.PhaseState;
import java.util.List;
import java.util.Optional;

/**
 * What comes next, from the log and the state alone (specification §10.1, §10.6): nothing lives in memory.
 *
 * @param log what is committed
 * @param state its fold
 * @param goal whether a phase meets the target
 */
record NextStep(LogReading log, DeftState state, Goal goal) {
    private static final List<LoopStage> BASELINE = List.of(LoopStage.TRAIN, LoopStage.EVALUATE, LoopStage.RCA);
    private static final List<LoopStage> ITERATION = List.of(
            LoopStage.ROUTING, LoopStage.ANOMALYGEN, LoopStage.DATA_MINING, LoopStage.TRAIN, LoopStage.EVALUATE);

    /** Whether an evaluated phase meets the target. */
    @FunctionalInterface
    interface Goal {
        boolean isMetBy(PhaseState phase);
    }

    /** Why the loop ends. */
    enum Reason {
        KPI_MET,
        MAX_ITERATIONS
    }

    /** The next stage, or empty when the loop is to stop. */
    Optional<Step> step() {
        Phase current = new Phase(state.currentIteration());
        Optional<Step> open = open(current);
        if (open.isPresent()) {
            return open;
        }
        if (isMet(current)) {
            return Optional.empty();
        }
        if (current.number() >= state.maxIterations()) {
            return withoutAnalysis(state.best().orElseThrow().phase());
        }
        Optional<Step> analysis = withoutAnalysis(current);
        return analysis.isPresent() ? analysis : Optional.of(new Step(current.next(), LoopStage.ROUTING));
    }

    /** Why the loop stops; asked only when there is no next stage. */
    Reason reason() {
        return isMet(new Phase(state.currentIteration())) ? Reason.KPI_MET : Reason.MAX_ITERATIONS;
    }

    private Optional<Step> open(Phase phase) {
        return (phase.isBaseline() ? BASELINE : ITERATION)
                .stream()
                        .filter(stage -> log.committed(phase, stage).isEmpty())
                        .map(stage -> new Step(phase, stage))
                        .findFirst();
    }

    private Optional<Step> withoutAnalysis(Phase phase) {
        return log.committed(phase, LoopStage.RCA).isPresent()
                ? Optional.empty()
                : Optional.of(new Step(phase, LoopStage.RCA));
    }

    private boolean isMet(Phase phase) {
        return state.phase(phase).filter(goal::isMetBy).isPresent();
    }
}
