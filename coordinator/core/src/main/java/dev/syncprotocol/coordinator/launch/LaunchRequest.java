package dev.syncprotocol.coordinator.launch;

import dev.syncprotocol.coordinator.readiness.GateDemand;
import dev.syncprotocol.coordinator.round.LaunchScope;
import dev.syncprotocol.coordinator.round.LaunchStarted.InputFile;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.digest.Sha256;
import java.util.List;
import java.util.Optional;

/**
 * The wish to train. The caller has read and checked the config; the coordinator knows no training settings.
 *
 * @param config the training config
 * @param configSha256 digest of its bytes as the caller read them
 * @param scope {@link LaunchScope#LOOP} exactly where the config says {@code gate.needs: []}
 * @param demand what the config demands of the gate; without meaning for a loop
 * @param inputs the data files it reads, with digests
 * @param resume the checkpoint to go on from
 * @param checkpoints the folder it leaves checkpoints in
 * @param wishes what it changes
 */
public record LaunchRequest(
        RepoPath config,
        Sha256 configSha256,
        LaunchScope scope,
        GateDemand demand,
        List<InputFile> inputs,
        Optional<RepoPath> resume,
        RepoPath checkpoints,
        Wishes wishes) {
    public LaunchRequest {
        inputs = List.copyOf(inputs);
    }
}
