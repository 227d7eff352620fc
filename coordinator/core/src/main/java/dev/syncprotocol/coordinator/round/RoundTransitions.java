package dev.syncprotocol.coordinator.round;

import static dev.syncprotocol.coordinator.round.RoundState.ABANDONED;
import static dev.syncprotocol.coordinator.round.RoundState.DONE;
import static dev.syncprotocol.coordinator.round.RoundState.FAILED;
import static dev.syncprotocol.coordinator.round.RoundState.HANDOVER;
import static dev.syncprotocol.coordinator.round.RoundState.OPEN;
import static dev.syncprotocol.coordinator.round.RoundState.READY;
import static dev.syncprotocol.coordinator.round.RoundState.TRAINING;
import static dev.syncprotocol.coordinator.round.RoundState.WAITING;

import dev.syncprotocol.protocol.error.ErrorCode;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The one transition table (coordinator.md section 4): for each state and trigger either the state that follows or the
 * reason why not. Nothing else in the code decides where a round may go.
 */
public final class RoundTransitions {
    private static final String OVER = "the round is over";
    private static final String GIVEN_UP = "the round was given up";
    private static final String NOT_HANDED_OVER = "the round is not handed over yet";
    private static final String TRAINED = "the training of this round finished";
    private static final String ENGINE_RUNS = "the engine of this round is running";

    private static final Map<Trigger, Map<RoundState, Cell>> TABLE = table();

    private RoundTransitions() {}

    /**
     * One cell of the table.
     *
     * @param from the state before
     * @param trigger what happens
     * @param to the state after; empty where it is refused
     * @param code the refusal's code; empty where the round moves
     * @param reason the refusal in one sentence; empty where the round moves
     */
    public record Cell(
            RoundState from, Trigger trigger, Optional<RoundState> to, Optional<ErrorCode> code, String reason) {}

    /** The cell of this state and trigger; there is one for every pair. */
    public static Cell cell(RoundState from, Trigger trigger) {
        return TABLE.get(trigger).get(from);
    }

    private static Map<Trigger, Map<RoundState, Cell>> table() {
        Table table = new Table();
        commands(table);
        localPackage(table);
        localRevision(table);
        externalPackage(table);
        needs(table);
        standIns(table);
        training(table);
        loops(table);
        ends(table);
        return table.cells;
    }

    private static void commands(Table table) {
        String handedOver = "the round's commands were handed over with its package";
        table.on(Trigger.COMMAND_REPORTED)
                .stay(OPEN, HANDOVER)
                .refuse(ErrorCode.ROUND_CLOSED, handedOver, WAITING, READY, TRAINING, FAILED, DONE)
                .refuse(ErrorCode.ROUND_CLOSED, GIVEN_UP, ABANDONED);
        table.on(Trigger.LAST_COMMAND_REPORTED)
                .move(OPEN, HANDOVER)
                .stay(HANDOVER)
                .refuse(ErrorCode.ROUND_CLOSED, handedOver, WAITING, READY, TRAINING, FAILED, DONE)
                .refuse(ErrorCode.ROUND_CLOSED, GIVEN_UP, ABANDONED);
    }

    private static void localPackage(Table table) {
        String early = "the local package comes after the third report";
        String second = "the round already holds the local package";
        table.on(Trigger.LOCAL_PACKAGE_NEEDS_OPEN)
                .refuse(ErrorCode.TOO_EARLY, early, OPEN)
                .move(HANDOVER, WAITING)
                .refuse(ErrorCode.PACKAGE_CONFLICT, second, WAITING, READY, TRAINING, FAILED, DONE)
                .refuse(ErrorCode.ROUND_CLOSED, GIVEN_UP, ABANDONED);
        table.on(Trigger.LOCAL_PACKAGE_NOTHING_OPEN)
                .refuse(ErrorCode.TOO_EARLY, early, OPEN)
                .move(HANDOVER, READY)
                .refuse(ErrorCode.PACKAGE_CONFLICT, second, WAITING, READY, TRAINING, FAILED, DONE)
                .refuse(ErrorCode.ROUND_CLOSED, GIVEN_UP, ABANDONED);
    }

    private static void localRevision(Table table) {
        String first = "the round holds no local package yet";
        table.on(Trigger.LOCAL_REVISION_NEEDS_OPEN)
                .refuse(ErrorCode.TOO_EARLY, first, OPEN, HANDOVER)
                .stay(WAITING)
                .move(READY, WAITING)
                .refuse(ErrorCode.LAUNCH_RUNNING, ENGINE_RUNS, TRAINING)
                .stay(FAILED)
                .refuse(ErrorCode.ROUND_CLOSED, OVER, DONE)
                .refuse(ErrorCode.ROUND_CLOSED, GIVEN_UP, ABANDONED);
        table.on(Trigger.LOCAL_REVISION_NOTHING_OPEN)
                .refuse(ErrorCode.TOO_EARLY, first, OPEN, HANDOVER)
                .move(WAITING, READY)
                .stay(READY)
                .refuse(ErrorCode.LAUNCH_RUNNING, ENGINE_RUNS, TRAINING)
                .stay(FAILED)
                .refuse(ErrorCode.ROUND_CLOSED, OVER, DONE)
                .refuse(ErrorCode.ROUND_CLOSED, GIVEN_UP, ABANDONED);
    }

    private static void externalPackage(Table table) {
        String early = "the local package comes first, and no need of an earlier round is open";
        table.on(Trigger.CARRIED_PACKAGE)
                .stay(OPEN, HANDOVER)
                .refuse(
                        ErrorCode.LEDGER_BROKEN,
                        "after the hand-over a package counts with the needs it leaves open",
                        WAITING,
                        READY,
                        TRAINING,
                        FAILED,
                        DONE,
                        ABANDONED);
        table.on(Trigger.EXTERNAL_PACKAGE_NEEDS_OPEN)
                .refuse(ErrorCode.TOO_EARLY, early, OPEN, HANDOVER)
                .stay(WAITING)
                // The package itself asks another external party for something.
                .move(READY, WAITING)
                .stay(TRAINING, FAILED)
                .refuse(ErrorCode.ROUND_CLOSED, OVER, DONE)
                .refuse(ErrorCode.ROUND_CLOSED, GIVEN_UP, ABANDONED);
        table.on(Trigger.EXTERNAL_PACKAGE_NOTHING_OPEN)
                .refuse(ErrorCode.TOO_EARLY, early, OPEN, HANDOVER)
                .move(WAITING, READY)
                .stay(READY, TRAINING, FAILED)
                .refuse(ErrorCode.ROUND_CLOSED, OVER, DONE)
                .refuse(ErrorCode.ROUND_CLOSED, GIVEN_UP, ABANDONED);
    }

    private static void needs(Table table) {
        table.on(Trigger.NEEDS_SATISFIED_SOME_OPEN)
                .stay(OPEN, HANDOVER, WAITING)
                .refuse(ErrorCode.LEDGER_BROKEN, "nothing was open", READY)
                .stay(TRAINING, FAILED)
                .refuse(ErrorCode.ROUND_CLOSED, OVER, DONE)
                .refuse(ErrorCode.ROUND_CLOSED, GIVEN_UP, ABANDONED);
        table.on(Trigger.NEEDS_SATISFIED_NOTHING_OPEN)
                .stay(OPEN, HANDOVER)
                .move(WAITING, READY)
                .stay(READY, TRAINING, FAILED)
                .refuse(ErrorCode.ROUND_CLOSED, OVER, DONE)
                .refuse(ErrorCode.ROUND_CLOSED, GIVEN_UP, ABANDONED);
    }

    private static void standIns(Table table) {
        table.on(Trigger.NEED_DEGRADED)
                .stay(OPEN, HANDOVER, WAITING, READY, TRAINING, FAILED)
                .refuse(ErrorCode.ROUND_CLOSED, OVER, DONE)
                .refuse(ErrorCode.ROUND_CLOSED, GIVEN_UP, ABANDONED);
        table.on(Trigger.DEGRADED_LAUNCH_STARTED)
                .refuse(ErrorCode.TOO_EARLY, NOT_HANDED_OVER, OPEN, HANDOVER)
                .move(WAITING, TRAINING)
                .move(READY, TRAINING)
                .refuse(ErrorCode.LAUNCH_RUNNING, ENGINE_RUNS, TRAINING)
                .move(FAILED, TRAINING)
                .refuse(ErrorCode.ROUND_CLOSED, TRAINED, DONE)
                .refuse(ErrorCode.ROUND_CLOSED, GIVEN_UP, ABANDONED);
    }

    private static void training(Table table) {
        String notRunning = "no training of this round is running";
        table.on(Trigger.LAUNCH_STARTED)
                .refuse(ErrorCode.TOO_EARLY, NOT_HANDED_OVER, OPEN, HANDOVER)
                .refuse(ErrorCode.NEED_MISSING, "a required need is open", WAITING)
                .move(READY, TRAINING)
                .refuse(ErrorCode.LAUNCH_RUNNING, ENGINE_RUNS, TRAINING)
                .move(FAILED, TRAINING)
                .refuse(ErrorCode.ROUND_CLOSED, TRAINED, DONE)
                .refuse(ErrorCode.ROUND_CLOSED, GIVEN_UP, ABANDONED);
        table.on(Trigger.LAUNCH_SUCCEEDED)
                .move(TRAINING, DONE)
                .refuse(ErrorCode.LEDGER_BROKEN, notRunning, OPEN, HANDOVER, WAITING, READY, FAILED, DONE, ABANDONED);
        table.on(Trigger.LAUNCH_FAILED)
                .move(TRAINING, FAILED)
                .refuse(ErrorCode.LEDGER_BROKEN, notRunning, OPEN, HANDOVER, WAITING, READY, FAILED, DONE, ABANDONED);
    }

    private static void loops(Table table) {
        table.on(Trigger.LOOP_STARTED)
                .stay(OPEN, HANDOVER, WAITING, READY)
                .refuse(ErrorCode.LAUNCH_RUNNING, ENGINE_RUNS, TRAINING)
                .stay(FAILED, DONE)
                .refuse(ErrorCode.ROUND_CLOSED, GIVEN_UP, ABANDONED);
        table.on(Trigger.LOOP_ENDED).stay(RoundState.values());
        table.on(Trigger.PACKAGE_REFUSED).stay(RoundState.values());
    }

    private static void ends(Table table) {
        table.on(Trigger.ROUND_NEXT)
                .refuse(ErrorCode.TOO_EARLY, "the three commands of this round are not all reported", OPEN)
                .refuse(ErrorCode.TOO_EARLY, "the local package of this round is due", HANDOVER)
                .stay(WAITING, READY)
                .refuse(ErrorCode.LAUNCH_RUNNING, ENGINE_RUNS, TRAINING)
                .refuse(ErrorCode.TOO_EARLY, "the training failed: resume it or give the round up", FAILED)
                .stay(DONE, ABANDONED);
        table.on(Trigger.ROUND_ABANDONED)
                .move(OPEN, ABANDONED)
                .move(HANDOVER, ABANDONED)
                .move(WAITING, ABANDONED)
                .move(READY, ABANDONED)
                .refuse(ErrorCode.LAUNCH_RUNNING, ENGINE_RUNS, TRAINING)
                .move(FAILED, ABANDONED)
                .refuse(ErrorCode.ROUND_CLOSED, OVER, DONE)
                .refuse(ErrorCode.ROUND_CLOSED, GIVEN_UP, ABANDONED);
    }

    /** The table while it is written down. */
    private static final class Table {
        private final Map<Trigger, Map<RoundState, Cell>> cells = new EnumMap<>(Trigger.class);

        Row on(Trigger trigger) {
            Map<RoundState, Cell> row = new EnumMap<>(RoundState.class);
            cells.put(trigger, row);
            return new Row(trigger, row);
        }
    }

    /** One trigger's row while it is written down. */
    private record Row(Trigger trigger, Map<RoundState, Cell> cells) {
        Row move(RoundState from, RoundState to) {
            cells.put(from, new Cell(from, trigger, Optional.of(to), Optional.empty(), ""));
            return this;
        }

        Row stay(RoundState... states) {
            for (RoundState state : states) {
                move(state, state);
            }
            return this;
        }

        Row refuse(ErrorCode code, String reason, RoundState... states) {
            for (RoundState state : states) {
                cells.put(state, new Cell(state, trigger, Optional.empty(), Optional.of(code), reason));
            }
            return this;
        }
    }
}
