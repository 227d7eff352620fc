package dev.syncprotocol.coordinator.ledger;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;

/**
 * Repositories that JGit would damage, or that git itself would refuse, are refused before anything is written: in a
 * repository with SHA-256 objects JGit writes SHA-1 objects and reports success (measured, java-stack.md section 2).
 */
final class RepositoryCheck {
    private static final Set<String> HARMLESS_EXTENSIONS =
            Set.of("noop", "noop-v1", "worktreeconfig", "preciousobjects", "objectformat");

    private RepositoryCheck() {}

    /** Refuses object formats and extensions that are not known to be safe. Reads one file, writes nothing. */
    static void refuseUnknownFormat(GitRepository repository) throws IOException {
        Config config = load(repository.commonDir().resolve("config"));
        int version = config.getInt("core", "repositoryformatversion", 0);
        if (version > 1) {
            throw refused("its format version is " + version + ", and only 0 and 1 are known");
        }
        String format = config.getString("extensions", null, "objectformat");
        if (format != null && !format.equals("sha1")) {
            throw refused("its objects are named by " + format + ", and only sha1 is supported");
        }
        for (String extension : config.getNames("extensions")) {
            if (!HARMLESS_EXTENSIONS.contains(extension.toLowerCase(Locale.ROOT))) {
                throw refused("it uses the extension " + extension + ", which is not known to be safe");
            }
        }
    }

    /** Refuses a repository of another user, as git does, unless git's {@code safe.directory} names it. */
    static void refuseForeignOwner(GitRepository repository) throws IOException {
        Optional<UserPrincipal> user = currentUser();
        for (Path folder : List.of(repository.workTree(), repository.gitDir())) {
            UserPrincipal owner = Files.getOwner(folder);
            if (user.isPresent() && !owner.equals(user.get()) && !declaredSafe(repository.workTree())) {
                throw refused(
                        folder + " belongs to " + owner.getName() + ", and git's safe.directory does not name it");
            }
        }
    }

    private static Optional<UserPrincipal> currentUser() throws IOException {
        try {
            return Optional.of(FileSystems.getDefault()
                    .getUserPrincipalLookupService()
                    .lookupPrincipalByName(System.getProperty("user.name")));
        } catch (UserPrincipalNotFoundException e) {
            // A user without a name, as in some containers: git cannot tell either.
            return Optional.empty();
        }
    }

    private static boolean declaredSafe(Path workTree) throws IOException {
        Path home = Path.of(System.getProperty("user.home"));
        try (Stream<Path> files = Stream.of(home.resolve(".gitconfig"), home.resolve(".config/git/config"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                List<String> safe = Arrays.asList(load(file).getStringList("safe", null, "directory"));
                if (safe.contains("*") || safe.contains(workTree.toString())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static FileBasedConfig load(Path file) throws IOException {
        QuietSystemReader.install();
        FileBasedConfig config = new FileBasedConfig(file.toFile(), FS.DETECTED);
        try {
            config.load();
        } catch (ConfigInvalidException e) {
            throw new SyncException(ErrorCode.REPOSITORY_UNSUPPORTED, file + " is no git config", e);
        }
        return config;
    }

    private static SyncException refused(String why) {
        return new SyncException(
                ErrorCode.REPOSITORY_UNSUPPORTED,
                "this git repository cannot hold a ledger: " + why,
                null,
                "nothing was written; use a repository in git's default format that belongs to you",
                List.of(),
                List.of());
    }
}
