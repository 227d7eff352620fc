package dev.syncprotocol.coordinator.ledger;

import dev.syncprotocol.coordinator.round.Directive;
import dev.syncprotocol.coordinator.round.PackageRefused;
import dev.syncprotocol.coordinator.round.RoundEvent;
import dev.syncprotocol.coordinator.round.RoundOpened;
import dev.syncprotocol.coordinator.round.RoundPlan;
import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.RoundNumber;
import dev.syncprotocol.protocol.digest.Sha256;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Small events for tests of the ledger itself. */
final class LedgerEvents {
    private LedgerEvents() {}

    static RoundEvent opened(int round) {
        List<Directive> commands = IntStream.rangeClosed(1, 3)
                .mapToObj(id -> new Directive(id, "Command " + id, "Do it.", List.of(), List.of()))
                .toList();
        return new RoundOpened(
                new RoundNumber(round),
                Party.CURSOR,
                new RoundPlan("A small round", commands, Map.of()),
                List.of(),
                List.of());
    }

    static RoundEvent refused(int round, String text) {
        return new PackageRefused(
                new RoundNumber(round),
                Optional.of(Party.GEMINI),
                Sha256.of(text),
                text.length(),
                "package_invalid",
                List.of());
    }
}
