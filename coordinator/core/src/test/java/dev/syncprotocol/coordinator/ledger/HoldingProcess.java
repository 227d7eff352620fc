package dev.syncprotocol.coordinator.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** Holds a ledger's lock, says so with one byte, and lets go when its input ends. */
final class HoldingProcess {
    private HoldingProcess() {}

    public static void main(String[] arguments) throws IOException {
        GitRepository git = GitRepository.around(Path.of(arguments[0])).orElseThrow();
        try (LedgerLock lock = LedgerLock.take(git, Duration.ofSeconds(5), Clock.systemUTC())) {
            System.out.write(lock == null ? 0 : 1);
            System.out.flush();
            while (System.in.read() >= 0) {
                continue;
            }
        }
    }
}
