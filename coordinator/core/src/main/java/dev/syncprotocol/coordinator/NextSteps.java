package dev.syncprotocol.coordinator;

import dev.syncprotocol.coordinator.launch.LaunchReport;
import dev.syncprotocol.coordinator.launch.LaunchState;
import dev.syncprotocol.coordinator.readiness.GateBlock;
import dev.syncprotocol.coordinator.readiness.NeedCheck;
import dev.syncprotocol.coordinator.round.AskedNeed;
import dev.syncprotocol.coordinator.round.CommandResult;
import dev.syncprotocol.coordinator.round.CommandState;
import dev.syncprotocol.coordinator.round.Round;
import dev.syncprotocol.coordinator.round.RoundState;
import dev.syncprotocol.protocol.Party;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The commands that lead on from here; safe ones only (interfaces.md section 1). */
final class NextSteps {
    private NextSteps() {}

    /** Before the first round. */
    static List<String> ofNothing() {
        return List.of("sync round next");
    }

    /** After a round. */
    static List<String> ofOver() {
        return List.of("sync round next");
    }

    /** By what is recorded. */
    static List<String> of(Round round) {
        return switch (round.state()) {
            case OPEN -> ofOpen(round);
            case HANDOVER -> List.of("sync package draft", "sync round show");
            case WAITING -> ofWaiting(round.openNeeds());
            case READY -> List.of("sync launch", "sync explain");
            case TRAINING -> List.of("sync status", "sync stop");
            case FAILED -> List.of("sync failpack", "sync launch");
            case DONE, ABANDONED -> ofOver();
        };
    }

    /** By what is recorded and what was just seen: a need whose file has arrived waits for nobody. */
    static List<String> of(Round round, List<NeedCheck> checks, List<GateBlock> blocks) {
        if (blocks.isEmpty()) {
            return round.state() == RoundState.FAILED ? of(round) : List.of("sync launch", "sync explain");
        }
        List<AskedNeed> open =
                checks.stream().filter(NeedCheck::blocks).map(NeedCheck::asked).toList();
        boolean onlyNeeds = blocks.stream().allMatch(block -> block.kind() == GateBlock.Kind.NEED);
        return onlyNeeds && !open.isEmpty() ? ofWaiting(open) : of(round);
    }

    /** After a training that ended without finishing: going on comes first, unless it failed of itself. */
    static List<String> afterUnfinished(LaunchReport launch) {
        String again = "sync launch --config " + launch.config();
        String on =
                again + launch.resumable().map(latest -> " --resume " + latest).orElse("");
        return launch.state() == LaunchState.FAILED ? List.of("sync failpack", on) : List.of(on, "sync log");
    }

    private static List<String> ofOpen(Round round) {
        List<String> steps = new ArrayList<>();
        Optional<CommandState> due = round.commands().stream()
                .filter(command -> command.report().isEmpty())
                .findFirst();
        boolean failed = round.reports().stream()
                .anyMatch(report -> round.report(report.command()).orElseThrow().result() == CommandResult.FAILED);
        due.filter(command -> !command.directive().run().isEmpty() && !failed)
                .ifPresent(command -> steps.add("sync round run"));
        due.ifPresent(
                command -> steps.add("sync command done " + command.directive().id()));
        steps.add("sync round show");
        return steps;
    }

    private static List<String> ofWaiting(List<AskedNeed> open) {
        Set<String> steps = new LinkedHashSet<>();
        open.stream()
                .filter(AskedNeed::gating)
                .map(AskedNeed::party)
                .map(NextSteps::message)
                .forEach(steps::add);
        steps.add("sync explain");
        return List.copyOf(steps);
    }

    private static String message(Party party) {
        return "sync needs --for " + party + " --as message";
    }
}
