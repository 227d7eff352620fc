package dev.syncprotocol.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.syncprotocol.coordinator.CommandReport;
import dev.syncprotocol.coordinator.Coordinator;
import dev.syncprotocol.coordinator.CoordinatorPorts;
import dev.syncprotocol.coordinator.IngestOutcome;
import dev.syncprotocol.coordinator.ledger.LedgerRecord;
import dev.syncprotocol.coordinator.round.PackageIngested;
import dev.syncprotocol.coordinator.round.RoundPlan;
import dev.syncprotocol.coordinator.workspace.LedgerLimits;
import dev.syncprotocol.coordinator.workspace.PartyKind;
import dev.syncprotocol.coordinator.workspace.WorkspaceConfig;
import dev.syncprotocol.coordinator.workspace.WorkspaceInit;
import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.RoundNumber;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code sync ingest} killed at random instants, as a real process: the next command works without repair by hand, no
 * accepted record is lost, none is there twice (coordinator.md section 5, crash-safe). Every second kill comes while the
 * process holds the ledger's lock, since most of its life is the start of the JVM.
 */
class IngestKillsTest {
    private static final int PARTIES = 30;
    private static final String PLAN = """
            title: A small round
            commands:
              - {id: 1, title: One, instruction: Do it.}
              - {id: 2, title: Two, instruction: Do it.}
              - {id: 3, title: Three, instruction: Do it.}
            """;

    @TempDir
    Path folder;

    private final Random random = new Random(20260102);
    private Coordinator coordinator;
    private int underLock;

    @Test
    void losesNothingInTenKills() throws Exception {
        losesNothing(10);
    }

    @Test
    @Tag("stress")
    void losesNothingInTwoHundredKills() throws Exception {
        losesNothing(200);
    }

    private void losesNothing(int kills) throws Exception {
        makeWorkspace();
        openRound();
        long life = lifeOfOneIngest();
        int accepted = 1;
        for (int kill = 1; kill <= kills; kill++) {
            if (kill % PARTIES == 0) {
                openRound();
            }
            killOne(kill % PARTIES, kill % 2 == 0, life);
            accepted++;
            assertSound(accepted);
        }
        assertThat(underLock).as("kills that came while the lock was held").isGreaterThanOrEqualTo(kills / 5);
        assertThat(coordinator.verify().findings()).isEmpty();
    }

    private void makeWorkspace() throws IOException {
        Map<Party, PartyKind> kinds = new HashMap<>(Map.of(Party.CURSOR, PartyKind.LOCAL));
        IntStream.range(0, PARTIES).forEach(party -> kinds.put(new Party("party" + party), PartyKind.EXTERNAL));
        WorkspaceConfig config = new WorkspaceConfig(kinds, LedgerLimits.STANDARD, false, Optional.empty());
        coordinator = new Coordinator(WorkspaceInit.run(folder, config).workspace(), CoordinatorPorts.NONE);
    }

    private void openRound() throws IOException {
        coordinator.openRound(RoundPlan.parse(PLAN.getBytes(StandardCharsets.UTF_8), "plan"), Optional.empty());
        for (int command = 1; command <= RoundPlan.COMMANDS; command++) {
            coordinator.reportCommand(CommandReport.done(command));
        }
        coordinator.ingest(text("cursor", "").getBytes(StandardCharsets.UTF_8));
    }

    private RoundNumber round() throws IOException {
        return coordinator.currentRound().orElseThrow().number();
    }

    private String text(String party, String artifacts) throws IOException {
        return """
                {"from":"%s","round":%s,"artifacts_produced":[%s],"risks_blockers":["none"],"notes":"n"}
                """.formatted(party, round(), artifacts);
    }

    /** A package with one small file, which is stored in the ledger with it. */
    private Path packageOf(int party) throws IOException {
        String part = "parts/%s-%d.txt".formatted(round(), party);
        Files.createDirectories(folder.resolve("parts"));
        Files.writeString(folder.resolve(part), part);
        String artifact = "{\"name\":\"part\",\"path\":\"%s\"}".formatted(part);
        return Files.writeString(folder.resolve("package.json"), text("party" + party, artifact));
    }

    private Process ingest(Path file) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Sync.class.getName(),
                "ingest",
                file.toString(),
                "--workspace",
                folder.toString());
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private long lifeOfOneIngest() throws Exception {
        Process whole = ingest(packageOf(0));
        long started = System.nanoTime();
        assertThat(whole.waitFor()).isZero();
        return System.nanoTime() - started;
    }

    private void killOne(int party, boolean whileLocked, long life) throws Exception {
        Path file = packageOf(party);
        Process process = ingest(file);
        if (whileLocked) {
            waitForTheLock(process);
            process.waitFor(random.nextInt(100_000), TimeUnit.MICROSECONDS);
        } else {
            process.waitFor((long) (life * (0.3 + 0.7 * random.nextDouble())), TimeUnit.NANOSECONDS);
        }
        boolean ended = process.destroyForcibly().waitFor() == 0;
        underLock += !ended && holds(process) ? 1 : 0;

        assertThat(coordinator.status().round()).isPresent();
        int before = packages().size();
        IngestOutcome outcome = coordinator.ingest(Files.readAllBytes(file));
        assertThat(packages()).hasSize(outcome.alreadyIngested() ? before : before + 1);
        if (ended) {
            assertThat(outcome.alreadyIngested()).as("an acknowledged record").isTrue();
        }
    }

    private void waitForTheLock(Process process) throws IOException {
        while (process.isAlive() && !holds(process)) {
            Thread.onSpinWait();
        }
    }

    private boolean holds(Process process) throws IOException {
        Path holder = folder.resolve(".git/sync/ledger.holder.json");
        return Files.isRegularFile(holder) && Files.readString(holder).contains("\"pid\":" + process.pid() + ",");
    }

    private List<String> packages() throws IOException {
        List<String> packages = new ArrayList<>();
        for (LedgerRecord record : coordinator.log()) {
            if (record.recorded().event() instanceof PackageIngested ingested
                    && !ingested.from().equals(Party.CURSOR)) {
                packages.add(ingested.from() + " in round " + ingested.round());
            }
        }
        return packages;
    }

    private void assertSound(int accepted) throws Exception {
        assertThat(packages()).hasSize(accepted).doesNotHaveDuplicates();
        List<LedgerRecord> log = coordinator.log();
        assertThat(log.stream().map(record -> record.recorded().record()))
                .isEqualTo(IntStream.rangeClosed(1, log.size()).boxed().toList());
        assertThat(fsck()).allMatch(line -> line.startsWith("notice: HEAD points to an unborn branch"));
    }

    private List<String> fsck() throws Exception {
        Process git = new ProcessBuilder("git", "fsck", "--strict", "--no-dangling")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(git.waitFor()).as(output).isZero();
        return output.lines().toList();
    }
}
