package dev.syncprotocol.coordinator.ledger;

import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/**
 * JGit's view of the machine, kept quiet: no git process is started to find the system's settings, nothing is read from or
 * written into the user's home, and the file system's clock is not measured (that alone costs seconds on every start).
 *
 * <p>The user's identity, signing and hook settings therefore cannot reach the ledger. Safe, because the ledger's commits
 * have fixed identities and everything the ledger depends on stands in the repository's own config.
 */
final class QuietSystemReader extends SystemReader.Delegate {
    private QuietSystemReader(SystemReader machine) {
        super(machine);
    }

    /** Makes JGit use it in this process; called before JGit is used for the first time, and harmless again. */
    static void install() {
        SystemReader current = SystemReader.getInstance();
        if (!(current instanceof QuietSystemReader)) {
            SystemReader.setInstance(new QuietSystemReader(current));
        }
    }

    @Override
    public FileBasedConfig openUserConfig(Config parent, FS fs) {
        return new NoFile(parent, fs);
    }

    @Override
    public FileBasedConfig openSystemConfig(Config parent, FS fs) {
        return new NoFile(parent, fs);
    }

    @Override
    public FileBasedConfig openJGitConfig(Config parent, FS fs) {
        return new NoFile(parent, fs);
    }

    /** Settings without a file. */
    private static final class NoFile extends FileBasedConfig {
        /** Coarser than any file system in use: at worst JGit rereads a file it need not have reread. */
        private static final long TIMESTAMP_RESOLUTION_MS = 2_000;

        NoFile(Config parent, FS fs) {
            super(parent, null, fs);
        }

        @Override
        public void load() {
            // There is nothing to load.
        }

        @Override
        public boolean isOutdated() {
            return false;
        }

        @Override
        public long getTimeUnit(String section, String subsection, String name, long otherwise, TimeUnit unit) {
            // FS.FileStoreAttributes asks here before it measures.
            return section.equals("filesystem")
                    ? unit.convert(TIMESTAMP_RESOLUTION_MS, TimeUnit.MILLISECONDS)
                    : super.getTimeUnit(section, subsection, name, otherwise, unit);
        }
    }
}
