package dev.syncprotocol.simulation;

import static dev.syncprotocol.simulation.BrokenInvariant.require;
import static dev.syncprotocol.simulation.BrokenInvariant.same;

import dev.syncprotocol.coordinator.StatusReport;
import dev.syncprotocol.coordinator.ledger.LedgerFinding;
import dev.syncprotocol.coordinator.ledger.LedgerRecord;
import dev.syncprotocol.coordinator.readiness.GateDemand;
import dev.syncprotocol.coordinator.round.LaunchEnd;
import dev.syncprotocol.coordinator.round.LaunchFinished;
import dev.syncprotocol.coordinator.round.LaunchStarted;
import dev.syncprotocol.coordinator.round.NeedProof;
import dev.syncprotocol.coordinator.round.NeedsSatisfied;
import dev.syncprotocol.coordinator.round.PackageIngested;
import dev.syncprotocol.coordinator.round.RecordedEvent;
import dev.syncprotocol.coordinator.round.Round;
import dev.syncprotocol.coordinator.round.RoundEvent;
import dev.syncprotocol.coordinator.round.RoundState;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.ErrorKind;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Looks at a workspace after every step; what does not hold is a {@link BrokenInvariant}. */
final class Invariants {
    private static final Set<RoundState> MAY_START =
            EnumSet.of(RoundState.WAITING, RoundState.READY, RoundState.FAILED);
    private static final Set<String> BESIDE_A_REFUSAL = Set.of("package-refused", "launch-finished");

    private final SimulatedWorkspace workspace;
    private final Set<String> accepted = new HashSet<>();
    private List<LedgerRecord> before = List.of();

    Invariants(SimulatedWorkspace workspace) {
        this.workspace = workspace;
    }

    /** How many records there were at the last look. */
    int records() {
        return before.size();
    }

    void check(SimulatedWorkspace.Played played) throws IOException {
        played.refusal().ifPresent(Invariants::checkReason);
        List<LedgerRecord> log = workspace.coordinator().log();
        checkKept(log);
        checkNumbers(log);
        List<LedgerRecord> fresh = log.subList(before.size(), log.size());
        if (played.refusal().isPresent()) {
            checkOnlyRefused(fresh);
        }
        ExpectedRound expected = ExpectedRound.of(log);
        Optional<Round> current = workspace.current();
        checkFold(log, current, expected);
        checkPackages(log, played.accepted());
        checkNeeds(current, expected);
        checkProofs(fresh, expected);
        checkGate(expected);
        checkLaunches(log);
        before = log;
    }

    /** What is looked at once, when the history is over: it costs more. */
    void checkAtTheEnd() throws IOException {
        checkVerify();
        workspace.engine().end();
        workspace.coordinator().stop();
        require(
                workspace.current().flatMap(Round::runningLaunch).isEmpty(),
                Invariant.ENDED_ENGINE_IS_RECORDED,
                "every engine has ended, but a launch still counts as running");
        check(new SimulatedWorkspace.Played(Optional.empty(), Optional.empty(), false));
        checkEveryFold();
        same(
                workspace.coordinator().status().gate().open(),
                workspace.coordinator().explain(GateDemand.ALL).open(),
                Invariant.GATE_OPEN_IS_VERIFIED,
                "whether explain calls the gate open");
        Fsck.of(workspace.root())
                .ifPresent(found -> require(false, Invariant.FSCK_CLEAN, "git fsck --strict: " + found));
    }

    private static void checkReason(SyncException refusal) {
        ErrorKind kind = refusal.code().kind();
        boolean named = kind == ErrorKind.REFUSED
                || kind == ErrorKind.WAITING
                || kind == ErrorKind.CONFLICT
                || refusal.code() == ErrorCode.DIGEST_MISMATCH;
        if (!named) {
            throw new BrokenInvariant(
                    Invariant.NEXT_COMMAND_WORKS, refusal.code() + ": " + refusal.getMessage(), refusal);
        }
    }

    private void checkKept(List<LedgerRecord> log) {
        require(
                log.size() >= before.size()
                        && digests(log.subList(0, before.size())).equals(digests(before)),
                Invariant.NOTHING_REWRITTEN,
                "the first " + before.size() + " records are not what they were");
    }

    private static List<Sha256> digests(List<LedgerRecord> log) {
        return log.stream().map(LedgerRecord::sha256).toList();
    }

    private static void checkNumbers(List<LedgerRecord> log) {
        same(
                IntStream.rangeClosed(1, log.size()).boxed().toList(),
                log.stream().map(record -> record.recorded().record()).toList(),
                Invariant.NUMBERED_WITHOUT_GAPS,
                "record numbers");
        Map<Integer, Integer> sequences = new TreeMap<>();
        Optional<Sha256> parent = Optional.empty();
        for (LedgerRecord record : log) {
            int round = record.recorded().event().round().value();
            String what = "record " + record.recorded().record();
            same(
                    sequences.merge(round, 1, Integer::sum),
                    record.recorded().sequence(),
                    Invariant.NUMBERED_WITHOUT_GAPS,
                    what + ", number in its round");
            same(parent, record.parent(), Invariant.NUMBERED_WITHOUT_GAPS, what + ", the one before");
            parent = Optional.of(record.sha256());
        }
    }

    private static void checkOnlyRefused(List<LedgerRecord> fresh) {
        for (LedgerRecord record : fresh) {
            String word = record.recorded().event().kind().word();
            require(
                    BESIDE_A_REFUSAL.contains(word),
                    Invariant.REFUSAL_CHANGES_NOTHING,
                    "a refused command recorded " + word);
        }
    }

    private static void checkFold(List<LedgerRecord> log, Optional<Round> current, ExpectedRound expected) {
        if (current.isEmpty()) {
            require(log.isEmpty(), Invariant.STATE_IS_THE_FOLD, "there are records, but no round is current");
            return;
        }
        List<RecordedEvent> events = log.stream()
                .map(LedgerRecord::recorded)
                .filter(recorded ->
                        recorded.event().round().equals(current.get().number()))
                .toList();
        same(Round.fold(events), current.get(), Invariant.STATE_IS_THE_FOLD, "the current round");
        same(
                expected.state(),
                current.get().state(),
                Invariant.STATE_IS_THE_FOLD,
                "the state of round " + current.get().number());
    }

    private void checkEveryFold() throws IOException {
        Map<Integer, List<RecordedEvent>> rounds = new TreeMap<>();
        for (LedgerRecord record : before) {
            rounds.computeIfAbsent(record.recorded().event().round().value(), round -> new ArrayList<>())
                    .add(record.recorded());
        }
        same(
                rounds.values().stream().map(Round::fold).toList(),
                workspace.coordinator().rounds(),
                Invariant.STATE_IS_THE_FOLD,
                "the rounds");
    }

    private void checkPackages(List<LedgerRecord> log, Optional<String> answered) {
        Set<String> keys = new HashSet<>();
        Set<String> recorded = new HashSet<>();
        for (LedgerRecord record : log) {
            if (record.recorded().event() instanceof PackageIngested ingested) {
                String key = ingested.from() + " in round " + ingested.round();
                require(keys.add(key), Invariant.EACH_PACKAGE_ONCE, "the package of " + key + " is there twice");
                require(
                        workspace.sent().contains(ingested.received()),
                        Invariant.EACH_PACKAGE_ONCE,
                        "nobody sent what is recorded as the package of " + key);
                recorded.add(ingested.received());
            }
        }
        answered.ifPresent(accepted::add);
        require(
                recorded.containsAll(accepted),
                Invariant.EACH_PACKAGE_ONCE,
                "a package that was answered as recorded is not there");
        accepted.addAll(recorded);
    }

    private static void checkNeeds(Optional<Round> round, ExpectedRound expected) {
        if (round.isPresent()) {
            same(
                    expected.needs().stream()
                            .filter(ExpectedNeed::isOpen)
                            .map(ExpectedNeed::told)
                            .collect(Collectors.toCollection(TreeSet::new)),
                    round.get().openNeeds().stream()
                            .map(need -> need.party() + "/" + need.name() + "@" + need.round())
                            .collect(Collectors.toCollection(TreeSet::new)),
                    Invariant.OPEN_IS_NEVER_PROVED,
                    "the open needs of round " + round.get().number());
        }
    }

    private void checkProofs(List<LedgerRecord> fresh, ExpectedRound expected) throws IOException {
        for (LedgerRecord record : fresh) {
            for (NeedProof proof : proofs(record.recorded().event())) {
                String what = "record " + record.recorded().record() + " proves " + proof.need();
                same(
                        Optional.of(proof.sha256()),
                        Lying.at(workspace.root(), proof.path().value()).map(Lying::sha256),
                        Invariant.PROVED_IS_DECLARED_AND_THERE,
                        what + " by these bytes");
                require(
                        expected.needs().stream()
                                .anyMatch(need -> need.name().equals(proof.need())
                                        && need.path().equals(proof.path().value())
                                        && need.declared().isPresent()),
                        Invariant.PROVED_IS_DECLARED_AND_THERE,
                        what + ", which nobody declared");
            }
        }
    }

    private static List<NeedProof> proofs(RoundEvent event) {
        if (event instanceof PackageIngested ingested) {
            return ingested.satisfies();
        }
        return event instanceof NeedsSatisfied satisfied ? satisfied.satisfies() : List.of();
    }

    private void checkGate(ExpectedRound expected) throws IOException {
        StatusReport status = workspace.coordinator().status();
        if (status.round().isEmpty()) {
            return;
        }
        // An engine that is gone holds nobody up, although its end is recorded by the next writing verb only.
        boolean gone =
                expected.state() == RoundState.TRAINING && !workspace.engine().running();
        boolean open = MAY_START.contains(gone ? status.state().orElseThrow() : expected.state());
        for (ExpectedNeed need : expected.needs()) {
            open = open && (!need.required() || need.holdsNow(workspace.root()));
        }
        same(open, status.gate().open(), Invariant.GATE_OPEN_IS_VERIFIED, "whether the gate is open");
    }

    private void checkLaunches(List<LedgerRecord> log) {
        Map<String, String> standing = new TreeMap<>();
        Map<String, String> inputs = new TreeMap<>();
        for (LedgerRecord record : log) {
            if (record.recorded().event() instanceof LaunchStarted started) {
                String key = started.round() + " " + started.scope() + " " + started.inputsSha256();
                require(
                        standing.put(key, started.launch().value()) == null,
                        Invariant.LAUNCHED_ONCE,
                        "launch " + started.launch() + " repeats one that did not fail");
                inputs.put(started.launch().value(), key);
            } else if (record.recorded().event() instanceof LaunchFinished end && end.end() != LaunchEnd.FINISHED) {
                standing.remove(inputs.get(end.launch().value()));
            }
        }
        require(
                workspace.engine().count() <= inputs.size(),
                Invariant.LAUNCHED_ONCE,
                workspace.engine().count() + " engines were started, " + inputs.size() + " launches are recorded");
    }

    private void checkVerify() throws IOException {
        Set<String> tampered = new TreeSet<>();
        for (Map.Entry<String, String> pin :
                ExpectedRound.of(workspace.coordinator().log()).pins().entrySet()) {
            Optional<String> there = Lying.at(workspace.root(), pin.getKey())
                    .map(found -> found.sha256().hex());
            if (!there.equals(Optional.of(pin.getValue()))) {
                tampered.add(pin.getKey());
            }
        }
        same(
                tampered,
                workspace.coordinator().verify().findings().stream()
                        .map(LedgerFinding::subject)
                        .collect(Collectors.toCollection(TreeSet::new)),
                Invariant.VERIFY_NAMES_THE_TAMPERED,
                "what verify names");
    }
}
