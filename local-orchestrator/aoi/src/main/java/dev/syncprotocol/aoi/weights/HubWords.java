package dev.syncprotocol.aoi.weights;

import dev.syncprotocol.protocol.digest.Sha256;
import java.net.http.HttpHeaders;
import java.util.Optional;

/**
 * What the hub says of a file before it sends the reader on to where the bytes are.
 *
 * @param revision the commit, {@code X-Repo-Commit}
 * @param sha256 of a large file, {@code X-Linked-ETag}
 */
record HubWords(Optional<String> revision, Optional<Sha256> sha256) {
    static final HubWords NONE = new HubWords(Optional.empty(), Optional.empty());

    static HubWords of(HttpHeaders headers) {
        return new HubWords(
                headers.firstValue("x-repo-commit").filter(commit -> commit.matches("[0-9a-f]{40}")),
                headers.firstValue("x-linked-etag")
                        .map(tag -> tag.replace("\"", ""))
                        .filter(tag -> tag.matches("[0-9a-f]{64}"))
                        .map(Sha256::new));
    }

    /** What the first host said counts: it is the one that was asked. */
    HubWords or(HubWords later) {
        return new HubWords(revision.or(later::revision), sha256.or(later::sha256));
    }
}
