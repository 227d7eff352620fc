package dev.syncprotocol.coordinator;

import dev.syncprotocol.coordinator.ledger.LedgerReader;
import dev.syncprotocol.coordinator.readiness.ArtifactDigest;
import dev.syncprotocol.coordinator.round.IngestedPackage;
import dev.syncprotocol.coordinator.round.RecordedArtifact;
import dev.syncprotocol.coordinator.round.Round;
import dev.syncprotocol.protocol.RoundNumber;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Artifacts from the ledger back into a folder (coordinator.md section 5). Every digest is computed before anything is
 * written, and nothing is written where anything else lies.
 */
final class Restoring {
    private final Setting setting;
    private final RestoreRequest request;
    private final Path into;
    private final LedgerReader reader;
    private final Map<Path, byte[]> due = new LinkedHashMap<>();
    private final List<Restoration.Item> items = new ArrayList<>();
    private final List<ArtifactMismatch.Difference> conflicts = new ArrayList<>();

    private Restoring(Setting setting, RestoreRequest request, LedgerReader reader) {
        this.setting = setting;
        this.request = request;
        this.into = request.to().map(Path::toAbsolutePath).orElse(setting.root());
        this.reader = reader;
    }

    static Restoration run(Setting setting, RestoreRequest request) throws IOException {
        refuseUsedFolder(request);
        try (LedgerReader reader = setting.ledger().read()) {
            return new Restoring(setting, request, reader).run();
        }
    }

    private static void refuseUsedFolder(RestoreRequest request) throws IOException {
        if (request.to().isPresent()
                && Files.exists(request.to().get())
                && !isEmpty(request.to().get())) {
            throw new SyncException(
                    ErrorCode.USAGE,
                    "--to names a new or empty folder, and " + request.to().get() + " is neither");
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }

    private Restoration run() throws IOException {
        for (Recorded recorded : newest().values()) {
            plan(recorded);
        }
        if (!conflicts.isEmpty()) {
            throw new RestoreConflict(conflicts);
        }
        for (Map.Entry<Path, byte[]> file : due.entrySet()) {
            write(file.getKey(), file.getValue());
        }
        return new Restoration(into, items);
    }

    /** An artifact with the package that holds it. */
    private record Recorded(RecordedArtifact artifact, IngestedPackage item) {
        RoundNumber round() {
            return item.event().round();
        }
    }

    /** The newest record of each path that is asked for, in the order of the records. */
    private Map<RepoPath, Recorded> newest() throws IOException {
        Map<RepoPath, Recorded> newest = new LinkedHashMap<>();
        for (IngestedPackage item : packages()) {
            for (RecordedArtifact artifact : item.event().artifacts()) {
                if (asked(artifact.path())) {
                    newest.remove(artifact.path());
                    newest.put(artifact.path(), new Recorded(artifact, item));
                }
            }
        }
        if (newest.isEmpty()) {
            throw new SyncException(
                    ErrorCode.USAGE,
                    "no recorded package declares such an artifact",
                    null,
                    null,
                    List.of(),
                    List.of("sync log", "sync round list"));
        }
        return newest;
    }

    private List<IngestedPackage> packages() throws IOException {
        List<RoundNumber> rounds = request.round().map(List::of).orElse(reader.roundNumbers());
        List<IngestedPackage> packages = new ArrayList<>();
        for (RoundNumber number : rounds) {
            reader.folded(number).map(Round::packages).ifPresent(packages::addAll);
        }
        return packages.stream()
                .filter(item -> request.party().isEmpty()
                        || request.party().get().equals(item.event().from()))
                .sorted(Comparator.comparingInt(IngestedPackage::record))
                .toList();
    }

    private boolean asked(RepoPath path) {
        return request.paths().isEmpty()
                || request.paths().stream().anyMatch(asked -> (bare(path) + "/").startsWith(bare(asked) + "/"));
    }

    private static String bare(RepoPath path) {
        String value = path.value();
        return value.endsWith("/") ? value.substring(0, value.length() - 1) : value;
    }

    private void plan(Recorded recorded) throws IOException {
        RecordedArtifact artifact = recorded.artifact();
        if (artifact.sha256().isEmpty()) {
            add(recorded, Restoration.Result.NEVER_SEEN);
            return;
        }
        Optional<ArtifactDigest> there =
                request.to().isPresent() ? Optional.empty() : ArtifactDigest.of(setting.root(), artifact.path());
        if (there.map(ArtifactDigest::sha256).equals(artifact.sha256())) {
            add(recorded, Restoration.Result.ALREADY_THERE);
        } else if (!artifact.stored()) {
            add(recorded, Restoration.Result.NOT_STORED);
        } else {
            restore(recorded, there);
        }
    }

    private void add(Recorded recorded, Restoration.Result result) {
        items.add(new Restoration.Item(
                recorded.artifact(),
                recorded.item().event().from(),
                recorded.round(),
                recorded.item().record(),
                result));
    }

    private void restore(Recorded recorded, Optional<ArtifactDigest> there) throws IOException {
        Map<RepoPath, Sha256> files = files(recorded);
        if (there.isPresent() && !isPartOf(files, recorded, there.get())) {
            conflicts.add(conflict(recorded.artifact(), there.get()));
            return;
        }
        for (Map.Entry<RepoPath, Sha256> file : files.entrySet()) {
            Path target = target(file.getKey());
            if (!Files.exists(target)) {
                due.put(target, content(recorded.round(), file.getValue()));
            }
        }
        add(recorded, Restoration.Result.RESTORED);
    }

    /** The files of an artifact with their digests: a directory's stored content lists them. */
    private Map<RepoPath, Sha256> files(Recorded recorded) throws IOException {
        RecordedArtifact artifact = recorded.artifact();
        Sha256 digest = artifact.sha256().orElseThrow();
        Map<RepoPath, Sha256> files = new LinkedHashMap<>();
        if (!artifact.directory()) {
            files.put(new RepoPath(bare(artifact.path())), digest);
            return files;
        }
        String list = new String(content(recorded.round(), digest), StandardCharsets.UTF_8);
        for (String line : list.lines().toList()) {
            int gap = line.indexOf("  ");
            String path = bare(artifact.path()) + "/" + line.substring(gap + 2);
            RepoPath.refusal(path).ifPresent(refusal -> {
                throw new SyncException(
                        ErrorCode.PATH_REFUSED, "the ledger names a path that is refused: " + refusal.rule());
            });
            files.put(new RepoPath(path), new Sha256(line.substring(0, gap)));
        }
        return files;
    }

    /** Whether everything that lies there is a part of what was recorded, so that only missing files are written. */
    private static boolean isPartOf(Map<RepoPath, Sha256> files, Recorded recorded, ArtifactDigest there) {
        String base = bare(recorded.artifact().path()) + "/";
        return recorded.artifact().directory()
                && there.directory()
                && there.files().stream()
                        .allMatch(file -> RepoPath.refusal(base + file.path()).isEmpty()
                                && file.sha256().equals(files.get(new RepoPath(base + file.path()))));
    }

    private static ArtifactMismatch.Difference conflict(RecordedArtifact artifact, ArtifactDigest there) {
        Sha256 recorded = artifact.sha256().orElseThrow();
        return new ArtifactMismatch.Difference(
                artifact.name(),
                artifact.path(),
                artifact.sha256(),
                Optional.of(there.sha256()),
                artifact.path() + " holds other content: recorded " + recorded.abbreviated() + ", found "
                        + there.sha256().abbreviated());
    }

    private Path target(RepoPath path) throws IOException {
        if (request.to().isEmpty() && path.leaves(setting.root())) {
            throw new SyncException(ErrorCode.PATH_REFUSED, path + " leads out of the workspace");
        }
        return into.resolve(path.value());
    }

    private byte[] content(RoundNumber round, Sha256 digest) throws IOException {
        byte[] bytes = reader.content(round, digest)
                .orElseThrow(() -> new SyncException(
                        ErrorCode.LEDGER_BROKEN, "the ledger lacks the content " + digest + " of round " + round));
        Sha256 found = Sha256.of(bytes);
        if (!found.equals(digest)) {
            throw new SyncException(
                    ErrorCode.LEDGER_BROKEN, "the ledger's content named " + digest + " has the digest " + found);
        }
        return bytes;
    }

    /** Whole or not at all: written beside and then moved, which fails where something has come to lie there since. */
    private static void write(Path target, byte[] content) throws IOException {
        Files.createDirectories(target.getParent());
        Path fresh = Files.createTempFile(target.getParent(), ".restore-", ".new");
        try {
            Files.write(fresh, content);
            Files.move(fresh, target);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
