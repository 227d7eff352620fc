package dev.syncprotocol.simulation;

import dev.syncprotocol.coordinator.CommandReport;
import dev.syncprotocol.coordinator.Coordinator;
import dev.syncprotocol.coordinator.CoordinatorPorts;
import dev.syncprotocol.coordinator.launch.LaunchRequest;
import dev.syncprotocol.coordinator.launch.Wishes;
import dev.syncprotocol.coordinator.ledger.LedgerPatience;
import dev.syncprotocol.coordinator.ledger.LedgerRecord;
import dev.syncprotocol.coordinator.ledger.LedgerStep;
import dev.syncprotocol.coordinator.ledger.RoundLedger;
import dev.syncprotocol.coordinator.readiness.GateDemand;
import dev.syncprotocol.coordinator.round.LaunchScope;
import dev.syncprotocol.coordinator.round.Round;
import dev.syncprotocol.coordinator.round.RoundPlan;
import dev.syncprotocol.coordinator.workspace.LedgerLimits;
import dev.syncprotocol.coordinator.workspace.PartyKind;
import dev.syncprotocol.coordinator.workspace.Workspace;
import dev.syncprotocol.coordinator.workspace.WorkspaceConfig;
import dev.syncprotocol.coordinator.workspace.WorkspaceInit;
import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A real workspace in which a history is played: real git, real files, real engine processes, a clock that is moved by
 * hand, and a writer that can be made to die.
 */
final class SimulatedWorkspace implements AutoCloseable {
    private static final LedgerPatience PATIENCE = new LedgerPatience(Duration.ofSeconds(10), Duration.ZERO);
    private static final RoundPlan PLAN = RoundPlan.parse("""
            title: A simulated round
            commands:
              - {id: 1, title: One, instruction: Do it.}
              - {id: 2, title: Two, instruction: Do it.}
              - {id: 3, title: Three, instruction: Do it.}
            """.getBytes(StandardCharsets.UTF_8), "the simulated plan");

    private final SimulatedClock clock = new SimulatedClock();
    private final CrashPoint crash = new CrashPoint();
    private final FakeEngine engine = new FakeEngine();
    private final List<String> sent = new ArrayList<>();
    private final Workspace workspace;
    private final Coordinator coordinator;
    private final Packages packages;

    SimulatedWorkspace(Path folder, boolean curator) throws IOException {
        this.workspace = WorkspaceInit.run(folder, config(curator)).workspace();
        CoordinatorPorts ports = new CoordinatorPorts(
                clock,
                Optional.of(engine),
                Optional.empty(),
                Optional.empty(),
                PATIENCE.lock(),
                Duration.ofSeconds(10));
        this.coordinator =
                new Coordinator(workspace, ports, new RoundLedger(workspace.repository(), clock, PATIENCE, crash));
        this.packages = new Packages(workspace.root(), curator);
    }

    private static WorkspaceConfig config(boolean curator) {
        Map<Party, PartyKind> parties = new TreeMap<>(WorkspaceConfig.STANDARD.parties());
        if (curator) {
            parties.put(new Party("curator"), PartyKind.EXTERNAL);
        }
        return new WorkspaceConfig(parties, LedgerLimits.STANDARD, false, Optional.empty());
    }

    Coordinator coordinator() {
        return coordinator;
    }

    Path root() {
        return workspace.root();
    }

    FakeEngine engine() {
        return engine;
    }

    /** The texts that were handed over, oldest first. */
    List<String> sent() {
        return List.copyOf(sent);
    }

    /** How a move ended: an answer, a refusal, or the death of the writer. */
    record Played(Optional<SyncException> refusal, Optional<String> accepted, boolean died) {}

    Played play(Move move) throws IOException {
        clock.move(Duration.ofSeconds(1));
        crash.arm(move.crash());
        try {
            return new Played(Optional.empty(), act(move), false);
        } catch (BrokenInvariant broken) {
            throw broken;
        } catch (SyncException refusal) {
            return new Played(Optional.of(refusal), Optional.empty(), false);
        } catch (WriterCrash death) {
            leaveBehind(move);
            return new Played(Optional.empty(), Optional.empty(), true);
        } finally {
            crash.arm(Optional.empty());
        }
    }

    /** Of all that a killed process leaves, the ref lock alone can be in the way of the next one. */
    private void leaveBehind(Move move) throws IOException {
        if (move.crash().equals(Optional.of(LedgerStep.REF_LOCK_TAKEN))) {
            Path lock = branch().resolveSibling("ledger.lock");
            Files.createDirectories(lock.getParent());
            Files.createFile(lock);
        }
    }

    private Path pin() {
        return workspace.repository().commonDir().resolve("sync/ledger.seen");
    }

    private Path branch() {
        return workspace.repository().commonDir().resolve("refs/heads/sync/ledger");
    }

    /** The text that was accepted, where the move hands one over. */
    private Optional<String> act(Move move) throws IOException {
        switch (move.verb()) {
            case OPEN_ROUND -> coordinator.openRound(PLAN, Optional.empty());
            case REPORT -> coordinator.reportCommand(CommandReport.done(move.variant()));
            case LOCAL_PACKAGE -> {
                return handOver(packages.local(round(move), move));
            }
            case GEMINI_PACKAGE -> {
                return handOver(packages.answer("gemini", round(move), move));
            }
            case CURATOR_PACKAGE -> {
                return handOver(packages.answer("curator", round(move), move));
            }
            case RESEND -> {
                return sent.isEmpty() ? Optional.empty() : handOver(sent.get(move.variant() % sent.size()));
            }
            case LAUNCH -> launch(move, LaunchScope.ROUND);
            case LOOP -> launch(move, LaunchScope.LOOP);
            case STOP -> coordinator.stop();
            case ABANDON -> coordinator.abandonRound("the simulation gives it up");
            case FLIP_A_BIT -> flip(move.variant());
            case SET_CLOCK_BACK -> clock.move(Duration.ofHours(-1));
            case CUT_LEDGER_BACK -> cutBack();
        }
        return Optional.empty();
    }

    private int round(Move move) throws IOException {
        int current =
                coordinator.currentRound().map(round -> round.number().value()).orElse(1);
        if (move.has(Fault.EARLY)) {
            return current + 1;
        }
        return move.has(Fault.LATE) ? Math.max(1, current - 1) : current;
    }

    private Optional<String> handOver(String text) throws IOException {
        if (!sent.contains(text)) {
            sent.add(text);
        }
        coordinator.ingest(text.getBytes(StandardCharsets.UTF_8));
        return Optional.of(text);
    }

    private void launch(Move move, LaunchScope scope) throws IOException {
        engine.next(ending(move), move.has(Fault.STARTER_CRASH));
        RepoPath config = new RepoPath("configs/simulated-" + move.variant() + ".yaml");
        Path file = workspace.root().resolve(config.value());
        Files.createDirectories(file.getParent());
        Files.writeString(file, "simulated: " + move.variant() + "\n");
        coordinator.launchDetached(new LaunchRequest(
                config,
                Sha256.ofFile(file),
                scope,
                GateDemand.ALL,
                List.of(),
                Optional.empty(),
                new RepoPath("checkpoints/local"),
                Wishes.NONE));
    }

    private static FakeEngine.Ending ending(Move move) {
        if (move.has(Fault.ENGINE_LOST)) {
            return FakeEngine.Ending.VANISH;
        }
        if (move.has(Fault.ENGINE_FAILED)) {
            return FakeEngine.Ending.FAIL;
        }
        return move.has(Fault.ENGINE_STOPPED) ? FakeEngine.Ending.WAIT : FakeEngine.Ending.FINISH;
    }

    /** Flips the lowest bit of the last byte of a delivered file; the same move again flips it back. */
    private void flip(int variant) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Demand demand : Demand.values()) {
            demand.files().stream()
                    .map(workspace.root()::resolve)
                    .filter(Files::isRegularFile)
                    .forEach(files::add);
        }
        if (!files.isEmpty()) {
            Path file = files.get(variant % files.size());
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length - 1] ^= 1;
            Files.write(file, bytes);
        }
    }

    /** Points the branch at the record before, looks whether that is noticed, and points it back. */
    private void cutBack() throws IOException {
        List<LedgerRecord> log = coordinator.log();
        if (log.size() < 2) {
            return;
        }
        String head = Files.readString(branch());
        if (!Files.isRegularFile(pin()) || !Files.readString(pin()).equals(head)) {
            // A clone that has not seen the newest record cannot miss it: rounds/README.md, what guards it.
            return;
        }
        Files.writeString(branch(), log.get(log.size() - 2).commit().orElseThrow() + "\n");
        try {
            Truncation.isNoticed(coordinator);
        } finally {
            Files.writeString(branch(), head);
        }
    }

    Optional<Round> current() throws IOException {
        return coordinator.currentRound();
    }

    @Override
    public void close() {
        engine.end();
    }
}
