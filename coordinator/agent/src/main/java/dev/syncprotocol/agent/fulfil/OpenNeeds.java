package dev.syncprotocol.agent.fulfil;

import dev.syncprotocol.coordinator.Coordinator;
import dev.syncprotocol.coordinator.readiness.NeedCheck;
import dev.syncprotocol.coordinator.readiness.NeedState;
import dev.syncprotocol.coordinator.round.AskedNeed;
import dev.syncprotocol.coordinator.round.Round;
import dev.syncprotocol.coordinator.round.RoundState;
import dev.syncprotocol.coordinator.workspace.PartyKind;
import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The needs a model is asked to fulfil now, and what it may read for them.
 *
 * @param round the open round
 * @param needs open needs of the party, measured artifacts last: they are measured on the others
 * @param earlier satisfied needs of the party that its recorded package of this round declares, to be declared again
 * @param taken open needs whose place holds something that no package of the party declares: never overwritten
 */
public record OpenNeeds(Round round, List<AskedNeed> needs, List<AskedNeed> earlier, List<AskedNeed> taken) {
    public OpenNeeds {
        needs = List.copyOf(needs);
        earlier = List.copyOf(earlier);
        taken = List.copyOf(taken);
    }

    /**
     * The open needs of a party.
     *
     * @throws SyncException {@link ErrorCode#USAGE} for a party that is not external, or no open need of that name;
     *     {@link ErrorCode#TOO_EARLY} while the round does not wait for it
     */
    public static OpenNeeds of(Coordinator coordinator, FulfilOrder order) throws IOException {
        requireExternal(coordinator, order.party());
        Round round = coordinator.currentRound().orElseThrow(OpenNeeds::noRound);
        List<NeedCheck> checks = coordinator.needs(Optional.of(order.party()));
        requireKnown(order, checks);
        List<AskedNeed> open = new ArrayList<>();
        List<AskedNeed> taken = new ArrayList<>();
        List<AskedNeed> earlier = new ArrayList<>();
        for (NeedCheck check : checks) {
            AskedNeed asked = check.asked();
            if (check.state() == NeedState.SATISFIED) {
                if (round.packageOf(order.party())
                        .flatMap(item -> item.artifactFor(asked))
                        .isPresent()) {
                    earlier.add(asked);
                }
            } else if (order.need().isEmpty() || order.need().get().equals(asked.name())) {
                (isTaken(coordinator, round, asked) ? taken : open).add(asked);
            }
        }
        open.sort(Comparator.comparing(asked -> Computed.of(asked.need())));
        return new OpenNeeds(round, open, earlier, taken);
    }

    private static void requireExternal(Coordinator coordinator, Party party) {
        if (coordinator.workspace().config().parties().get(party) != PartyKind.EXTERNAL) {
            throw new SyncException(ErrorCode.USAGE, party + " is no external party of this workspace")
                    .withNext("sync status");
        }
    }

    private static SyncException noRound() {
        return new SyncException(ErrorCode.TOO_EARLY, "no round is open yet").withNext("sync round next");
    }

    private static void requireKnown(FulfilOrder order, List<NeedCheck> checks) {
        boolean known = order.need().isEmpty()
                || checks.stream()
                        .anyMatch(check ->
                                check.asked().name().equals(order.need().get()));
        if (!known) {
            throw new SyncException(ErrorCode.USAGE, "no need of " + order.party() + " has this name")
                    .withNext("sync needs --for " + order.party());
        }
    }

    /** An earlier delivery of the party itself may be replaced; anything else may not. */
    private static boolean isTaken(Coordinator coordinator, Round round, AskedNeed asked) throws IOException {
        Path place = asked.need().path().below(coordinator.workspace().root());
        return round.declaration(asked).isEmpty() && isThere(place);
    }

    private static boolean isThere(Path place) throws IOException {
        if (!Files.isDirectory(place)) {
            return Files.exists(place, LinkOption.NOFOLLOW_LINKS);
        }
        try (Stream<Path> children = Files.list(place)) {
            return children.findAny().isPresent();
        }
    }

    /**
     * Refuses a state in which no package of an external party is taken.
     *
     * @throws SyncException {@link ErrorCode#TOO_EARLY} before the local package
     */
    void requireDue() {
        if (round.state() == RoundState.OPEN || round.state() == RoundState.HANDOVER) {
            throw new SyncException(
                            ErrorCode.TOO_EARLY,
                            "round " + round.number() + " is " + round.state() + ": nothing is asked of anybody yet")
                    .withNext("sync status");
        }
    }

    /** What may be read: artifacts that were handed over, and the schemas that rules name. */
    List<RepoPath> readable() {
        Stream<RepoPath> handedOver = round.packages().stream()
                .flatMap(item -> item.content().artifacts().stream())
                .map(artifact -> artifact.path());
        Stream<RepoPath> schemas = needs.stream().flatMap(asked -> asked.need().accept().jsonSchema().stream());
        return Stream.concat(handedOver, schemas).distinct().toList();
    }
}
