package dev.syncprotocol.coordinator;

import dev.syncprotocol.coordinator.launch.LaunchRequest;
import dev.syncprotocol.coordinator.round.Launch;
import dev.syncprotocol.coordinator.round.LaunchFinished;
import dev.syncprotocol.coordinator.round.Round;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.util.List;
import java.util.Optional;

/**
 * A launch that goes on from a checkpoint: only with the inputs the checkpoint was made from. Otherwise half of a training
 * would rest on inputs that no record of its end names.
 */
record Resuming(Round round, LaunchRequest request) {
    /**
     * Refuses other inputs than those of the launch that is resumed. Where keys are named that may differ, the engine
     * compares the configs key by key instead.
     *
     * @throws SyncException {@link ErrorCode#INPUTS_CHANGED}
     */
    void refuseOtherInputs(Sha256 inputs) {
        request.resume()
                .flatMap(this::resumed)
                .filter(launch -> request.wishes().allowed().isEmpty())
                .filter(launch -> !launch.started().inputsSha256().equals(inputs))
                .ifPresent(launch -> {
                    throw new SyncException(
                            ErrorCode.INPUTS_CHANGED,
                            "launch " + launch.id() + " cannot be resumed: its inputs were "
                                    + launch.started().inputsSha256().abbreviated() + ", now they are "
                                    + inputs.abbreviated(),
                            null,
                            "start anew without --resume, or bring the config and the data back",
                            List.of(),
                            List.of("sync explain", "sync log"));
                });
    }

    /** The launch that left this checkpoint; where no record names it, the newest one that did not succeed. */
    private Optional<Launch> resumed(RepoPath checkpoint) {
        List<Launch> ended = round.launches().stream()
                .filter(launch -> launch.started().scope() == request.scope())
                .filter(launch -> !launch.isRunning() && !launch.succeeded())
                .toList();
        return ended.stream()
                .filter(launch ->
                        launch.finished().flatMap(LaunchFinished::checkpoint).equals(Optional.of(checkpoint)))
                .reduce((older, newer) -> newer)
                .or(() -> ended.stream().reduce((older, newer) -> newer));
    }
}
