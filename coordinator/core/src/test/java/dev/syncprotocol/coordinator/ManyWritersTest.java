package dev.syncprotocol.coordinator;

import static dev.syncprotocol.coordinator.TestWorkspace.cursor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.syncprotocol.coordinator.ledger.LedgerRecord;
import dev.syncprotocol.coordinator.round.CommandReported;
import dev.syncprotocol.coordinator.round.PackageIngested;
import dev.syncprotocol.coordinator.round.PackageRefused;
import dev.syncprotocol.coordinator.round.RoundEvent;
import dev.syncprotocol.coordinator.workspace.LedgerLimits;
import dev.syncprotocol.coordinator.workspace.PartyKind;
import dev.syncprotocol.coordinator.workspace.WorkspaceConfig;
import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.digest.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Any number of processes may write at once: every event lands exactly once, and the person's own work is left alone. */
class ManyWritersTest {
    private static final String HANDED_OVER = "handed over";

    @TempDir
    Path folder;

    private TestWorkspace workspace;
    private final List<Process> started = new ArrayList<>();
    private List<String> parties;

    @AfterEach
    void endWhatIsLeft() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    /** Two rounds: in the second each party still owes what the first asked, so its package is accepted at once. */
    private void recordTwoRounds(int writers) throws IOException {
        parties = IntStream.rangeClosed(1, writers).mapToObj(i -> "party" + i).toList();
        Map<Party, PartyKind> kinds = new HashMap<>(Map.of(Party.CURSOR, PartyKind.LOCAL));
        parties.forEach(party -> kinds.put(new Party(party), PartyKind.EXTERNAL));
        workspace =
                new TestWorkspace(folder, new WorkspaceConfig(kinds, LedgerLimits.STANDARD, false, Optional.empty()));
        workspace.handOver(TestWorkspace.PLAN_WITHOUT_NEEDS);
        workspace.ingest(cursor(1, parties.stream().map(ManyWritersTest::need).collect(Collectors.joining())));
        workspace.coordinator().openRound(TestWorkspace.plan(TestWorkspace.PLAN_WITHOUT_NEEDS), Optional.empty());
        for (String party : parties) {
            workspace.write("parts/" + party + ".txt", party);
        }
    }

    private static String need(String party) {
        return "\"need_from_%s\":[{\"name\":\"part_%s\",\"path\":\"parts/%s.txt\",\"desc\":\"d\"}],"
                .formatted(party, party, party);
    }

    @Test
    void landsEveryEventOfFourProcessesExactlyOnce() throws Exception {
        landsEveryEventExactlyOnce(4, 15);
    }

    @Test
    @Tag("stress")
    void landsEveryEventOfEightProcessesExactlyOnce() throws Exception {
        landsEveryEventExactlyOnce(8, 50);
    }

    private void landsEveryEventExactlyOnce(int writers, int writes) throws Exception {
        recordTwoRounds(writers);
        doHalfOfMyOwnWork();
        Map<String, String> mine = everythingOfMine();

        start(writes);
        for (int question = 0; writing(); question++) {
            assertThat(workspace.coordinator().status().state()).isPresent();
            if (question % 16 == 0) {
                assertThat(workspace.coordinator().verify().findings()).isEmpty();
            }
        }

        assertAllAnswered();
        assertThat(everythingOfMine()).isEqualTo(mine);
        assertLandedOnce(writes);
    }

    @Test
    void goesOnWhileThePersonCommitsAndPacks() throws Exception {
        goesOnWhileThePersonCommitsAndPacks(2, 12);
    }

    @Test
    @Tag("stress")
    void goesOnForLongWhileThePersonCommitsAndPacks() throws Exception {
        goesOnWhileThePersonCommitsAndPacks(4, 60);
    }

    private void goesOnWhileThePersonCommitsAndPacks(int writers, int writes) throws Exception {
        recordTwoRounds(writers);
        start(writes);
        int commits = 0;
        while (writing()) {
            workspace.write("mine.txt", "line " + commits++);
            git("add", "mine.txt");
            git("commit", "-q", "-m", "mine");
            git(commits % 2 == 0 ? new String[] {"gc", "-q"} : new String[] {"pack-refs", "--all"});
        }

        assertAllAnswered();
        assertThat(commits).isPositive();
        assertThat(git("rev-list", "--count", "main").strip()).isEqualTo(String.valueOf(commits));
        assertThat(git("status", "--porcelain", "mine.txt")).isEmpty();
        assertLandedOnce(writes);
    }

    private void start(int writes) throws IOException {
        for (String party : parties) {
            started.add(JavaProcess.start(WritingProcess.class, folder.toString(), party, String.valueOf(writes)));
        }
    }

    private boolean writing() {
        return started.stream().anyMatch(Process::isAlive);
    }

    private void assertAllAnswered() throws InterruptedException {
        for (Process process : started) {
            assertThat(process.waitFor()).isZero();
        }
    }

    private void assertLandedOnce(int writes) throws Exception {
        List<LedgerRecord> log = workspace.coordinator().log();
        int before = 6;
        assertThat(log.stream().map(record -> record.recorded().record()))
                .isEqualTo(IntStream.rangeClosed(1, before + parties.size() * writes)
                        .boxed()
                        .toList());
        Map<String, Long> landed = log.stream()
                .skip(before)
                .map(record -> told(record.recorded().event()))
                .collect(Collectors.groupingBy(text -> text, Collectors.counting()));
        assertThat(landed).isEqualTo(expected(writes));
        assertThat(workspace.coordinator().verify().findings()).isEmpty();
        assertThat(git("fsck", "--strict", "--no-dangling").lines())
                .allMatch(line -> line.startsWith("notice: HEAD points to an unborn branch"));
    }

    private static String told(RoundEvent event) {
        if (event instanceof CommandReported report) {
            return report.text().orElseThrow();
        }
        return event instanceof PackageRefused refused
                ? refused.receivedSha256().hex()
                : HANDED_OVER + " by " + ((PackageIngested) event).from();
    }

    private Map<String, Long> expected(int writes) {
        Map<String, Long> expected = new TreeMap<>();
        for (String party : parties) {
            for (int i = 0; i < writes; i++) {
                expected.put(expected(party, i, writes), 1L);
            }
        }
        return expected;
    }

    private static String expected(String party, int i, int writes) {
        if (i == writes / 2) {
            return HANDED_OVER + " by " + party;
        }
        return i % 2 == 0
                ? WritingProcess.why(party, i)
                : Sha256.of(WritingProcess.broken(party, i)).hex();
    }

    private void doHalfOfMyOwnWork() throws Exception {
        workspace.write("mine.txt", "committed");
        git("add", "mine.txt");
        git("commit", "-q", "-m", "mine");
        workspace.write("mine.txt", "staged");
        git("add", "mine.txt");
        workspace.write("mine.txt", "staged and changed again");
        workspace.write("untracked.txt", "not told git yet");
    }

    /** Every file of the work tree, the index, where HEAD and every branch but the ledger point. */
    private Map<String, String> everythingOfMine() throws Exception {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(file).toString();
                if (!name.startsWith(".git/") || name.equals(".git/index") || name.equals(".git/HEAD")) {
                    all.put(name, Sha256.ofFile(file).hex());
                }
            }
        }
        all.put("status", git("status", "--porcelain=v2", "--branch"));
        all.put("branches", git("for-each-ref", "refs/heads/main", "refs/tags"));
        return all;
    }

    private String git(String... arguments) throws Exception {
        return GitCommand.in(folder, arguments);
    }
}
