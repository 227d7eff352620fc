package dev.syncprotocol.cli;

import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.runs.store.CodeState;
import dev.syncprotocol.runs.store.RunFolder;
import dev.syncprotocol.runs.store.RunLock;
import dev.syncprotocol.runs.store.RunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Whether a training goes on with the code it was begun with (run-store.md section 14.1): the commit, what tracked files
 * differ from it by, and this program's version. Untracked files are data and notes as often as code; they are recorded in
 * every lock and decide nothing here.
 *
 * @param store of the runs
 * @param config the training config, which tells one training's runs from another's
 */
record CodeDrift(RunStore store, RepoPath config) {
    /**
     * The differences from the newest run of this config, in words; empty where there is none, or no such run.
     *
     * @param now the state of the code
     * @param version of this program
     */
    Optional<String> since(CodeState now, String version) throws IOException {
        Optional<Path> before = newest();
        if (before.isEmpty()) {
            return Optional.empty();
        }
        RunLock lock = RunLock.read(before.get());
        List<String> changed = new ArrayList<>();
        differs("commit", lock.code().commit(), now.commit(), changed);
        differs("uncommitted changes", lock.code().diffSha256(), now.diffSha256(), changed);
        Optional<String> then = Optional.ofNullable(
                RunLock.runtimeOf(before.get()).path("product_version").textValue());
        differs("this program", then, Optional.of(version), changed);
        return changed.isEmpty()
                ? Optional.empty()
                : Optional.of("since run " + lock.id().value() + ": " + String.join("; ", changed));
    }

    /** A refusal that names the differences. */
    static SyncException refusal(String drift) {
        return new SyncException(ErrorCode.LOCK_MISMATCH, "the code has changed " + drift)
                .withHint("bring the code back, or --allow-code-drift: it is then recorded in run.log and summary.md");
    }

    private static void differs(String what, Optional<String> then, Optional<String> now, List<String> changed) {
        if (!then.equals(now)) {
            changed.add(what + " " + shortened(then) + " -> " + shortened(now));
        }
    }

    private static String shortened(Optional<String> value) {
        return value.map(text -> text.length() > 12 ? text.substring(0, 12) : text)
                .orElse("none");
    }

    /** Ids begin with their time, so the newest comes last; one whose lock names this config. */
    private Optional<Path> newest() throws IOException {
        for (String id : store.ids().stream().sorted(Comparator.reverseOrder()).toList()) {
            Path lock = store.folder(id).resolve(RunFolder.LOCK);
            if (Files.isRegularFile(lock) && RunLock.read(lock).source().path().equals(config.value())) {
                return Optional.of(lock);
            }
        }
        return Optional.empty();
    }
}
