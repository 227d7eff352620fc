package dev.syncprotocol.gates.rc1;

import dev.syncprotocol.gates.scorer.Provider;
import dev.syncprotocol.gates.scorer.Scorer;

/** Where scorers come from (port: live models wired by the command line, recorded or loopback ones in tests). */
@FunctionalInterface
public interface ScorerSource {
    /**
     * Opens a provider's scorer.
     *
     * @throws dev.syncprotocol.protocol.error.SyncException {@code preflight_failed} without a key
     */
    Scorer open(Provider provider);
}
