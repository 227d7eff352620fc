package dev.syncprotocol.coordinator;

import dev.syncprotocol.coordinator.ledger.LedgerAudit;
import dev.syncprotocol.coordinator.ledger.LedgerFinding;
import dev.syncprotocol.coordinator.readiness.ArtifactDigest;
import dev.syncprotocol.coordinator.round.NeedProof;
import dev.syncprotocol.coordinator.round.PinnedProof;
import dev.syncprotocol.coordinator.round.Round;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The checks: the ledger by itself, then every artifact of the work tree that a checked record pins. */
record Verifying(Setting setting) {
    Verification full() throws IOException {
        return of(LedgerAudit.of(setting.workspace().repository()));
    }

    Verification quick() throws IOException {
        return of(LedgerAudit.ofNewestRound(setting.workspace().repository()));
    }

    private Verification of(LedgerAudit audit) throws IOException {
        List<LedgerFinding> findings = new ArrayList<>(audit.findings());
        Map<RepoPath, PinnedProof> pins = pins(audit.rounds());
        for (PinnedProof pin : pins.values()) {
            difference(pin).ifPresent(findings::add);
        }
        return new Verification(
                audit.head(),
                audit.records(),
                pins.size(),
                findings,
                code(audit, findings),
                findings.isEmpty() ? List.of("sync status") : List.of("sync log", "sync doctor --dry-run"));
    }

    private static Optional<ErrorCode> code(LedgerAudit audit, List<LedgerFinding> findings) {
        if (findings.isEmpty()) {
            return Optional.empty();
        }
        ErrorCode ofTheLedger = audit.complaint().map(SyncException::code).orElse(ErrorCode.LEDGER_BROKEN);
        return Optional.of(audit.findings().isEmpty() ? ErrorCode.DIGEST_MISMATCH : ofTheLedger);
    }

    /** The newest pin of each path: an artifact that was delivered anew is pinned anew. */
    private static Map<RepoPath, PinnedProof> pins(List<Round> rounds) {
        Map<RepoPath, PinnedProof> pins = new LinkedHashMap<>();
        rounds.stream()
                .flatMap(round -> Stream.concat(inherited(round), round.proofs().stream()))
                .forEach(pin -> pins.put(pin.proof().path(), pin));
        return pins;
    }

    private static Stream<PinnedProof> inherited(Round round) {
        return round.opening().carried().stream().flatMap(carried -> carried.pinned().stream());
    }

    private Optional<LedgerFinding> difference(PinnedProof pin) throws IOException {
        NeedProof proof = pin.proof();
        try {
            Optional<ArtifactDigest> found = ArtifactDigest.of(setting.root(), proof.path());
            if (found.isEmpty()) {
                return Optional.of(finding(LedgerFinding.Kind.MISSING, pin, "nothing is there"));
            }
            return found.get().sha256().equals(proof.sha256())
                    ? Optional.empty()
                    : Optional.of(finding(
                            LedgerFinding.Kind.CHANGED,
                            pin,
                            "found " + found.get().sha256()));
        } catch (SyncException refused) {
            return Optional.of(finding(LedgerFinding.Kind.CHANGED, pin, refused.getMessage()));
        }
    }

    private static LedgerFinding finding(LedgerFinding.Kind kind, PinnedProof pin, String found) {
        return new LedgerFinding(
                kind,
                pin.proof().path().value(),
                "record " + pin.record() + " pins " + pin.proof().sha256() + " for the need "
                        + pin.proof().need() + "; " + found);
    }
}
