package dev.syncprotocol.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.syncprotocol.coordinator.ledger.LedgerStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SimulationTest {
    private static final long SEED = 20260110;

    @TempDir
    Path scratch;

    @Test
    void holdsThroughTenHistoriesThatMeetEveryFault() throws IOException {
        SimulationReport report = hold(10);
        assertThat(report.faults()).containsOnlyKeys(Fault.values());
    }

    @Test
    @Tag("stress")
    void holdsThroughTwoHundredHistories() throws IOException {
        hold(200);
    }

    private SimulationReport hold(int runs) throws IOException {
        SimulationReport report = new Simulation(SEED, runs, scratch).run(played -> {});

        assertThat(report.failure()).isEmpty();
        assertThat(report.runs()).isEqualTo(runs);
        assertThat(report.steps()).isGreaterThan(runs * 15);
        assertThat(scratch).isEmptyDirectory();
        return report;
    }

    @Test
    void playsTheSameHistoryForTheSameSeed() {
        List<Move> once = new HistoryGenerator(SEED).history();
        assertThat(new HistoryGenerator(SEED).history()).isEqualTo(once);
        assertThat(new HistoryGenerator(SEED + 1).history()).isNotEqualTo(once);
    }

    /** Each interferes in its own way once a package is there; the invariant must notice, in a short history. */
    static Stream<Arguments> meddlers() {
        return Stream.of(
                Arguments.of(Invariant.NEXT_COMMAND_WORKS, meddler(SimulationTest::breakTheBranch)),
                Arguments.of(Invariant.NOTHING_REWRITTEN, meddler(SimulationTest::forgetTheLedger)),
                Arguments.of(Invariant.FSCK_CLEAN, meddler(SimulationTest::leaveGarbageAmongTheObjects)));
    }

    private interface Deed {
        void in(Path root) throws IOException;
    }

    private static SimulatedRun.Meddling meddler(Deed deed) {
        return (move, root) -> {
            if (move.verb() == Verb.LOCAL_PACKAGE) {
                deed.in(root);
            }
        };
    }

    private static void breakTheBranch(Path root) throws IOException {
        Files.writeString(root.resolve(".git/refs/heads/sync/ledger"), "0".repeat(39) + "1\n");
    }

    private static void forgetTheLedger(Path root) throws IOException {
        Files.deleteIfExists(root.resolve(".git/sync/ledger.seen"));
        Files.deleteIfExists(root.resolve(".git/refs/heads/sync/ledger"));
    }

    private static void leaveGarbageAmongTheObjects(Path root) throws IOException {
        Path garbage = Files.createDirectories(root.resolve(".git/objects/00")).resolve("1".repeat(38));
        Files.writeString(garbage, "garbage", StandardOpenOption.CREATE);
    }

    @ParameterizedTest
    @MethodSource("meddlers")
    void noticesSomebodyWhoMeddlesAndShowsTheShortestHistory(Invariant broken, SimulatedRun.Meddling meddler)
            throws IOException {
        SimulationReport report = new Simulation(SEED, 1, scratch, meddler).run(played -> {});

        SimulationFailure failure = report.failure().orElseThrow();
        assertThat(failure.invariant()).isEqualTo(broken);
        assertThat(failure.seed()).isEqualTo(SEED);
        assertThat(failure.history())
                .hasSizeLessThanOrEqualTo(2)
                .hasSizeLessThan(failure.steps())
                .anyMatch(step -> step.startsWith("local_package"));
    }

    @Test
    void takesOutEveryStepThatIsNotNeeded() throws IOException {
        List<Move> history = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            history.add(Move.of(Verb.RESEND, i));
        }
        assertThat(Shrinking.shortest(
                        history, shorter -> shorter.contains(history.get(7)) && shorter.contains(history.get(31))))
                .containsExactly(history.get(7), history.get(31));
    }

    @Test
    void tellsAStepInOneLine() {
        assertThat(Move.of(Verb.GEMINI_PACKAGE, 5)
                        .with(Fault.WRONG_DIGEST)
                        .dyingAfter(LedgerStep.REF_UPDATED)
                        .told())
                .isEqualTo("gemini_package 5 (wrong_digest), killed after ref_updated");
    }

    @Test
    void diesOnceAfterTheArmedStepOnly() {
        CrashPoint crash = new CrashPoint();
        crash.accept(LedgerStep.FLUSHED);
        crash.arm(Optional.of(LedgerStep.FLUSHED));
        crash.accept(LedgerStep.LOCK_TAKEN);
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> crash.accept(LedgerStep.FLUSHED)))
                .isInstanceOf(WriterCrash.class);
        crash.accept(LedgerStep.FLUSHED);
    }
}
