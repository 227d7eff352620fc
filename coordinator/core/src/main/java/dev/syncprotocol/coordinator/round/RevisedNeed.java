package dev.syncprotocol.coordinator.round;

import dev.syncprotocol.protocol.ExternalNeed;
import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.SyncPackage;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Since which record a need stands as it stands now, in a round where packages were superseded: pins of older records rest
 * on words that were taken back.
 *
 * @param round the round
 * @param asked the need, as the newest revision asks it
 */
record RevisedNeed(Round round, AskedNeed asked) {
    /** The record; 0 where nothing was superseded. */
    int since() {
        return anySuperseded() ? Math.max(askedSince(), declaredSince()) : 0;
    }

    private boolean anySuperseded() {
        return round.packages().stream()
                .anyMatch(item -> item.event().supersedes().isPresent());
    }

    /** The first of the revisions in a row that ask for the same thing, the newest included. */
    private int askedSince() {
        return askers().map(round::revisionsOf)
                .filter(revisions -> revisions.size() > 1)
                .mapToInt(this::unchangedSince)
                .max()
                .orElse(0);
    }

    private Stream<Party> askers() {
        return round.packages().stream()
                .map(item -> item.event().from())
                .distinct()
                .filter(party ->
                        demand(round.packageOf(party).orElseThrow().content()).isPresent());
    }

    private int unchangedSince(List<IngestedPackage> revisions) {
        int record = 0;
        Optional<ExternalNeed> before = Optional.empty();
        for (IngestedPackage revision : revisions) {
            Optional<ExternalNeed> now = demand(revision.content());
            if (!sameDemand(before, now)) {
                record = revision.record();
            }
            before = now;
        }
        return record;
    }

    private Optional<ExternalNeed> demand(SyncPackage content) {
        return asked.round().equals(content.round())
                ? content.needs().getOrDefault(asked.party(), List.of()).stream()
                        .filter(need -> need.name().equals(asked.name()))
                        .findFirst()
                : Optional.empty();
    }

    /** Words and urgency may change; the place and what makes it good may not. */
    private static boolean sameDemand(Optional<ExternalNeed> before, Optional<ExternalNeed> now) {
        return Objects.equals(before.map(ExternalNeed::path), now.map(ExternalNeed::path))
                && Objects.equals(before.map(ExternalNeed::accept), now.map(ExternalNeed::accept));
    }

    /** The newest revision of the party asked, where an older one declared an artifact for this need. */
    private int declaredSince() {
        List<IngestedPackage> revisions = round.revisionsOf(asked.party());
        boolean declaredBefore = revisions.stream()
                .limit(Math.max(0, revisions.size() - 1))
                .anyMatch(item -> item.artifactFor(asked).isPresent());
        return declaredBefore ? revisions.get(revisions.size() - 1).record() : 0;
    }
}
