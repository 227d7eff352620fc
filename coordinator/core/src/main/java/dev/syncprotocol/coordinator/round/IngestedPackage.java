package dev.syncprotocol.coordinator.round;

import dev.syncprotocol.protocol.ProducedArtifact;
import dev.syncprotocol.protocol.SyncPackage;
import java.time.Instant;
import java.util.Optional;

/**
 * A recorded package of a round.
 *
 * @param record the record that holds it
 * @param at when it was recorded
 * @param event the event
 * @param content the package of the recorded text
 */
public record IngestedPackage(int record, Instant at, PackageIngested event, SyncPackage content) {
    /** The artifact it declares for a need: of the need's name, or at the need's path. */
    public Optional<ProducedArtifact> artifactFor(AskedNeed asked) {
        return content.artifacts().stream()
                .filter(artifact -> artifact.name().equals(asked.name()) || samePath(artifact, asked))
                .findFirst();
    }

    private static boolean samePath(ProducedArtifact artifact, AskedNeed asked) {
        return bare(artifact.path().value()).equals(bare(asked.need().path().value()));
    }

    private static String bare(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
