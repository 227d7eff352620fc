package dev.syncprotocol.coordinator;

import dev.syncprotocol.protocol.SyncPackage;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.Violation;
import java.util.List;
import java.util.Optional;

/**
 * What {@code sync validate} finds; nothing was changed and no round was asked.
 *
 * @param syncPackage the package, when no rule is broken
 * @param violations every broken rule, in the order of the text
 * @param receivedSha256 digest of the bytes
 * @param contentSha256 digest of the canonical form; empty when the text is unreadable
 * @param next safe commands that lead on
 */
public record PackageCheck(
        Optional<SyncPackage> syncPackage,
        List<Violation> violations,
        Sha256 receivedSha256,
        Optional<Sha256> contentSha256,
        List<String> next) {
    public PackageCheck {
        violations = List.copyOf(violations);
        next = List.copyOf(next);
    }

    /** Whether no rule is broken. */
    public boolean valid() {
        return violations.isEmpty();
    }
}
