package dev.syncprotocol.coordinator.readiness;

import dev.syncprotocol.coordinator.round.AskedNeed;
import dev.syncprotocol.coordinator.round.Declaration;
import dev.syncprotocol.coordinator.round.NeedProof;
import dev.syncprotocol.coordinator.round.PinnedProof;
import dev.syncprotocol.coordinator.round.Round;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which needs are satisfied, looked at now (coordinator.md section 6). A need is satisfied when a recorded package of the
 * party asked declares it, something non-empty is there, its digest is the declared and the pinned one, and every
 * {@code accept} rule holds. A file that merely lies there satisfies nothing.
 *
 * <p>What lies at a path is hashed once an instance: make a new one for a new look. Not for several threads.
 */
public final class Readiness {
    private final Path workspace;
    private final AcceptCheck accept;
    private final Map<RepoPath, Optional<ArtifactDigest>> seen = new HashMap<>();

    /**
     * A look at a workspace.
     *
     * @param gates the preflight; empty in a build without one
     */
    public Readiness(Path workspace, Optional<PreflightGates> gates) {
        this.workspace = workspace;
        this.accept = new AcceptCheck(workspace, gates);
    }

    /** What lies at a path, as of the first time this instance was asked; empty when nothing does. */
    public Optional<ArtifactDigest> at(RepoPath path) throws IOException {
        Optional<ArtifactDigest> known = seen.get(path);
        if (known == null) {
            known = ArtifactDigest.of(workspace, path);
            seen.put(path, known);
        }
        return known;
    }

    /** Every need in play. */
    public List<NeedCheck> check(Round round) throws IOException {
        List<NeedCheck> checks = new ArrayList<>();
        for (AskedNeed asked : round.needs()) {
            checks.add(check(round, asked));
        }
        return List.copyOf(checks);
    }

    /** The needs that are satisfied now by bytes no record has pinned yet. */
    public List<NeedProof> unrecorded(Round round) throws IOException {
        return check(round).stream()
                .filter(check ->
                        check.state() == NeedState.SATISFIED && check.record().isEmpty())
                .flatMap(check -> check.found().stream())
                .toList();
    }

    /** One need. */
    public NeedCheck check(Round round, AskedNeed asked) throws IOException {
        Optional<Declaration> declaration = round.declaration(asked);
        // A package that declares the artifact anew asks for a new look: the pin of an older record no longer binds.
        Optional<PinnedProof> pin = round.proof(asked)
                .filter(proof -> declaration.map(Declaration::record).orElse(0) <= proof.record());
        NeedCheck check = new Look(asked, declaration, pin).result();
        Optional<PinnedProof> standIn = round.standIn(asked);
        return standIn.isPresent() ? withStandIn(check, standIn.get()) : check;
    }

    /**
     * A stand-in counts while the artifact itself is not there, and never as that artifact: where it was made at the
     * need's own path, only a declared digest makes the same bytes the real thing.
     */
    private NeedCheck withStandIn(NeedCheck check, PinnedProof standIn) throws IOException {
        boolean absent = check.state() == NeedState.MISSING || check.state() == NeedState.PRESENT_UNDECLARED;
        return (absent || isItself(check, standIn.proof())) && stillThere(standIn.proof())
                ? check.degraded(standIn)
                : check;
    }

    private static boolean isItself(NeedCheck check, NeedProof standIn) {
        return check.state() == NeedState.SATISFIED
                && check.record().isEmpty()
                && check.declared().isEmpty()
                && check.asked().need().path().equals(standIn.path())
                && check.found().map(NeedProof::sha256).equals(Optional.of(standIn.sha256()));
    }

    private boolean stillThere(NeedProof standIn) throws IOException {
        try {
            return at(standIn.path()).map(ArtifactDigest::sha256).equals(Optional.of(standIn.sha256()));
        } catch (SyncException leadsOut) {
            return false;
        }
    }

    /** One need being looked at. */
    private final class Look {
        private final AskedNeed asked;
        private final Optional<Declaration> declaration;
        private final Optional<PinnedProof> pin;
        private final RepoPath path;

        Look(AskedNeed asked, Optional<Declaration> declaration, Optional<PinnedProof> pin) {
            this.asked = asked;
            this.declaration = declaration;
            this.pin = pin;
            this.path = asked.need().path();
        }

        NeedCheck result() throws IOException {
            try {
                Optional<ArtifactDigest> found = at(path).filter(artifact -> !artifact.isEmpty());
                return found.isEmpty() ? nothingThere() : there(found.get());
            } catch (SyncException refused) {
                return answer(NeedState.REJECTED, refused.getMessage(), Optional.empty());
            }
        }

        private NeedCheck nothingThere() {
            if (pin.isPresent()) {
                return answer(
                        NeedState.MISMATCH,
                        path + " is gone; record " + pin.get().record() + " pins "
                                + pin.get().proof().sha256().abbreviated(),
                        Optional.empty());
            }
            return answer(
                    NeedState.MISSING,
                    declaration
                            .map(known -> "record " + known.record() + " declares it, but nothing is at " + path)
                            .orElse("nothing is at " + path + ", and no package of " + asked.party() + " declares it"),
                    Optional.empty());
        }

        private NeedCheck there(ArtifactDigest artifact) throws IOException {
            NeedProof found = new NeedProof(asked.name(), asked.round(), path, artifact.sha256(), artifact.bytes());
            if (declaration.isEmpty() && pin.isEmpty()) {
                return answer(
                        NeedState.PRESENT_UNDECLARED,
                        "something is at " + path + ", but no package of " + asked.party() + " declares it",
                        Optional.of(found));
            }
            Optional<String> differs = differs(artifact.sha256());
            if (differs.isPresent()) {
                return answer(NeedState.MISMATCH, differs.get(), Optional.of(found));
            }
            return pin.isPresent() ? pinned(found) : judged(artifact, found);
        }

        private Optional<String> differs(Sha256 found) {
            if (pin.isPresent()) {
                Sha256 pinned = pin.get().proof().sha256();
                return pinned.equals(found)
                        ? Optional.empty()
                        : Optional.of(path + " changed: record " + pin.get().record() + " pins " + pinned.abbreviated()
                                + ", found " + found.abbreviated());
            }
            return declaration
                    .flatMap(Declaration::sha256)
                    .filter(declared -> !declared.equals(found))
                    .map(declared ->
                            path + " differs: declared " + declared.abbreviated() + ", found " + found.abbreviated());
        }

        private NeedCheck pinned(NeedProof found) {
            return answer(
                    NeedState.SATISFIED,
                    path + " is the one record " + pin.orElseThrow().record() + " pins",
                    Optional.of(found));
        }

        private NeedCheck judged(ArtifactDigest artifact, NeedProof found) throws IOException {
            if (path.isDirectory() && !artifact.directory()) {
                return answer(NeedState.REJECTED, path + " should be a folder and is a file", Optional.of(found));
            }
            List<String> broken = accept.broken(path, asked.need().accept(), artifact);
            return broken.isEmpty()
                    ? answer(
                            NeedState.SATISFIED,
                            path + " is there and accepted; the next launch pins it",
                            Optional.of(found))
                    : answer(NeedState.REJECTED, path + ": " + String.join("; ", broken), Optional.of(found));
        }

        private NeedCheck answer(NeedState state, String reason, Optional<NeedProof> found) {
            boolean recorded = state == NeedState.SATISFIED && pin.isPresent();
            return new NeedCheck(
                    asked,
                    state,
                    reason,
                    recorded ? OptionalInt.of(pin.get().record()) : OptionalInt.empty(),
                    declaration.flatMap(Declaration::sha256),
                    pin.map(proof -> proof.proof().sha256()),
                    found,
                    Optional.empty());
        }
    }
}
