package dev.syncprotocol.coordinator;

import dev.syncprotocol.coordinator.ledger.LedgerFinding;
import dev.syncprotocol.coordinator.ledger.LedgerHead;
import dev.syncprotocol.protocol.error.ErrorCode;
import java.util.List;
import java.util.Optional;

/**
 * What recomputing everything found (coordinator.md section 5, verifiable).
 *
 * @param head where the ledger ends; empty when there is none
 * @param recordsChecked records that were recomputed: all of them, or those of the newest round
 * @param artifactsChecked files and directories of the work tree that were compared with their pinned digests
 * @param findings all that differs; empty when everything holds
 * @param code what kind of difference it is: a rewritten or truncated ledger, any other difference of the ledger, or only
 *     artifacts that are not the recorded ones; empty when everything holds
 * @param next safe commands that lead on
 */
public record Verification(
        Optional<LedgerHead> head,
        int recordsChecked,
        int artifactsChecked,
        List<LedgerFinding> findings,
        Optional<ErrorCode> code,
        List<String> next) {
    public Verification {
        findings = List.copyOf(findings);
        next = List.copyOf(next);
    }

    /** Whether everything holds. */
    public boolean holds() {
        return findings.isEmpty();
    }
}
