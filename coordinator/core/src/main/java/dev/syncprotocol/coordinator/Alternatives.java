package dev.syncprotocol.coordinator;

import dev.syncprotocol.coordinator.ledger.LedgerReader;
import dev.syncprotocol.coordinator.readiness.ArtifactDigest;
import dev.syncprotocol.coordinator.readiness.NeedCheck;
import dev.syncprotocol.coordinator.readiness.NeedState;
import dev.syncprotocol.coordinator.round.AskedNeed;
import dev.syncprotocol.coordinator.round.NeedDegraded;
import dev.syncprotocol.coordinator.round.NeedProof;
import dev.syncprotocol.coordinator.round.PinnedProof;
import dev.syncprotocol.coordinator.round.Round;
import dev.syncprotocol.coordinator.round.RoundTransitions;
import dev.syncprotocol.coordinator.round.Trigger;
import dev.syncprotocol.protocol.ExternalNeed;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The smallest alternative that runs, for a need whose artifact has not come (coordinator.md section 6). The command comes
 * from the local party's own recorded package only and is an argument list; the lock is not held while it runs.
 */
record Alternatives(Setting setting) {
    AlternativeOutcome run(String name, AlternativeRunner runner) throws IOException {
        Round round = Setting.required(setting.current());
        Setting.allow(round, RoundTransitions.cell(round.state(), Trigger.NEED_DEGRADED));
        Wanted wanted = wanted(round, name);
        if (wanted.check().state() == NeedState.DEGRADED) {
            PinnedProof made = wanted.check().standIn().orElseThrow();
            return new AlternativeOutcome(made.proof(), made.record(), true, Optional.empty(), next());
        }
        refuseUseless(wanted);
        RepoPath log = log(round, wanted.check().asked());
        carryOut(wanted, runner, log);
        NeedProof standIn = left(wanted, log);
        int record = setting.write(writer -> {
            Round now = Setting.required(writer.reader().currentRound());
            NeedDegraded event =
                    new NeedDegraded(now.number(), standIn, wanted.alternative().command());
            stillInPlay(now, wanted);
            Setting.allow(now, event);
            return writer.append(event, List.of()).recorded().record();
        });
        return new AlternativeOutcome(standIn, record, false, Optional.of(log), next());
    }

    private static List<String> next() {
        return List.of("sync needs", "sync explain");
    }

    /**
     * A need in play and its alternative.
     *
     * @param check the need, just looked at
     * @param alternative what the local party's package says to run
     */
    private record Wanted(NeedCheck check, ExternalNeed.Alternative alternative) {
        String name() {
            return check.asked().name();
        }
    }

    private Wanted wanted(Round round, String name) throws IOException {
        boolean known = false;
        for (NeedCheck check : setting.readiness().check(round)) {
            if (check.asked().name().equals(name)) {
                known = true;
                Optional<ExternalNeed.Alternative> own = own(round, check.asked());
                if (own.isPresent()) {
                    return new Wanted(check, own.get());
                }
            }
        }
        throw refused(
                known
                        ? "the package of " + setting.local() + " names no alternative for this need"
                        : "no need of this name is in play");
    }

    /** What the local party's newest package of the round that asked says; never what another party's says. */
    private Optional<ExternalNeed.Alternative> own(Round round, AskedNeed asked) throws IOException {
        Optional<Round> asking = Optional.of(round);
        if (!asked.round().equals(round.number())) {
            try (LedgerReader reader = setting.ledger().read()) {
                asking = reader.folded(asked.round());
            }
        }
        return asking.flatMap(found -> found.packageOf(setting.local()))
                .map(item -> item.content().needs().getOrDefault(asked.party(), List.of()))
                .flatMap(needs -> needs.stream()
                        .filter(need -> need.name().equals(asked.name()))
                        .findFirst())
                .flatMap(ExternalNeed::alternative);
    }

    private static void refuseUseless(Wanted wanted) {
        if (wanted.check().state() == NeedState.SATISFIED) {
            throw refused("this need is satisfied; a stand-in would change nothing");
        }
        String produces = bare(wanted.alternative().produces());
        String path = bare(wanted.check().asked().need().path());
        if (produces.startsWith(path + "/") || path.startsWith(produces + "/")) {
            throw new SyncException(
                    ErrorCode.PATH_REFUSED,
                    "the alternative would write into the place of the artifact itself: it produces "
                            + wanted.alternative().produces() + ", and the need is at "
                            + wanted.check().asked().need().path());
        }
    }

    private static String bare(RepoPath path) {
        return path.isDirectory() ? path.value().substring(0, path.value().length() - 1) : path.value();
    }

    /** The need's place in the round names the log: foreign words make no file names. */
    private static RepoPath log(Round round, AskedNeed asked) {
        int number = round.needs().indexOf(asked) + 1;
        return new RepoPath(String.format(
                "logs/round-%04d-alternative-%d.log", round.number().value(), number));
    }

    private static void carryOut(Wanted wanted, AlternativeRunner runner, RepoPath log) throws IOException {
        int exit = runner.run(wanted.alternative().command(), log);
        if (exit != 0) {
            throw failed("the alternative ended with exit code " + exit, log);
        }
    }

    private NeedProof left(Wanted wanted, RepoPath log) throws IOException {
        RepoPath produces = wanted.alternative().produces();
        ArtifactDigest found = ArtifactDigest.of(setting.root(), produces)
                .filter(there -> !there.isEmpty())
                .orElseThrow(() -> failed("the alternative ended well, but nothing is at " + produces, log));
        return new NeedProof(wanted.name(), wanted.check().asked().round(), produces, found.sha256(), found.bytes());
    }

    /** Packages may have come while the command ran. */
    private void stillInPlay(Round now, Wanted wanted) throws IOException {
        AskedNeed asked = wanted.check().asked();
        boolean open = now.needs().contains(asked)
                && setting.readiness().check(now, asked).state() != NeedState.SATISFIED;
        if (!open) {
            throw refused("while the alternative ran, this need was satisfied or taken back");
        }
    }

    private static SyncException refused(String message) {
        return new SyncException(ErrorCode.USAGE, message, null, null, List.of(), List.of("sync needs"));
    }

    private static SyncException failed(String message, RepoPath log) {
        return new SyncException(
                ErrorCode.COMMAND_FAILED,
                message,
                null,
                "its output is in " + log + "; no stand-in was recorded",
                List.of(),
                List.of("sync needs", "sync failpack"));
    }
}
