package dev.syncprotocol.protocol;

import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.Violation;
import dev.syncprotocol.protocol.json.LocatedDocument;
import java.util.List;
import java.util.Optional;

/**
 * What came of reading a text as a SYNC package.
 *
 * @param syncPackage the package, when no rule is broken
 * @param violations every broken rule, in the order of the text; empty exactly when there is a package
 * @param receivedSha256 digest of the bytes received
 * @param contentSha256 digest of the canonical form: same content, same digest; empty when the text is unreadable
 * @param document the text with its places; empty when it is unreadable
 */
public record PackageReading(
        Optional<SyncPackage> syncPackage,
        List<Violation> violations,
        Sha256 receivedSha256,
        Optional<Sha256> contentSha256,
        Optional<LocatedDocument> document) {
    public PackageReading {
        violations = List.copyOf(violations);
    }
}
