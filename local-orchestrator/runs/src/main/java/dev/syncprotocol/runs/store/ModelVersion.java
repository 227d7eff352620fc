package dev.syncprotocol.runs.store;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.util.Optional;

/**
 * The version of a task's model: another architecture is a major step, other data or another configuration a minor one,
 * a repeat a patch (run-store.md section 14.3).
 */
record ModelVersion(int major, int minor, int patch) implements Comparable<ModelVersion> {
    private static final ModelVersion FIRST = new ModelVersion(1, 0, 0);

    static ModelVersion of(String text) {
        String[] parts = text.split("\\.");
        return new ModelVersion(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    }

    /**
     * Refuses an explicit version that is not greater than the task's last one; asked before a run begins.
     *
     * @throws SyncException {@link ErrorCode#CONFIG_INVALID}
     */
    static void check(Optional<RegistryRow> last, RunConfig config) {
        Optional<ModelVersion> asked = config.modelVersion().map(ModelVersion::of);
        Optional<ModelVersion> before = last.map(row -> of(row.version()));
        if (asked.isPresent() && before.isPresent() && asked.get().compareTo(before.get()) <= 0) {
            throw new SyncException(
                    ErrorCode.CONFIG_INVALID,
                    "model.version " + asked.get() + " is not greater than the last one, " + before.get());
        }
    }

    /** The version a run is registered with. An explicit one that another run overtook meanwhile is counted on instead. */
    static ModelVersion next(Optional<RegistryRow> last, RunLock lock) {
        Optional<ModelVersion> asked = lock.config().modelVersion().map(ModelVersion::of);
        if (last.isEmpty()) {
            return asked.orElse(FIRST);
        }
        ModelVersion before = of(last.get().version());
        return asked.filter(version -> version.compareTo(before) > 0).orElseGet(() -> before.after(last.get(), lock));
    }

    private ModelVersion after(RegistryRow last, RunLock lock) {
        if (!last.arch().equals(lock.config().arch())) {
            return new ModelVersion(major + 1, 0, 0);
        }
        boolean same = last.dataVersion().equals(lock.config().dataVersion())
                && last.configHash().equals(lock.configHash().hex());
        return same ? new ModelVersion(major, minor, patch + 1) : new ModelVersion(major, minor + 1, 0);
    }

    @Override
    public int compareTo(ModelVersion other) {
        int byMajor = Integer.compare(major, other.major);
        int byMinor = Integer.compare(minor, other.minor);
        return byMajor != 0 ? byMajor : byMinor != 0 ? byMinor : Integer.compare(patch, other.patch);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
