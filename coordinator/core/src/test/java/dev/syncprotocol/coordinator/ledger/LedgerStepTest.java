package dev.syncprotocol.coordinator.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.syncprotocol.coordinator.GitCommand;
import dev.syncprotocol.coordinator.JavaProcess;
import dev.syncprotocol.protocol.RoundNumber;
import dev.syncprotocol.protocol.digest.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A writer that dies right after any one step leaves the old state or the new one (coordinator.md section 5, crash-safe). */
class LedgerStepTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);
    private static final Path REF_LOCK = Path.of(".git/refs/heads/sync/ledger.lock");

    @TempDir
    Path folder;

    private GitRepository git;
    private RoundLedger ledger;

    @BeforeEach
    void makeALedger() throws Exception {
        GitCommand.in(folder, "init", "-q", "-b", "main");
        git = GitRepository.at(folder.toRealPath()).orElseThrow();
        ledger = new RoundLedger(git, CLOCK, Duration.ofSeconds(20));
        append("the first");
    }

    private void append(String text) throws Exception {
        ledger.write(writer -> {
            if (writer.reader().head().isEmpty()) {
                writer.append(LedgerEvents.opened(1), List.of());
            }
            return writer.append(LedgerEvents.refused(1, text), List.of());
        });
    }

    private List<String> refused() throws Exception {
        try (LedgerReader reader = ledger.read()) {
            return reader.folded(RoundNumber.FIRST).orElseThrow().refusals().stream()
                    .map(refusal -> refusal.receivedSha256().hex())
                    .toList();
        }
    }

    private static List<String> digests(String... texts) {
        return List.of(texts).stream().map(text -> Sha256.of(text).hex()).toList();
    }

    @ParameterizedTest
    @EnumSource
    void leavesTheOldStateOrTheNewOneWhereverItDies(LedgerStep last) throws Exception {
        int exit = JavaProcess.start(HaltingProcess.class, folder.toString(), last.name())
                .waitFor();

        assertThat(exit).isEqualTo(137);
        boolean recorded = last.compareTo(LedgerStep.REF_UPDATED) >= 0;
        assertThat(refused()).isEqualTo(recorded ? digests("the first", HaltingProcess.TEXT) : digests("the first"));
        assertThat(Files.exists(folder.resolve(REF_LOCK))).isEqualTo(last == LedgerStep.REF_LOCK_TAKEN);
        assertSound(recorded ? 3 : 2);

        append("the next");

        assertThat(refused())
                .isEqualTo(
                        recorded
                                ? digests("the first", HaltingProcess.TEXT, "the next")
                                : digests("the first", "the next"));
        assertThat(folder.resolve(REF_LOCK)).doesNotExist();
        assertSound(recorded ? 4 : 3);
    }

    private void assertSound(int records) throws Exception {
        assertThat(LedgerAudit.of(git).findings()).isEmpty();
        try (LedgerReader reader = ledger.read()) {
            assertThat(reader.log().stream().map(record -> record.recorded().record()))
                    .isEqualTo(IntStream.rangeClosed(1, records).boxed().toList());
        }
        assertThat(GitCommand.in(folder, "fsck", "--strict", "--no-dangling").lines())
                .allMatch(line -> line.startsWith("notice: HEAD points to an unborn branch"));
    }

    @Test
    void hearsOfEveryStepOnceAndInOrder() throws Exception {
        List<LedgerStep> heard = new ArrayList<>();
        RoundLedger listened = new RoundLedger(git, CLOCK, LedgerPatience.of(Duration.ofSeconds(20)), heard::add);

        listened.write(writer -> writer.append(LedgerEvents.refused(1, "heard"), List.of()));

        assertThat(heard).containsExactly(LedgerStep.values());
    }
}
