package dev.syncprotocol.coordinator.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.syncprotocol.coordinator.GitCommand;
import dev.syncprotocol.coordinator.JavaProcess;
import dev.syncprotocol.coordinator.round.RoundEvent;
import dev.syncprotocol.protocol.RoundNumber;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoundLedgerTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

    @TempDir
    Path folder;

    private RoundLedger ledger;

    @BeforeEach
    void makeRepository() throws Exception {
        GitCommand.in(folder, "init", "-q", "-b", "main");
        ledger = ledger(Duration.ofSeconds(20));
    }

    private RoundLedger ledger(Duration wait) throws IOException {
        return new RoundLedger(GitRepository.at(folder.toRealPath()).orElseThrow(), CLOCK, wait);
    }

    private LedgerRecord append(RoundEvent event) throws IOException {
        return ledger.write(writer -> writer.append(event, List.of()));
    }

    private String git(String... arguments) throws Exception {
        return GitCommand.in(folder, arguments);
    }

    @Test
    void writesOneFileAndOneCommitAnEvent() throws Exception {
        LedgerRecord first = append(LedgerEvents.opened(1));
        LedgerRecord second = append(LedgerEvents.refused(1, "broken"));

        assertThat(first.path()).isEqualTo("rounds/00/0001/0001-round-opened.json");
        assertThat(second.path()).isEqualTo("rounds/00/0001/0002-package-refused.gemini.json");
        assertThat(second.parent()).contains(first.sha256());
        assertThat(git("ls-tree", "-r", "--name-only", "sync/ledger").lines())
                .containsExactly(first.path(), second.path());
        byte[] file = git("show", "sync/ledger:" + first.path()).getBytes(StandardCharsets.UTF_8);
        assertThat(Sha256.of(file)).isEqualTo(first.sha256());
        assertThat(git("rev-list", "--count", "sync/ledger").strip()).isEqualTo("2");
    }

    @Test
    void satisfiesGitItself() throws Exception {
        append(LedgerEvents.opened(1));
        LedgerRecord second = append(LedgerEvents.refused(1, "broken"));

        assertThat(faults()).isEmpty();
        String commit = git("cat-file", "-p", "sync/ledger");
        String trailers = GitCommand.feeding(commit, folder, "interpret-trailers", "--parse");
        assertThat(trailers.lines())
                .containsExactly(
                        "Sync-Record: 2",
                        "Sync-Round: 1",
                        "Sync-Event: package-refused",
                        "Sync-Party: gemini",
                        "Sync-Package-Digest: " + Sha256.of("broken").prefixed(),
                        "Sync-Parent-Record: " + second.parent().orElseThrow().prefixed());
        assertThat(git("log", "-1", "--format=%an <%ae> %cn <%ce> %aI %s", "sync/ledger")
                        .strip())
                .isEqualTo("gemini <gemini@parties.syncprotocol.dev> sync <ledger@syncprotocol.dev>"
                        + " 2026-01-02T03:04:05+00:00 sync: gemini package refused in round 1 (package_invalid)");
    }

    @Test
    void leavesTheUsersWorkAlone() throws Exception {
        Files.writeString(folder.resolve("staged"), "1");
        git("add", "staged");
        git("commit", "-q", "-m", "mine");
        Files.writeString(folder.resolve("staged"), "2");
        git("add", "staged");
        Files.writeString(folder.resolve("staged"), "3");
        Files.writeString(folder.resolve("untracked"), "4");
        git("config", "commit.gpgsign", "true");
        String before = git("status", "--porcelain=v2", "--branch");
        byte[] index = Files.readAllBytes(folder.resolve(".git/index"));
        Files.writeString(folder.resolve(".git/index.lock"), "the user's own git at work");

        append(LedgerEvents.opened(1));

        assertThat(git("status", "--porcelain=v2", "--branch")).isEqualTo(before);
        assertThat(Files.readAllBytes(folder.resolve(".git/index"))).isEqualTo(index);
        assertThat(git("symbolic-ref", "HEAD").strip()).isEqualTo("refs/heads/main");
    }

    @Test
    void answersTheRecordsOfOneRoundInOrder() throws Exception {
        append(LedgerEvents.opened(1));
        append(LedgerEvents.opened(2));
        append(LedgerEvents.refused(2, "a"));
        append(LedgerEvents.opened(117));

        try (LedgerReader reader = ledger.read()) {
            assertThat(reader.head().orElseThrow().records()).isEqualTo(4);
            assertThat(reader.lastRound()).contains(new RoundNumber(117));
            assertThat(reader.roundNumbers().stream().map(RoundNumber::value)).containsExactly(1, 2, 117);
            assertThat(reader.round(new RoundNumber(2)).stream()
                            .map(record -> record.recorded().record()))
                    .containsExactly(2, 3);
            assertThat(reader.round(new RoundNumber(3))).isEmpty();
            assertThat(reader.folded(new RoundNumber(2)).orElseThrow().refusals())
                    .hasSize(1);
            assertThat(reader.log().stream().map(LedgerRecord::path))
                    .containsExactly(
                            "rounds/00/0001/0001-round-opened.json",
                            "rounds/00/0002/0001-round-opened.json",
                            "rounds/00/0002/0002-package-refused.gemini.json",
                            "rounds/01/0117/0001-round-opened.json");
            assertThat(reader.log())
                    .allSatisfy(record -> assertThat(record.commit()).isPresent());
        }
    }

    @Test
    void readsBackTheVeryEventItWrote() throws Exception {
        RoundEvent event = LedgerEvents.opened(1);
        append(event);
        try (LedgerReader reader = ledger.read()) {
            assertThat(reader.round(RoundNumber.FIRST).get(0).recorded().event())
                    .isEqualTo(event);
        }
    }

    @Test
    void rewritesOnlyTheTreesOnThePath() throws Exception {
        for (int round = 1; round <= 12; round++) {
            append(LedgerEvents.opened(round));
        }
        long before = objects();
        append(LedgerEvents.opened(13));
        // blob, round, shard, rounds, root, commit
        assertThat(objects() - before).isEqualTo(6);
    }

    private List<String> faults() throws Exception {
        return git("fsck", "--strict", "--no-dangling")
                .lines()
                .filter(line -> !line.startsWith("notice: HEAD points to an unborn branch"))
                .toList();
    }

    private long objects() throws Exception {
        String count = git("count-objects");
        return Long.parseLong(count.substring(0, count.indexOf(' ')));
    }

    @Test
    void storesSmallContentsBesideTheEvent() throws Exception {
        StoredContent content = StoredContent.of("hello\n".getBytes(StandardCharsets.UTF_8));
        ledger.write(writer -> writer.append(LedgerEvents.opened(1), List.of(content)));
        try (LedgerReader reader = ledger.read()) {
            assertThat(reader.content(RoundNumber.FIRST, content.sha256())).contains(content.bytes());
            assertThat(reader.content(RoundNumber.FIRST, Sha256.of("other"))).isEmpty();
            assertThat(reader.round(RoundNumber.FIRST)).hasSize(1);
        }
    }

    @Test
    void readingWritesNothing() throws Exception {
        append(LedgerEvents.opened(1));
        Map<String, Object> before = everything();
        try (LedgerReader reader = ledger.read()) {
            assertThat(reader.currentRound()).isPresent();
        }
        assertThat(everything()).isEqualTo(before);
    }

    private Map<String, Object> everything() throws IOException {
        Map<String, Object> all = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                all.put(folder.relativize(file).toString(), List.of(attributes.lastModifiedTime(), attributes.size()));
            }
        }
        return all;
    }

    @Test
    void landsEveryEventOfSeveralProcessesExactlyOnce() throws Exception {
        append(LedgerEvents.opened(1));
        List<Process> processes = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            processes.add(JavaProcess.start(AppendingProcess.class, folder.toString(), name, "8"));
        }
        for (Process process : processes) {
            assertThat(process.waitFor()).isZero();
        }
        assertAppended(24);
    }

    @Test
    void landsEveryEventOfSeveralThreadsExactlyOnce() throws Exception {
        append(LedgerEvents.opened(1));
        ExecutorService pool = Executors.newFixedThreadPool(4);
        List<Future<LedgerRecord>> appended = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            String text = "thread-" + i;
            appended.add(pool.submit(() -> append(LedgerEvents.refused(1, text))));
        }
        for (Future<LedgerRecord> one : appended) {
            one.get();
        }
        pool.shutdown();
        assertAppended(24);
    }

    private void assertAppended(int count) throws Exception {
        try (LedgerReader reader = ledger.read()) {
            List<LedgerRecord> log = reader.log();
            assertThat(log.stream().map(record -> record.recorded().record()))
                    .isEqualTo(IntStream.rangeClosed(1, count + 1).boxed().toList());
            assertThat(reader.currentRound().orElseThrow().refusals().stream()
                            .map(refusal -> refusal.receivedSha256().hex())
                            .distinct())
                    .hasSize(count);
        }
        assertThat(faults()).isEmpty();
    }

    @Test
    void survivesKillsAtAnyInstant() throws Exception {
        append(LedgerEvents.opened(1));
        int seen = 1;
        for (int kill = 0; kill < 3; kill++) {
            Process process = JavaProcess.start(AppendingProcess.class, folder.toString(), "kill-" + kill, "100000");
            for (int appended = 0; appended <= 3 + kill; appended++) {
                assertThat(process.getInputStream().read()).isEqualTo(1);
                seen++;
            }
            assertThat(process.destroyForcibly().waitFor()).isEqualTo(137);
        }
        LedgerRecord next = append(LedgerEvents.refused(1, "after the kills"));
        try (LedgerReader reader = ledger.read()) {
            List<LedgerRecord> log = reader.log();
            assertThat(log.size()).isGreaterThan(seen);
            assertThat(log.get(log.size() - 1).sha256()).isEqualTo(next.sha256());
            assertThat(log.stream().map(record -> record.recorded().record()))
                    .isEqualTo(IntStream.rangeClosed(1, log.size()).boxed().toList());
        }
        assertThat(LedgerAudit.of(GitRepository.at(folder.toRealPath()).orElseThrow())
                        .findings())
                .isEmpty();
        assertThat(faults()).isEmpty();
    }

    @Test
    void syncsObjectsAndTheRefToDiskBeforeItAnswers() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/strace")), "strace is the judge");
        append(LedgerEvents.opened(1));
        Path trace = folder.resolve("trace.txt");
        List<String> command = new ArrayList<>(
                List.of("/usr/bin/strace", "-f", "-y", "-e", "trace=fsync,fdatasync,rename", "-o", trace.toString()));
        command.addAll(JavaProcess.command(AppendingProcess.class, folder.toString(), "traced", "1"));
        Process traced = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(traced.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assumeTrue(traced.waitFor() == 0, "this machine does not let processes be traced: " + output);
        List<String> calls = Files.readAllLines(trace);
        assertThat(calls.stream().filter(call -> call.contains("fsync(") && call.contains("/objects/")))
                .hasSize(6);
        assertThat(calls).anyMatch(call -> call.contains("fsync(") && call.contains("heads/sync/ledger.lock"));
    }

    @Test
    void waitsOnlySoLongForALiveHolderAndNamesIt() throws Exception {
        Process holder = JavaProcess.start(HoldingProcess.class, folder.toString());
        assertThat(holder.getInputStream().read()).isEqualTo(1);
        try {
            assertThatThrownBy(() -> ledger(Duration.ofMillis(60))
                            .write(writer -> writer.append(LedgerEvents.opened(1), List.of())))
                    .isInstanceOfSatisfying(LedgerLocked.class, locked -> {
                        assertThat(locked.code()).isEqualTo(ErrorCode.LOCKED);
                        assertThat(locked.holder().orElseThrow().pid()).isEqualTo(holder.pid());
                    });
        } finally {
            holder.destroyForcibly().waitFor();
        }
        assertThat(append(LedgerEvents.opened(1)).recorded().record()).isEqualTo(1);
    }

    @Test
    void clearsARefLockThatAKilledProcessLeft() throws Exception {
        append(LedgerEvents.opened(1));
        Path left = folder.resolve(".git/refs/heads/sync/ledger.lock");
        Files.createFile(left);
        assertThat(append(LedgerEvents.refused(1, "a")).recorded().record()).isEqualTo(2);
        assertThat(left).doesNotExist();
    }

    @Test
    void takesTheDecisionAgainWhenTheBranchMovedOutsideTheLock() throws Exception {
        append(LedgerEvents.opened(1));
        String old = git("rev-parse", "sync/ledger").strip();
        append(LedgerEvents.refused(1, "a"));
        String newer = git("rev-parse", "sync/ledger").strip();
        git("update-ref", LedgerBranch.NAME, old);
        Files.delete(folder.resolve(".git/sync/ledger.seen"));
        List<Integer> tries = new ArrayList<>();

        LedgerRecord record = ledger.write(writer -> {
            tries.add(writer.reader().head().orElseThrow().records());
            if (tries.size() == 1) {
                moveBranch(newer);
            }
            return writer.append(LedgerEvents.refused(1, "b"), List.of());
        });

        assertThat(tries).containsExactly(1, 2);
        assertThat(record.recorded().record()).isEqualTo(3);
    }

    private void moveBranch(String to) throws IOException {
        try {
            git("update-ref", LedgerBranch.NAME, to);
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    @Test
    void refusesABranchNamedSyncInTheWay() throws Exception {
        git("commit", "-q", "--allow-empty", "-m", "mine");
        git("branch", "sync");
        assertRefusedUntouched(ErrorCode.LEDGER_BRANCH_TAKEN, "a branch named sync");
    }

    @Test
    void refusesWhileAnyWorkTreeHasTheLedgerCheckedOut() throws Exception {
        append(LedgerEvents.opened(1));
        git("commit", "-q", "--allow-empty", "-m", "mine");
        git("worktree", "add", "-q", "looking", "sync/ledger");
        assertRefusedUntouched(ErrorCode.LEDGER_BRANCH_TAKEN, "checked out");
    }

    @Test
    void refusesARepositoryWithSha256Objects(@TempDir Path other) throws Exception {
        folder = other;
        git("init", "-q", "--object-format=sha256");
        ledger = ledger(Duration.ofSeconds(1));
        assertRefusedUntouched(ErrorCode.REPOSITORY_UNSUPPORTED, "sha256");
    }

    @Test
    void refusesARepositoryWithAnUnknownExtension() throws Exception {
        git("config", "core.repositoryformatversion", "1");
        git("config", "extensions.refStorage", "reftable");
        Map<String, Object> before = everything();
        assertThatThrownBy(() -> append(LedgerEvents.opened(1)))
                .isInstanceOfSatisfying(
                        SyncException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.REPOSITORY_UNSUPPORTED))
                .hasMessageContaining("refStorage");
        assertThat(everything()).isEqualTo(before);
    }

    private void assertRefusedUntouched(ErrorCode code, String words) throws Exception {
        String refs = git("for-each-ref");
        assertThatThrownBy(() -> append(LedgerEvents.refused(1, "x")))
                .isInstanceOfSatisfying(
                        SyncException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code))
                .hasMessageContaining(words);
        assertThat(git("for-each-ref")).isEqualTo(refs);
    }

    @Test
    void tellsATruncatedLedgerFromARewrittenOne() throws Exception {
        append(LedgerEvents.opened(1));
        String first = git("rev-parse", "sync/ledger").strip();
        append(LedgerEvents.refused(1, "a"));

        git("update-ref", LedgerBranch.NAME, first);
        assertUnreadable(ErrorCode.LEDGER_TRUNCATED);

        String tree = git("rev-parse", "sync/ledger^{tree}").strip();
        String forged =
                git("commit-tree", tree, "-p", first, "-m", "sync: forged").strip();
        git("update-ref", LedgerBranch.NAME, forged);
        assertUnreadable(ErrorCode.LEDGER_REWRITTEN);

        git("update-ref", "-d", LedgerBranch.NAME);
        assertUnreadable(ErrorCode.LEDGER_TRUNCATED);
    }

    private void assertUnreadable(ErrorCode code) {
        assertThatThrownBy(() -> ledger.read().close())
                .isInstanceOfSatisfying(
                        SyncException.class,
                        failure -> assertThat(failure.code()).isEqualTo(code));
    }

    @Test
    void sharesTheLedgerWithALinkedWorkTree() throws Exception {
        append(LedgerEvents.opened(1));
        git("commit", "-q", "--allow-empty", "-m", "mine");
        git("worktree", "add", "-q", "-b", "side", "linked");
        RoundLedger linked = new RoundLedger(
                GitRepository.around(folder.resolve("linked")).orElseThrow(), CLOCK, Duration.ofSeconds(5));
        assertThat(linked.write(writer -> writer.append(LedgerEvents.refused(1, "a"), List.of()))
                        .recorded()
                        .record())
                .isEqualTo(2);
        try (LedgerReader reader = ledger.read()) {
            assertThat(reader.head().orElseThrow().records()).isEqualTo(2);
        }
    }

    @Test
    void continuesTheLedgerThatAFreshCloneBrought(@TempDir Path other) throws Exception {
        append(LedgerEvents.opened(1));
        git("commit", "-q", "--allow-empty", "-m", "mine");
        GitCommand.in(other, "clone", "-q", "--no-local", folder.toString(), "fresh");
        GitRepository fresh =
                GitRepository.at(other.toRealPath().resolve("fresh")).orElseThrow();
        RoundLedger copy = new RoundLedger(fresh, CLOCK, Duration.ofSeconds(5));
        try (LedgerReader reader = copy.read()) {
            assertThat(reader.head().orElseThrow().records()).isEqualTo(1);
        }
        copy.write(writer -> writer.append(LedgerEvents.refused(1, "a"), List.of()));
        assertThat(GitCommand.in(fresh.workTree(), "rev-list", "--count", "sync/ledger")
                        .strip())
                .isEqualTo("2");
    }
}
