package dev.syncprotocol.coordinator;

import dev.syncprotocol.coordinator.launch.LaunchConfigs;
import dev.syncprotocol.coordinator.launch.LaunchListener;
import dev.syncprotocol.coordinator.launch.LaunchReport;
import dev.syncprotocol.coordinator.launch.LaunchRequest;
import dev.syncprotocol.coordinator.ledger.LedgerReader;
import dev.syncprotocol.coordinator.ledger.LedgerRecord;
import dev.syncprotocol.coordinator.ledger.RoundLedger;
import dev.syncprotocol.coordinator.readiness.DraftCheck;
import dev.syncprotocol.coordinator.readiness.GateDecision;
import dev.syncprotocol.coordinator.readiness.GateDemand;
import dev.syncprotocol.coordinator.readiness.NeedCheck;
import dev.syncprotocol.coordinator.round.Round;
import dev.syncprotocol.coordinator.round.RoundPlan;
import dev.syncprotocol.coordinator.workspace.Workspace;
import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.RoundNumber;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The front door: the verbs a person, an agent and CI call (coordinator.md section 8). Command line and tools are skins
 * over it. Safe for use by several threads; any number of processes may work on one workspace.
 *
 * <p>Expected answers are values; a refusal is a {@link SyncException} whose code, violations and next commands say all.
 * Verbs that only ask take no lock and write nothing.
 */
public final class Coordinator {
    private final Setting setting;

    /** A coordinator of one workspace. */
    public Coordinator(Workspace workspace, CoordinatorPorts ports) {
        this.setting = Setting.of(workspace, ports);
    }

    /** A coordinator over a ledger that somebody else opened: the simulation listens to its steps. */
    public Coordinator(Workspace workspace, CoordinatorPorts ports, RoundLedger ledger) {
        this.setting = new Setting(workspace, ports, ledger);
    }

    /** The workspace it works in. */
    public Workspace workspace() {
        return setting.workspace();
    }

    /**
     * Opens the next round.
     *
     * @param expect the number the round shall have; when that round is open already, it is the answer
     * @throws SyncException {@link ErrorCode#TOO_EARLY} while the current round is not at its end;
     *     {@link ErrorCode#EXPECTATION_CONFLICT} when the next round has another number
     */
    public RoundOpening openRound(RoundPlan plan, Optional<RoundNumber> expect) throws IOException {
        return new Rounds(setting).open(plan, expect);
    }

    /** The current round: the one with the highest number; empty before the first. */
    public Optional<Round> currentRound() throws IOException {
        return setting.current();
    }

    /**
     * One round.
     *
     * @throws SyncException {@link ErrorCode#USAGE} when there is no round of this number
     */
    public Round round(RoundNumber number) throws IOException {
        return new Rounds(setting).round(number);
    }

    /** Every round, oldest first. */
    public List<Round> rounds() throws IOException {
        return new Rounds(setting).all();
    }

    /**
     * Gives the current round up. Its own open needs lapse; those carried over stay open.
     *
     * @param why the reason
     */
    public Round abandonRound(String why) throws IOException {
        return new Rounds(setting).abandon(why);
    }

    /**
     * Records how one of the three commands ended. A failed command may be reported again; a done one is final.
     *
     * @throws SyncException {@link ErrorCode#REPORT_CONFLICT} for another report of a done command;
     *     {@link ErrorCode#USAGE} for a command the round does not have; {@link ErrorCode#ROUND_CLOSED} after the
     *     hand-over
     */
    public CommandReporting reportCommand(CommandReport report) throws IOException {
        return new Rounds(setting).report(report);
    }

    /** The local package of the current round as far as it can be told from what is there. Writes nothing. */
    public PackageDraft draftPackage() throws IOException {
        return new Drafting(setting).draft();
    }

    /** Checks a package by schema and rules only. Asks no round and writes nothing. */
    public PackageCheck validate(byte[] bytes) throws IOException {
        return new Ingest(setting, bytes, Optional.empty()).check();
    }

    /**
     * Validates, verifies and records a package.
     *
     * @param bytes as received; never changed
     * @throws SyncException {@link ErrorCode#PACKAGE_INVALID} with all violations;
     *     {@link ErrorCode#SECRET_IN_TEXT}; {@link ErrorCode#TOO_EARLY}; {@link ErrorCode#ROUND_CLOSED}
     * @throws PackageConflict other content of the same party and round
     * @throws ArtifactMismatch a declared digest is not that of the file at the path
     */
    public IngestOutcome ingest(byte[] bytes) throws IOException {
        return new Ingest(setting, bytes, Optional.empty()).outcome();
    }

    /**
     * As {@link #ingest}, but other content of the same party and round takes the place of the recorded package as its
     * next revision. Both stay in the ledger; what the older one asked or declared and the newer one does not, lapses.
     *
     * @param why the reason, recorded with it
     * @throws SyncException {@link ErrorCode#USAGE} without a reason, or when there is nothing to supersede
     */
    public IngestOutcome supersede(byte[] bytes, String why) throws IOException {
        return new Ingest(setting, bytes, Optional.of(why)).outcome();
    }

    /**
     * Puts artifacts into the workspace and records the package that declares them, or does neither.
     *
     * @throws SyncException {@link ErrorCode#PATH_TAKEN} where something lies that may not be replaced, and whatever
     *     {@link #ingest} refuses; the workspace is then as it was
     */
    public IngestOutcome deliver(Delivery delivery) throws IOException {
        return Delivering.run(setting, delivery);
    }

    /**
     * Ends the deliveries that killed calls left.
     *
     * @param deliveries the folder of the folders of deliveries, each named {@code …-<pid>}
     * @return how many there were
     */
    public int recoverDeliveries(Path deliveries) throws IOException {
        return Delivering.recover(setting, deliveries);
    }

    /** A check of drafts that lie in this folder at the paths of their needs. */
    public DraftCheck draftCheck(Path drafts) {
        return new DraftCheck(setting.root(), drafts, setting.ports().gates());
    }

    /**
     * Every need in play, looked at now.
     *
     * @param party only the needs asked of this party; empty for all
     */
    public List<NeedCheck> needs(Optional<Party> party) throws IOException {
        return new StatusQuery(setting).needs(party);
    }

    /**
     * Runs the alternative that the local party's own package names for a need, and marks what it left as a stand-in. It
     * satisfies nothing; only a config with {@code gate.allow_degraded: true} may start on it. One that lies there
     * unchanged is the answer, without a run.
     *
     * @param need the need's name
     * @throws SyncException {@link ErrorCode#USAGE} where there is no such need or alternative, or it is satisfied;
     *     {@link ErrorCode#COMMAND_FAILED} when the command failed or left nothing
     */
    public AlternativeOutcome runAlternative(String need, AlternativeRunner runner) throws IOException {
        return new Alternatives(setting).run(need, runner);
    }

    /**
     * Brings artifacts back from the ledger.
     *
     * @throws RestoreConflict other content lies in the place of one; nothing is written then
     */
    public Restoration restore(RestoreRequest request) throws IOException {
        return Restoring.run(setting, request);
    }

    /** Where everything stands. */
    public StatusReport status() throws IOException {
        return new StatusQuery(setting).status();
    }

    /** Whether training may start, with the proof of every need. */
    public GateDecision explain(GateDemand demand) throws IOException {
        return new StatusQuery(setting).explain(demand);
    }

    /**
     * Starts the engine when the gate is open, and waits until it ends. The same inputs again answer with the running
     * launch, which is then waited for, or with the finished one. A stopped engine is an answer, not a failure.
     *
     * @param listener hears of the start and of every heartbeat, on this thread
     * @throws NeedsMissing the gate is closed
     * @throws ArtifactMismatch a needed artifact is not the one declared or pinned
     * @throws EngineFailed the engine failed or vanished
     */
    public LaunchReport launch(LaunchRequest request, LaunchListener listener) throws IOException {
        return new Launches(setting).launch(request, listener);
    }

    /** As {@link #launch}, but returns once the engine runs. */
    public LaunchReport launchDetached(LaunchRequest request) throws IOException {
        return new Launches(setting).launchDetached(request);
    }

    /**
     * Launches where {@code auto_launch} asks for it and the gate is open for {@code launch.config}: to be called after an
     * ingest. Never throws for what the launch refuses.
     */
    public Optional<AutoLaunch> autoLaunch(LaunchConfigs configs) throws IOException {
        return new AutoLaunching(setting).afterIngest(configs);
    }

    /**
     * Asks the running engine to stop, waits for its checkpoint, and records the end.
     *
     * @return the stopped launch; empty when none was running
     * @throws SyncException {@link ErrorCode#LAUNCH_RUNNING} when it has not ended within the bound
     */
    public Optional<LaunchReport> stop() throws IOException {
        return new Launches(setting).stop();
    }

    /** Every record, oldest first. */
    public List<LedgerRecord> log() throws IOException {
        try (LedgerReader reader = setting.ledger().read()) {
            return reader.log();
        }
    }

    /** Recomputes everything, offline. What differs is in the answer, not an exception. */
    public Verification verify() throws IOException {
        return new Verifying(setting).full();
    }

    /** As {@link #verify}, of the newest round only: the pinned head, its records and the artifacts they pin. */
    public Verification verifyQuickly() throws IOException {
        return new Verifying(setting).quick();
    }
}
