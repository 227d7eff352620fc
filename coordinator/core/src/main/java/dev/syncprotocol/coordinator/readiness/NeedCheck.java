package dev.syncprotocol.coordinator.readiness;

import dev.syncprotocol.coordinator.round.AskedNeed;
import dev.syncprotocol.coordinator.round.NeedProof;
import dev.syncprotocol.coordinator.round.PinnedProof;
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
 * @param standIn the recorded stand-in that still lies where it was made; empty once the artifact itself has arrived
 */
public record NeedCheck(
        AskedNeed asked,
        NeedState state,
        String reason,
        OptionalInt record,
        Optional<Sha256> declared,
        Optional<Sha256> pinned,
        Optional<NeedProof> found,
        Optional<PinnedProof> standIn) {
    /** Whether the gate waits for it. */
    public boolean blocks() {
        return asked.gating() && state != NeedState.SATISFIED;
    }

    /** The same need with only its stand-in there. */
    NeedCheck degraded(PinnedProof standIn) {
        return new NeedCheck(
                asked,
                NeedState.DEGRADED,
                "only the stand-in " + standIn.proof().path() + " of record " + standIn.record() + " is there; "
                        + reason,
                OptionalInt.empty(),
                declared,
                pinned,
                found,
                Optional.of(standIn));
    }
}
