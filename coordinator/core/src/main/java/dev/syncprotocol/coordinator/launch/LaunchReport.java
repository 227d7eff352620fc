package dev.syncprotocol.coordinator.launch;

import dev.syncprotocol.coordinator.round.LaunchId;
import dev.syncprotocol.coordinator.round.LaunchScope;
import dev.syncprotocol.protocol.RoundNumber;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.digest.Sha256;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One launch, as far as it has come.
 *
 * @param launch its name
 * @param round the round it belongs to
 * @param scope training of the round, or a local loop
 * @param state where it stands; an overlay of the live process over what is recorded
 * @param recorded whether the end (when there is one) stands in the ledger already
 * @param config the training config
 * @param inputsSha256 digest over round, config, data, needs and ticket
 * @param resume the checkpoint it went on from
 * @param run folder of the run it is written into; empty for launches before runs were kept
 * @param resumable the checkpoint it can be resumed from: it ended before its last step and saved one
 * @param elsewhere whether it was started in another clone, whose process cannot be seen from here
 * @param degraded whether it runs on a stand-in
 * @param since when it was started
 * @param pid the process; empty when it never got that far or runs in another clone
 * @param step steps done
 * @param maxSteps steps asked for; 0 while unknown
 * @param loss the last loss
 * @param exitCode the process's own exit code, once known
 * @param checkpoint the newest checkpoint, once it ended
 * @param errorReport the engine's report of its failure
 */
public record LaunchReport(
        LaunchId launch,
        RoundNumber round,
        LaunchScope scope,
        LaunchState state,
        boolean recorded,
        RepoPath config,
        Sha256 inputsSha256,
        Optional<RepoPath> resume,
        Optional<RepoPath> run,
        Optional<RepoPath> resumable,
        boolean elsewhere,
        boolean degraded,
        Instant since,
        OptionalLong pid,
        long step,
        long maxSteps,
        OptionalDouble loss,
        OptionalInt exitCode,
        Optional<RepoPath> checkpoint,
        Optional<RepoPath> errorReport) {}
