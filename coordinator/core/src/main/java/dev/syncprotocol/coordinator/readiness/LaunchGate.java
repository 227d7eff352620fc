package dev.syncprotocol.coordinator.readiness;

import dev.syncprotocol.coordinator.round.CommandState;
import dev.syncprotocol.coordinator.round.Round;
import dev.syncprotocol.coordinator.round.RoundState;
import dev.syncprotocol.protocol.Party;
import java.util.ArrayList;
import java.util.List;

/** The decision whether training may start: the round's state, every required need, every need named (section 6). */
public final class LaunchGate {
    private LaunchGate() {}

    /**
     * All that keeps the gate closed, tickets aside; empty when nothing does.
     *
     * @param shown the state the round is in, an engine that was seen to have ended counted in
     * @param checks every need in play, just looked at
     * @param local the local party
     */
    public static List<GateBlock> blocks(
            Round round, RoundState shown, List<NeedCheck> checks, GateDemand demand, Party local) {
        List<GateBlock> blocks = new ArrayList<>(ofRound(round, shown, local));
        checks.stream()
                .filter(check -> demanded(check, demand) && !enough(check, demand))
                .forEach(check -> blocks.add(
                        new GateBlock(GateBlock.Kind.NEED, check.asked().name(), check.reason())));
        demand.needs().stream()
                .filter(name ->
                        checks.stream().noneMatch(check -> check.asked().name().equals(name)))
                .forEach(name ->
                        blocks.add(new GateBlock(GateBlock.Kind.NEED, name, "no round asks for a need of this name")));
        return List.copyOf(blocks);
    }

    /** The needs for which a stand-in is what opens the gate; empty where none is allowed or none is relied on. */
    public static List<NeedCheck> standIns(List<NeedCheck> checks, GateDemand demand) {
        return checks.stream()
                .filter(check ->
                        demand.allowDegraded() && demanded(check, demand) && check.state() == NeedState.DEGRADED)
                .toList();
    }

    private static boolean demanded(NeedCheck check, GateDemand demand) {
        return check.asked().gating() || demand.needs().contains(check.asked().name());
    }

    private static boolean enough(NeedCheck check, GateDemand demand) {
        return check.state() == NeedState.SATISFIED || (check.state() == NeedState.DEGRADED && demand.allowDegraded());
    }

    private static List<GateBlock> ofRound(Round round, RoundState shown, Party local) {
        return switch (shown) {
            case OPEN ->
                round.commands().stream()
                        .filter(command -> command.report().isEmpty())
                        .map(LaunchGate::unreported)
                        .toList();
            case HANDOVER ->
                List.of(block("package of " + local, "the local package of round " + round.number() + " is due"));
            case TRAINING -> List.of(block("launch", "the engine of this round is running"));
            case DONE -> List.of(block("round " + round.number(), "the training of this round finished"));
            case ABANDONED -> List.of(block("round " + round.number(), "the round was given up"));
            case WAITING, READY, FAILED -> List.of();
        };
    }

    private static GateBlock unreported(CommandState command) {
        int id = command.directive().id();
        return block("command " + id, "command " + id + " is not reported");
    }

    private static GateBlock block(String name, String reason) {
        return new GateBlock(GateBlock.Kind.ROUND, name, reason);
    }
}
