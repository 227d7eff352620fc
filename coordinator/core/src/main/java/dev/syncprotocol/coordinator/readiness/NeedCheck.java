package dev.syncprotocol.coordinator.readiness;

import dev.syncprotocol.coordinator.round.AskedNeed;
import dev.syncprotocol.coordinator.round.NeedProof;
import dev.syncprotocol.protocol.digest.Sha256;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The proof for one need, looked at now.
 *
 * @param asked the need
 * @param state what is known
 * @param reason one sentence in our words: where it was looked for, what was found, what is missing
 * @param record the record that satisfied it and pins its digest; empty while none does
 * @param declared the digest the other party's package declares
 * @param pinned the digest pinned when it was satisfied
 * @param found what lies at the path now; empty when nothing does
 */
public record NeedCheck(
        AskedNeed asked,
        NeedState state,
        String reason,
        OptionalInt record,
        Optional<Sha256> declared,
        Optional<Sha256> pinned,
        Optional<NeedProof> found) {
    /** Whether the gate waits for it. */
    public boolean blocks() {
        return asked.gating() && state != NeedState.SATISFIED;
    }
}
