package dev.syncprotocol.coordinator;

import dev.syncprotocol.coordinator.ledger.StoredContent;
import dev.syncprotocol.coordinator.readiness.ArtifactDigest;
import dev.syncprotocol.coordinator.readiness.Readiness;
import dev.syncprotocol.coordinator.round.PackageIngested;
import dev.syncprotocol.coordinator.round.RecordedArtifact;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SecretKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The contents of small artifacts, which are stored in the ledger beside the package that declares them.
 *
 * @param readiness the look whose digests were recorded
 */
record StoredArtifacts(Setting setting, Readiness readiness) {
    List<StoredContent> contents(PackageIngested event) throws IOException {
        List<StoredContent> contents = new ArrayList<>();
        for (RecordedArtifact artifact : event.artifacts()) {
            if (artifact.stored()) {
                contents.addAll(
                        contents(artifact.path(), readiness.at(artifact.path()).orElseThrow()));
            }
        }
        return contents;
    }

    /** A file under its digest; of a directory each file under its own, and the list of them under the directory's. */
    private List<StoredContent> contents(RepoPath path, ArtifactDigest found) throws IOException {
        List<StoredContent> contents = new ArrayList<>();
        Path place = path.below(setting.root());
        for (ArtifactDigest.Entry file : found.files()) {
            byte[] content = Files.readAllBytes(found.directory() ? place.resolve(file.path()) : place);
            StoredContent stored = StoredContent.of(content);
            if (!stored.sha256().equals(file.sha256())) {
                throw new SyncException(
                        ErrorCode.DIGEST_MISMATCH, path + " changed while it was being recorded; try again");
            }
            contents.add(stored);
        }
        if (found.directory()) {
            contents.add(StoredContent.of(found.manifest().getBytes(StandardCharsets.UTF_8)));
        }
        return contents;
    }

    /** The first secret, of a kind that its shape alone tells, in what would be stored of this path. */
    Optional<SecretKind> secretIn(RepoPath path) throws IOException {
        long most = setting.workspace().config().ledger().maxArtifactBytes();
        Optional<ArtifactDigest> found = readiness.at(path).filter(there -> there.bytes() <= most);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        for (ArtifactDigest.Entry file : found.get().files()) {
            Optional<SecretKind> kind = SecretKind.exactlyIn(text(path, found.get(), file));
            if (kind.isPresent()) {
                return kind;
            }
        }
        return Optional.empty();
    }

    /** Bytes as characters one to one: every kind is plain ASCII, and a file need not be text. */
    private String text(RepoPath path, ArtifactDigest found, ArtifactDigest.Entry file) throws IOException {
        Path place = path.below(setting.root());
        return Files.readString(found.directory() ? place.resolve(file.path()) : place, StandardCharsets.ISO_8859_1);
    }
}
