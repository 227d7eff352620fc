package dev.syncprotocol.coordinator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.launch.EngineProcess;
import dev.syncprotocol.coordinator.launch.LaunchFolder;
import dev.syncprotocol.coordinator.launch.LaunchListener;
import dev.syncprotocol.coordinator.launch.LaunchOrder;
import dev.syncprotocol.coordinator.launch.LaunchProgress;
import dev.syncprotocol.coordinator.launch.LaunchReport;
import dev.syncprotocol.coordinator.launch.LaunchRequest;
import dev.syncprotocol.coordinator.launch.LaunchRuns;
import dev.syncprotocol.coordinator.launch.LaunchState;
import dev.syncprotocol.coordinator.launch.LaunchWatch;
import dev.syncprotocol.coordinator.launch.TrainingLauncher;
import dev.syncprotocol.coordinator.ledger.LedgerReader;
import dev.syncprotocol.coordinator.ledger.LedgerWriter;
import dev.syncprotocol.coordinator.readiness.GateDecision;
import dev.syncprotocol.coordinator.readiness.LaunchGate;
import dev.syncprotocol.coordinator.readiness.NeedCheck;
import dev.syncprotocol.coordinator.readiness.NeedState;
import dev.syncprotocol.coordinator.readiness.Readiness;
import dev.syncprotocol.coordinator.round.Launch;
import dev.syncprotocol.coordinator.round.LaunchId;
import dev.syncprotocol.coordinator.round.LaunchScope;
import dev.syncprotocol.coordinator.round.LaunchStarted;
import dev.syncprotocol.coordinator.round.NeedJson;
import dev.syncprotocol.coordinator.round.NeedProof;
import dev.syncprotocol.coordinator.round.NeedsSatisfied;
import dev.syncprotocol.coordinator.round.PinnedProof;
import dev.syncprotocol.coordinator.round.Round;
import dev.syncprotocol.coordinator.round.RoundTransitions;
import dev.syncprotocol.coordinator.round.Trigger;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.CanonicalJson;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Starting, following and stopping the engine (coordinator.md section 7): gate, launch-started, child, launch-finished. The
 * lock is held while the child is being started and never while it runs.
 */
final class Launches {
    private static final long POLL_MS = 200;

    private final Setting setting;
    private final Gate gate;

    Launches(Setting setting) {
        this.setting = setting;
        this.gate = new Gate(setting);
    }

    LaunchReport launch(LaunchRequest request, LaunchListener listener) throws IOException {
        LaunchReport begun = launchDetached(request);
        if (begun.state() != LaunchState.RUNNING) {
            return begun;
        }
        follow(begun, listener);
        setting.settle();
        LaunchReport end = report(begun.launch());
        if (end.state() == LaunchState.FAILED || end.state() == LaunchState.LOST) {
            throw new EngineFailed(end);
        }
        return end;
    }

    LaunchReport launchDetached(LaunchRequest request) throws IOException {
        TrainingLauncher launcher = setting.ports()
                .launcher()
                .orElseThrow(() -> new SyncException(ErrorCode.USAGE, "this build has no training engine"));
        Readiness readiness = setting.readiness();
        warmUp(readiness);
        LaunchId launch = setting.write(writer -> begin(writer, request, launcher, readiness));
        return report(launch);
    }

    /** Hashes the needed artifacts before the lock is taken; the decision then asks the same instance. */
    private void warmUp(Readiness readiness) throws IOException {
        Optional<Round> round = setting.current();
        if (round.isPresent()) {
            readiness.check(round.get());
        }
    }

    private LaunchId begin(LedgerWriter writer, LaunchRequest request, TrainingLauncher launcher, Readiness readiness)
            throws IOException {
        Round round = Setting.required(writer.reader().currentRound());
        Inputs inputs = inputs(round, request, readiness);
        Optional<Launch> same = already(round, request, inputs.digest());
        if (same.isPresent()) {
            if (!same.get().isRunning()) {
                gate.requireTicket(request);
            }
            return same.get().id();
        }
        refuseSecondEngine(round);
        new Resuming(round, request).refuseOtherInputs(inputs.digest());
        Round admitted = admit(writer, round, request, readiness);
        LaunchStarted started = started(admitted, request, inputs, Optional.empty());
        Setting.allow(admitted, started);
        LaunchFolder.of(setting.workspace().launches(), started.launch()).prepare();
        Optional<LaunchRuns.Begun> run = run(started.launch(), request);
        LaunchStarted recorded = started(admitted, request, inputs, run.map(LaunchRuns.Begun::folder));
        writer.append(recorded, List.of());
        start(
                launcher,
                new LaunchOrder(setting.root(), recorded, request.wishes(), run.map(LaunchRuns.Begun::lockSha256)));
        return recorded.launch();
    }

    /** A launch is a run (run-store.md section 9.3). */
    private Optional<LaunchRuns.Begun> run(LaunchId launch, LaunchRequest request) throws IOException {
        Optional<LaunchRuns> runs = setting.ports().runs();
        return runs.isEmpty() ? Optional.empty() : Optional.of(runs.get().begin(launch, request));
    }

    private Round admit(LedgerWriter writer, Round round, LaunchRequest request, Readiness readiness)
            throws IOException {
        if (request.scope() == LaunchScope.ROUND) {
            return pass(writer, round, request, readiness);
        }
        Setting.allow(round, RoundTransitions.cell(round.state(), Trigger.LOOP_STARTED));
        return round;
    }

    private static LaunchStarted started(Round round, LaunchRequest request, Inputs inputs, Optional<RepoPath> run) {
        return new LaunchStarted(
                round.number(),
                LaunchId.of(round.number(), round.launches().size() + 1),
                request.scope(),
                request.config(),
                request.configSha256(),
                inputs.digest(),
                request.inputs(),
                inputs.needs(),
                inputs.ticket(),
                request.resume(),
                Optional.of(request.checkpoints()),
                run,
                request.wishes().set(),
                inputs.standIns());
    }

    /**
     * All that a launch depends on.
     *
     * @param needs the satisfied needs with the digests that are, or are about to be, pinned
     * @param standIns what it takes in place of needs that are not satisfied
     * @param ticket digest of the preflight ticket, where one is demanded
     * @param digest over round, config, data, needs, stand-ins and ticket
     */
    private record Inputs(List<NeedProof> needs, List<NeedProof> standIns, Optional<Sha256> ticket, Sha256 digest) {}

    private Inputs inputs(Round round, LaunchRequest request, Readiness readiness) throws IOException {
        List<NeedCheck> checks = request.scope() == LaunchScope.LOOP ? List.of() : readiness.check(round);
        List<NeedProof> needs = checks.stream()
                .filter(check -> check.state() == NeedState.SATISFIED)
                .flatMap(check -> check.found().stream())
                .toList();
        List<NeedProof> standIns = LaunchGate.standIns(checks, request.demand()).stream()
                .flatMap(check -> check.standIn().stream())
                .map(PinnedProof::proof)
                .toList();
        Optional<Sha256> ticket = gate.ticketDigest(request, readiness);
        return new Inputs(needs, standIns, ticket, digest(round, request, needs, standIns, ticket));
    }

    private static Sha256 digest(
            Round round,
            LaunchRequest request,
            List<NeedProof> needs,
            List<NeedProof> standIns,
            Optional<Sha256> ticket) {
        ObjectNode node = SyncJson.object();
        node.put("round", round.number().value());
        node.put("config_sha256", request.configSha256().hex());
        node.set(
                "data",
                NeedJson.list(request.inputs().stream()
                        .map(input -> pair(input.path().value(), input.sha256()))
                        .toList()));
        node.set("needs", named(needs));
        if (!standIns.isEmpty()) {
            node.set("stand_ins", named(standIns));
        }
        if (!request.wishes().set().isEmpty()) {
            request.wishes().set().forEach(node.putArray("set")::add);
        }
        node.put("ticket_sha256", ticket.map(Sha256::hex).orElse(null));
        return Sha256.of(CanonicalJson.bytes(node));
    }

    private static ArrayNode named(List<NeedProof> proofs) {
        return NeedJson.list(proofs.stream()
                .map(proof -> pair(proof.round() + "/" + proof.need(), proof.sha256()))
                .toList());
    }

    private static ObjectNode pair(String name, Sha256 digest) {
        ObjectNode node = SyncJson.object();
        node.put("name", name);
        node.put("sha256", digest.hex());
        return node;
    }

    /** At most one launch a round and inputs digest: the running or finished one answers, the latter as long as its ticket holds. A failed one may be retried. */
    private static Optional<Launch> already(Round round, LaunchRequest request, Sha256 inputs) {
        return round.launches().stream()
                .filter(launch -> launch.started().scope() == request.scope()
                        && launch.started().inputsSha256().equals(inputs))
                .filter(launch -> launch.isRunning()
                        || launch.succeeded() && !request.wishes().fresh())
                .findFirst();
    }

    private String where(Launch launch) {
        return LaunchFolder.of(setting.workspace().launches(), launch.id()).exists() ? "" : " elsewhere";
    }

    private void refuseSecondEngine(Round round) {
        round.runningLaunch().ifPresent(launch -> {
            throw new SyncException(
                    ErrorCode.LAUNCH_RUNNING,
                    "launch " + launch.id() + " is running" + where(launch) + "; one engine at a time",
                    null,
                    null,
                    List.of(),
                    List.of("sync status", "sync stop"));
        });
    }

    /** Through the gate, or refused; pins what satisfied a need since its package came. */
    private Round pass(LedgerWriter writer, Round round, LaunchRequest request, Readiness readiness)
            throws IOException {
        if (!round.state().isHandedOver() || round.state().isOver()) {
            Setting.allow(round, RoundTransitions.cell(round.state(), Trigger.LAUNCH_STARTED));
        }
        GateDecision decision = gate.decide(round, readiness, request.demand(), Optional.of(request.config()));
        if (!decision.open()) {
            throw closed(decision);
        }
        List<NeedProof> fresh = readiness.unrecorded(round);
        if (fresh.isEmpty()) {
            return round;
        }
        writer.append(new NeedsSatisfied(round.number(), fresh), List.of());
        return writer.reader().currentRound().orElseThrow();
    }

    private static SyncException closed(GateDecision decision) {
        List<ArtifactMismatch.Difference> differences = decision.proof().stream()
                .filter(check -> check.state() == NeedState.MISMATCH && check.blocks())
                .map(Launches::difference)
                .toList();
        if (!differences.isEmpty()) {
            return new ArtifactMismatch(differences);
        }
        return Gate.onlyTickets(decision) ? Gate.noTicket(decision.blocks()) : new NeedsMissing(decision);
    }

    private static ArtifactMismatch.Difference difference(NeedCheck check) {
        return new ArtifactMismatch.Difference(
                check.asked().name(),
                check.asked().need().path(),
                check.pinned().or(check::declared),
                check.found().map(NeedProof::sha256),
                check.reason());
    }

    private void start(TrainingLauncher launcher, LaunchOrder order) throws IOException {
        LaunchFolder folder =
                LaunchFolder.of(setting.workspace().launches(), order.started().launch());
        folder.create(order);
        Process process = launcher.start(setting.root(), folder.path());
        folder.started(EngineProcess.of(process.toHandle(), launcher.command(folder.path())));
    }

    private void follow(LaunchReport begun, LaunchListener listener) throws IOException {
        LaunchFolder folder = LaunchFolder.of(setting.workspace().launches(), begun.launch());
        listener.started(begun.launch(), begun.pid().orElse(0));
        Optional<LaunchProgress> heard = Optional.empty();
        for (Optional<ProcessHandle> engine = LaunchWatch.living(folder);
                engine.isPresent() && !ended(engine.get(), POLL_MS);
                engine = LaunchWatch.living(folder)) {
            heard = hear(folder, heard, listener);
        }
        hear(folder, heard, listener);
    }

    private static Optional<LaunchProgress> hear(
            LaunchFolder folder, Optional<LaunchProgress> heard, LaunchListener listener) throws IOException {
        Optional<LaunchProgress> beat = folder.heartbeat();
        if (beat.isPresent() && !beat.equals(heard)) {
            listener.progress(beat.get());
        }
        return beat;
    }

    private static boolean ended(ProcessHandle engine, long waitMs) {
        try {
            engine.onExit().get(waitMs, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new SyncException(ErrorCode.INTERNAL, "the engine's process cannot be waited for", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SyncException(ErrorCode.INTERRUPTED, "no longer waiting; the engine runs on");
        }
    }

    Optional<LaunchReport> stop() throws IOException {
        Optional<Launch> running = setting.current().flatMap(Round::runningLaunch);
        if (running.isEmpty()) {
            return Optional.empty();
        }
        LaunchFolder folder =
                LaunchFolder.of(setting.workspace().launches(), running.get().id());
        refuseFromElsewhere(folder, running.get().id());
        Optional<ProcessHandle> engine = LaunchWatch.living(folder);
        if (engine.isPresent()) {
            engine.get().destroy();
            if (!ended(engine.get(), setting.ports().stopWait().toMillis())) {
                throw new SyncException(
                        ErrorCode.LAUNCH_RUNNING,
                        "launch " + running.get().id() + " was told to stop and is still writing its checkpoint",
                        null,
                        null,
                        List.of(),
                        List.of("sync status"));
            }
        }
        setting.settle();
        return Optional.of(report(running.get().id()));
    }

    private static void refuseFromElsewhere(LaunchFolder folder, LaunchId launch) {
        if (!folder.exists()) {
            throw new SyncException(
                    ErrorCode.LAUNCH_RUNNING,
                    "launch " + launch + " is running elsewhere: it was started in another clone",
                    null,
                    "stop it there; its end arrives with that clone's ledger",
                    List.of(),
                    List.of("sync status"));
        }
    }

    private LaunchReport report(LaunchId launch) throws IOException {
        try (LedgerReader reader = setting.ledger().read()) {
            Launch found = reader.currentRound().orElseThrow().launches().stream()
                    .filter(one -> one.id().equals(launch))
                    .findFirst()
                    .orElseThrow();
            return new LaunchView(setting.workspace(), setting.ports().clock()).of(found);
        }
    }
}
