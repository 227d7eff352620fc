package dev.syncprotocol.coordinator;

import dev.syncprotocol.coordinator.ledger.LedgerReader;
import dev.syncprotocol.coordinator.ledger.LedgerWriter;
import dev.syncprotocol.coordinator.readiness.ArtifactDigest;
import dev.syncprotocol.coordinator.round.CommandReported;
import dev.syncprotocol.coordinator.round.CommandResult;
import dev.syncprotocol.coordinator.round.Round;
import dev.syncprotocol.coordinator.round.RoundAbandoned;
import dev.syncprotocol.coordinator.round.RoundOpened;
import dev.syncprotocol.coordinator.round.RoundPlan;
import dev.syncprotocol.coordinator.round.RoundTransitions;
import dev.syncprotocol.coordinator.round.Trigger;
import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.RoundNumber;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.Secrets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Opening rounds, reporting their commands, giving them up. */
record Rounds(Setting setting) {
    RoundOpening open(RoundPlan plan, Optional<RoundNumber> expect) throws IOException {
        refuseStrangers(plan);
        return setting.write(writer -> {
            Optional<Round> current = writer.reader().currentRound();
            if (expect.isPresent() && current.map(Round::number).equals(expect)) {
                return new RoundOpening(current.get(), true, NextSteps.of(current.get()));
            }
            RoundNumber number = current.map(round -> round.number().next()).orElse(RoundNumber.FIRST);
            expect.ifPresent(expected -> refuseOther(expected, number));
            current.ifPresent(Rounds::refuseEarly);
            writer.append(
                    new RoundOpened(
                            number,
                            setting.local(),
                            plan,
                            current.map(Round::toCarry).orElse(List.of()),
                            current.map(Round::risks).orElse(List.of())),
                    List.of());
            Round opened = writer.reader().currentRound().orElseThrow();
            return new RoundOpening(opened, false, NextSteps.of(opened));
        });
    }

    /** The plan may ask declared external parties only. */
    private void refuseStrangers(RoundPlan plan) {
        for (Party party : plan.needs().keySet()) {
            if (party.equals(setting.local())
                    || !setting.workspace().config().declared().contains(party)) {
                throw new SyncException(
                        ErrorCode.PLAN_INVALID,
                        "the plan asks " + party + ", which is no external party of this workspace",
                        null,
                        "parties are declared in .sync/config.yaml",
                        List.of(),
                        List.of());
            }
        }
    }

    private static void refuseOther(RoundNumber expected, RoundNumber number) {
        if (!expected.equals(number)) {
            throw new SyncException(
                    ErrorCode.EXPECTATION_CONFLICT,
                    "round " + expected + " was expected, but the next round is " + number,
                    null,
                    null,
                    List.of(),
                    List.of("sync round list", "sync status"));
        }
    }

    private static void refuseEarly(Round current) {
        Setting.allow(current, RoundTransitions.cell(current.state(), Trigger.ROUND_NEXT));
        refuseWhileRunning(current);
    }

    private static void refuseWhileRunning(Round current) {
        current.runningLaunch().ifPresent(launch -> {
            throw new SyncException(
                    ErrorCode.LAUNCH_RUNNING,
                    "launch " + launch.id() + " of round " + current.number() + " is still running",
                    null,
                    null,
                    List.of(),
                    List.of("sync status", "sync stop"));
        });
    }

    Round abandon(String why) throws IOException {
        if (why.isBlank()) {
            throw new SyncException(ErrorCode.USAGE, "a round is given up with a reason: --why TEXT");
        }
        Secrets.refuse(why, "--why");
        return setting.write(writer -> {
            Round round = Setting.required(writer.reader().currentRound());
            RoundAbandoned event = new RoundAbandoned(round.number(), why);
            Setting.allow(round, event);
            refuseWhileRunning(round);
            writer.append(event, List.of());
            return writer.reader().currentRound().orElseThrow();
        });
    }

    CommandReporting report(CommandReport report) throws IOException {
        refuseWithoutReason(report);
        report.text().ifPresent(text -> Secrets.refuse(text, "the report"));
        report.log().ifPresent(log -> Secrets.refuse(log.value(), "the log's path"));
        Optional<CommandReported.Log> log = report.log().isEmpty()
                ? Optional.empty()
                : Optional.of(log(report.log().get()));
        return setting.write(writer -> record(writer, report, log));
    }

    private CommandReporting record(LedgerWriter writer, CommandReport report, Optional<CommandReported.Log> log)
            throws IOException {
        Round round = Setting.required(writer.reader().currentRound());
        CommandReported event = new CommandReported(
                round.number(), setting.local(), report.command(), report.result(), report.text(), log);
        Optional<CommandReported> before = round.report(report.command());
        if (before.equals(Optional.of(event))) {
            return new CommandReporting(round, true, NextSteps.of(round));
        }
        before.filter(known -> known.result() == CommandResult.DONE).ifPresent(Rounds::refuseOther);
        Setting.allow(round, event);
        writer.append(event, List.of());
        Round after = writer.reader().currentRound().orElseThrow();
        return new CommandReporting(after, false, NextSteps.of(after));
    }

    private static void refuseWithoutReason(CommandReport report) {
        if (report.command() < 1 || report.command() > RoundPlan.COMMANDS) {
            throw new SyncException(
                    ErrorCode.USAGE,
                    "a round has the commands 1, 2 and 3; there is no command " + report.command(),
                    null,
                    null,
                    List.of(),
                    List.of("sync round show"));
        }
        if (report.result() == CommandResult.FAILED
                && report.text().filter(why -> !why.isBlank()).isEmpty()) {
            throw new SyncException(ErrorCode.USAGE, "a failed command is reported with a reason: --why TEXT");
        }
    }

    private static void refuseOther(CommandReported known) {
        throw new SyncException(
                ErrorCode.REPORT_CONFLICT,
                "command " + known.command() + " of round " + known.round() + " is reported done already",
                null,
                "a done command is final; sync round show prints its report",
                List.of(),
                List.of("sync round show"));
    }

    private CommandReported.Log log(RepoPath path) throws IOException {
        ArtifactDigest found = ArtifactDigest.of(setting.root(), path)
                .filter(artifact -> !artifact.directory())
                .orElseThrow(() -> new SyncException(ErrorCode.USAGE, "there is no log file " + path));
        return new CommandReported.Log(path, found.sha256(), found.bytes());
    }

    Round round(RoundNumber number) throws IOException {
        try (LedgerReader reader = setting.ledger().read()) {
            return reader.folded(number)
                    .orElseThrow(() -> new SyncException(
                            ErrorCode.USAGE,
                            "there is no round " + number,
                            null,
                            null,
                            List.of(),
                            List.of("sync round list")));
        }
    }

    List<Round> all() throws IOException {
        try (LedgerReader reader = setting.ledger().read()) {
            List<Round> rounds = new ArrayList<>();
            for (RoundNumber number : reader.roundNumbers()) {
                rounds.add(reader.folded(number).orElseThrow());
            }
            return List.copyOf(rounds);
        }
    }
}
