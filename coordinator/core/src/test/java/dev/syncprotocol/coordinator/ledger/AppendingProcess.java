package dev.syncprotocol.coordinator.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Appends refusals to a ledger from a process of its own, and says so with one byte each. */
final class AppendingProcess {
    private AppendingProcess() {}

    public static void main(String[] arguments) throws IOException {
        GitRepository git = GitRepository.around(Path.of(arguments[0])).orElseThrow();
        RoundLedger ledger = new RoundLedger(git, Clock.systemUTC(), Duration.ofSeconds(60));
        for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
            String text = arguments[1] + "-" + i;
            ledger.write(writer -> writer.append(LedgerEvents.refused(1, text), List.of()));
            System.out.write(1);
            System.out.flush();
        }
    }
}
