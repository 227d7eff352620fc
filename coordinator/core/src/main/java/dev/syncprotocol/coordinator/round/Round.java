package dev.syncprotocol.coordinator.round;

import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.RoundNumber;
import dev.syncprotocol.protocol.SyncPackage;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A round: the fold of its own events, and nothing else. Immutable; {@link #after} answers the round one event later.
 *
 * @param opening its first event
 * @param openedAt when it was opened
 * @param state where it stands by what is recorded; the live overlay belongs to whoever shows it
 * @param reports every report, oldest first; of several for one command the newest counts
 * @param packages the recorded packages, oldest first, superseded revisions included
 * @param proofs what is recorded as satisfied, oldest first; of several for one need the newest counts
 * @param standIns the stand-ins that were recorded, oldest first; of several for one need the newest counts
 * @param launches every launch, oldest first
 * @param refusals every refusal, oldest first
 * @param abandoned why it was given up, if it was
 * @param records the numbers of its events: how many, and the ledger number of the newest
 */
public record Round(
        RoundOpened opening,
        Instant openedAt,
        RoundState state,
        List<CommandReported> reports,
        List<IngestedPackage> packages,
        List<PinnedProof> proofs,
        List<PinnedProof> standIns,
        List<Launch> launches,
        List<PackageRefused> refusals,
        Optional<String> abandoned,
        Count records) {
    /**
     * How many events a round has.
     *
     * @param events events of the round
     * @param newest ledger number of the newest one
     */
    public record Count(int events, int newest) {}

    public Round {
        reports = List.copyOf(reports);
        packages = List.copyOf(packages);
        proofs = List.copyOf(proofs);
        standIns = List.copyOf(standIns);
        launches = List.copyOf(launches);
        refusals = List.copyOf(refusals);
    }

    /**
     * The round these events make.
     *
     * @param events all events of one round in order; never empty
     * @throws SyncException {@link ErrorCode#LEDGER_BROKEN} where an event cannot follow the ones before
     */
    public static Round fold(List<RecordedEvent> events) {
        Round round = begin(events.get(0));
        for (RecordedEvent event : events.subList(1, events.size())) {
            round = round.after(event);
        }
        return round;
    }

    private static Round begin(RecordedEvent first) {
        if (!(first.event() instanceof RoundOpened opening)) {
            throw new SyncException(
                    ErrorCode.LEDGER_BROKEN, "record " + first.record() + ": a round begins with round-opened");
        }
        return new Round(
                opening,
                first.at(),
                RoundState.OPEN,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                new Count(1, first.record()));
    }

    /** Its number. */
    public RoundNumber number() {
        return opening.round();
    }

    /** The local party. */
    public Party local() {
        return opening.local();
    }

    /** Its plan. */
    public RoundPlan plan() {
        return opening.plan();
    }

    /** The round after one more event. */
    public Round after(RecordedEvent recorded) {
        RoundEvent event = recorded.event();
        RoundTransitions.Cell cell = RoundTransitions.cell(state, event.trigger(this));
        RoundState next = cell.to()
                .orElseThrow(() -> new SyncException(
                        ErrorCode.LEDGER_BROKEN,
                        "record " + recorded.record() + ": " + event.kind().word() + " in state " + state + ": "
                                + cell.reason()));
        return event.applyTo(this, recorded).in(next, new Count(records.events() + 1, recorded.record()));
    }

    /** What the table says to this event now. */
    public RoundTransitions.Cell judge(RoundEvent event) {
        return RoundTransitions.cell(state, event.trigger(this));
    }

    private Round in(RoundState next, Count count) {
        return new Round(
                opening, openedAt, next, reports, packages, proofs, standIns, launches, refusals, abandoned, count);
    }

    /** The three commands with their newest reports. */
    public List<CommandState> commands() {
        return plan().commands().stream()
                .map(directive -> new CommandState(directive, report(directive.id())))
                .toList();
    }

    /** The newest report of a command. */
    public Optional<CommandReported> report(int command) {
        return last(reports.stream().filter(report -> report.command() == command));
    }

    /** How many of the three commands are reported. */
    public int reported() {
        return (int)
                reports.stream().mapToInt(CommandReported::command).distinct().count();
    }

    /** The recorded package of a party, in its newest revision. */
    public Optional<IngestedPackage> packageOf(Party party) {
        return last(packages.stream().filter(item -> item.event().from().equals(party)));
    }

    /** The packages that count: of each party the newest revision. What a superseded one asked or declared lapses. */
    private Stream<IngestedPackage> inForce() {
        return packages.stream().filter(item -> packageOf(item.event().from()).equals(Optional.of(item)));
    }

    /** Every revision of a party's package, oldest first. */
    public List<IngestedPackage> revisionsOf(Party party) {
        return packages.stream()
                .filter(item -> item.event().from().equals(party))
                .toList();
    }

    /**
     * Every need in play: those carried over from earlier rounds, then those this round's packages ask. A need asked anew
     * of the same party under the same name takes the place of the one carried over.
     */
    public List<AskedNeed> needs() {
        List<AskedNeed> fresh = inForce().flatMap(item -> asked(item.content())).toList();
        List<AskedNeed> all = new ArrayList<>();
        opening.carried().stream()
                .map(CarriedNeed::asked)
                .filter(old -> fresh.stream().noneMatch(need -> sameAddressee(need, old)))
                .forEach(all::add);
        all.addAll(fresh);
        return List.copyOf(all);
    }

    private static boolean sameAddressee(AskedNeed one, AskedNeed other) {
        return one.party().equals(other.party()) && one.name().equals(other.name());
    }

    private Stream<AskedNeed> asked(SyncPackage content) {
        return content.needs().entrySet().stream()
                .flatMap(entry -> entry.getValue().stream()
                        .map(need ->
                                new AskedNeed(entry.getKey(), !entry.getKey().equals(local()), content.round(), need)));
    }

    /** The newest declaration of an artifact for this need by the party asked. */
    public Optional<Declaration> declaration(AskedNeed asked) {
        Optional<Declaration> here =
                last(inForce()
                        .filter(item -> item.event().from().equals(asked.party()))
                        .flatMap(item -> item
                                .artifactFor(asked)
                                .map(artifact -> new Declaration(item.record(), artifact.sha256()))
                                .stream()));
        return here.or(() -> carried(asked).flatMap(CarriedNeed::declared));
    }

    private Optional<CarriedNeed> carried(AskedNeed asked) {
        return opening.carried().stream()
                .filter(carried -> carried.asked().equals(asked))
                .findFirst();
    }

    /**
     * The newest record that satisfied this need. A pin lapses when the package it rests on is superseded: the demand was
     * changed, or the declaration was taken back or made anew.
     */
    public Optional<PinnedProof> proof(AskedNeed asked) {
        int since = new RevisedNeed(this, asked).since();
        return last(proofs.stream()
                        .filter(pinned ->
                                pinned.record() >= since && pinned.proof().proves(asked)))
                .or(() -> carried(asked).flatMap(CarriedNeed::pinned));
    }

    /** The newest stand-in that was recorded for this need. Whether it still lies there is for the readiness to say. */
    public Optional<PinnedProof> standIn(AskedNeed asked) {
        return last(standIns.stream().filter(pinned -> pinned.proof().standsInFor(asked)))
                .or(() -> carried(asked).flatMap(CarriedNeed::standIn));
    }

    /**
     * What every party holds for a risk or blocker: the lines of its newest package, and of a party that has not spoken in
     * this round those carried over. A package without a line clears it.
     */
    public List<Risk> risks() {
        List<Risk> all = new ArrayList<>();
        opening.risks().stream()
                .filter(risk -> packageOf(risk.party()).isEmpty())
                .forEach(all::add);
        inForce().flatMap(item -> Risk.of(item.content(), opening.risks())).forEach(all::add);
        return List.copyOf(all);
    }

    /** The needs that nothing recorded satisfies. */
    public List<AskedNeed> openNeeds() {
        return needs().stream().filter(asked -> proof(asked).isEmpty()).toList();
    }

    /** Whether a required need of an external party is open by what is recorded. */
    public boolean waits() {
        return openNeeds().stream().anyMatch(AskedNeed::gating);
    }

    /** Whether a need of an earlier round is open for this party. */
    public boolean carriedFor(Party party) {
        return openNeeds().stream()
                .anyMatch(asked -> asked.party().equals(party) && asked.round().compareTo(number()) < 0);
    }

    /**
     * The needs the next round inherits: the open ones and, until a training has used them, the satisfied ones with their
     * pins, so that an artifact that changes keeps the gate closed in the next round too. The own needs of a round that
     * was given up lapse with it.
     */
    public List<CarriedNeed> toCarry() {
        return (state == RoundState.DONE ? openNeeds() : needs())
                .stream()
                        .filter(asked ->
                                state != RoundState.ABANDONED || !asked.round().equals(number()))
                        .map(asked -> new CarriedNeed(asked, declaration(asked), proof(asked), standIn(asked)))
                        .toList();
    }

    /** The launch whose end is not recorded. */
    public Optional<Launch> runningLaunch() {
        return last(launches.stream().filter(Launch::isRunning));
    }

    /** The newest launch. */
    public Optional<Launch> newestLaunch() {
        return last(launches.stream());
    }

    private static <T> Optional<T> last(Stream<T> items) {
        return items.reduce((older, newer) -> newer);
    }

    Round with(CommandReported report) {
        return new Round(
                opening,
                openedAt,
                state,
                plus(reports, report),
                packages,
                proofs,
                standIns,
                launches,
                refusals,
                abandoned,
                records);
    }

    Round with(IngestedPackage item) {
        return new Round(
                        opening,
                        openedAt,
                        state,
                        reports,
                        plus(packages, item),
                        proofs,
                        standIns,
                        launches,
                        refusals,
                        abandoned,
                        records)
                .with(item.record(), item.event().satisfies());
    }

    Round with(int record, List<NeedProof> satisfied) {
        List<PinnedProof> more = new ArrayList<>(proofs);
        satisfied.forEach(proof -> more.add(new PinnedProof(record, proof)));
        return new Round(
                opening, openedAt, state, reports, packages, more, standIns, launches, refusals, abandoned, records);
    }

    Round withStandIn(PinnedProof standIn) {
        return new Round(
                opening,
                openedAt,
                state,
                reports,
                packages,
                proofs,
                plus(standIns, standIn),
                launches,
                refusals,
                abandoned,
                records);
    }

    Round with(Launch launch) {
        return withLaunches(plus(launches, launch));
    }

    Round with(LaunchFinished end) {
        return withLaunches(launches.stream()
                .map(launch -> launch.id().equals(end.launch()) && launch.isRunning() ? launch.ended(end) : launch)
                .toList());
    }

    private Round withLaunches(List<Launch> changed) {
        return new Round(
                opening, openedAt, state, reports, packages, proofs, standIns, changed, refusals, abandoned, records);
    }

    Round with(PackageRefused refusal) {
        return new Round(
                opening,
                openedAt,
                state,
                reports,
                packages,
                proofs,
                standIns,
                launches,
                plus(refusals, refusal),
                abandoned,
                records);
    }

    Round givenUp(String why) {
        return new Round(
                opening,
                openedAt,
                state,
                reports,
                packages,
                proofs,
                standIns,
                launches,
                refusals,
                Optional.of(why),
                records);
    }

    private static <T> List<T> plus(List<T> items, T more) {
        List<T> all = new ArrayList<>(items);
        all.add(more);
        return all;
    }
}
