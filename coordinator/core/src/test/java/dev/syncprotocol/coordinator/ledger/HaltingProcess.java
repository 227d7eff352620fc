package dev.syncprotocol.coordinator.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Appends one refusal with a stored content, and dies right after one step of it as a killed process dies: no cleaning up. */
final class HaltingProcess {
    /** The text whose refusal it appends. */
    static final String TEXT = "from the halting process";

    private HaltingProcess() {}

    public static void main(String[] arguments) throws IOException {
        LedgerStep last = LedgerStep.valueOf(arguments[1]);
        GitRepository git = GitRepository.around(Path.of(arguments[0])).orElseThrow();
        RoundLedger ledger =
                new RoundLedger(git, Clock.systemUTC(), LedgerPatience.of(Duration.ofSeconds(20)), step -> {
                    if (step == last) {
                        Runtime.getRuntime().halt(137);
                    }
                });
        StoredContent content = StoredContent.of("a small content\n".getBytes(StandardCharsets.UTF_8));
        ledger.write(writer -> writer.append(LedgerEvents.refused(1, TEXT), List.of(content)));
    }
}
