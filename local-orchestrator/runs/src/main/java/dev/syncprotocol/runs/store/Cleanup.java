package dev.syncprotocol.runs.store;

import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Deletes files of one final run by a plan that was shown before; a tombstone stays for each (run-store.md section 12).
 * The order is: marker with the plan, the old manifest kept, the new manifest, and only then the deletions.
 */
final class Cleanup {
    private final StoreFiles files;
    private final Clock clock;
    private final Duration wait;

    Cleanup(StoreFiles files, Clock clock, Duration wait) {
        this.files = files;
        this.clock = clock;
        this.wait = wait;
    }

    /** What a rule would delete; reads only. */
    static CleanupPlan plan(RunFolder run, FileKind kind, OptionalInt keepLast, String reason) throws IOException {
        RunManifest.End end = finished(run);
        List<RunFile> chosen = new ArrayList<>(end.content().files().stream()
                .filter(file -> file.kind() == kind && !isProtected(end, file.path()))
                .toList());
        chosen.sort(Comparator.comparingLong(
                (RunFile file) -> FileKind.step(file.path()).orElse(0)));
        int stay = Math.min(chosen.size(), keepLast.orElse(0));
        List<CleanupPlan.Removal> remove = chosen.subList(0, chosen.size() - stay).stream()
                .map(file -> new CleanupPlan.Removal(file.path(), file.size(), file.sha256()))
                .toList();
        return new CleanupPlan(run.name(), Sha256.ofFile(run.at(RunFolder.MANIFEST)), reason, remove);
    }

    /**
     * Carries out exactly this plan.
     *
     * @throws SyncException {@link ErrorCode#PLAN_CHANGED} when the run is not the one the plan was made for, {@link
     *     ErrorCode#PROTECTED_FILE} when the plan names a file that never goes
     */
    RunManifest apply(RunFolder run, CleanupPlan plan, Registry registry) throws IOException {
        try (StoreLock held = StoreLock.take(run.at(RunFolder.RUN_LOCK), wait, "the run " + run.name())) {
            held.demandHeld();
            if (!Files.exists(run.at(RunFolder.CLOSING))) {
                check(run, plan);
                var marker = SyncJson.object().put("at", now());
                marker.set("cleanup", plan.tree());
                files.publish(run.at(RunFolder.CLOSING), text(SyncJson.pretty(marker)));
            }
            return resume(run, registry);
        }
    }

    /** Whether the marker of a final run is that of a cleanup. */
    static boolean interrupted(RunFolder run) throws IOException {
        Path closing = run.at(RunFolder.CLOSING);
        return Files.exists(closing)
                && SyncJson.read(Files.readString(closing)).path("cleanup").isObject();
    }

    /** Goes on with the plan in the marker; the run's lock is held. */
    RunManifest resume(RunFolder run, Registry registry) throws IOException {
        var marker = SyncJson.read(Files.readString(run.at(RunFolder.CLOSING)));
        CleanupPlan plan = CleanupPlan.of(marker.path("cleanup"));
        String at = marker.path("at").asText();
        Sha256 current = Sha256.ofFile(run.at(RunFolder.MANIFEST));
        if (current.equals(plan.manifestSha256())) {
            replaceManifest(run, plan, at);
        }
        for (CleanupPlan.Removal removal : plan.remove()) {
            if (Files.exists(run.at(removal.path()))) {
                files.delete(run.at(removal.path()));
            }
        }
        registry.bury(run.name(), stones(plan, at), clock.instant(), wait);
        for (Path leftOver : RunFinish.temporaries(run)) {
            files.delete(leftOver);
        }
        files.delete(run.at(RunFolder.CLOSING));
        return RunManifest.read(run.at(RunFolder.MANIFEST));
    }

    private void replaceManifest(RunFolder run, CleanupPlan plan, String at) throws IOException {
        Path manifest = run.at(RunFolder.MANIFEST);
        RunManifest old = RunManifest.read(manifest);
        files.folders(run.at(RunFolder.HISTORY));
        keep(run, manifest, "json");
        keep(run, run.at(RunFolder.SUMS), RunFolder.SUMS);
        RunManifest next = without(old, plan, at);
        byte[] bytes = next.bytes();
        files.replace(run.at(RunFolder.SUMS), next.ended().content().sums(Sha256.of(bytes)));
        files.replace(manifest, bytes);
    }

    private void keep(RunFolder run, Path file, String ending) throws IOException {
        Sha256 digest = Sha256.ofFile(file);
        if (ManifestHistory.find(run, digest).isEmpty()) {
            files.publishCopy(file, ManifestHistory.next(run, ending), digest);
        }
    }

    private static RunManifest without(RunManifest old, CleanupPlan plan, String at) {
        RunManifest.End end = old.ended();
        Set<String> gone =
                Set.copyOf(plan.remove().stream().map(CleanupPlan.Removal::path).toList());
        List<RunFile> kept = end.content().files().stream()
                .filter(file -> !gone.contains(file.path()))
                .toList();
        List<Tombstone> stones = new ArrayList<>(end.content().tombstones());
        stones.addAll(stones(plan, at));
        return new RunManifest(
                old.head(),
                Optional.of(new RunManifest.End(
                        end.status(),
                        end.finalizedAt(),
                        end.criterion(),
                        end.bestOverall(),
                        end.best(),
                        new RunContent(kept, end.content().links(), stones),
                        Optional.of(plan.manifestSha256()))));
    }

    private static List<Tombstone> stones(CleanupPlan plan, String at) {
        return plan.remove().stream()
                .map(file -> new Tombstone(
                        file.path(),
                        file.size(),
                        file.sha256(),
                        FileKind.of(file.path()),
                        plan.reason(),
                        "cleanup",
                        at))
                .toList();
    }

    /** A plan may have been edited: it is believed only where the manifest says the same. */
    private static void check(RunFolder run, CleanupPlan plan) throws IOException {
        RunManifest.End end = finished(run);
        boolean same = plan.id().equals(run.name())
                && Sha256.ofFile(run.at(RunFolder.MANIFEST)).equals(plan.manifestSha256());
        if (!same) {
            throw new SyncException(
                    ErrorCode.PLAN_CHANGED, "the plan was made for another run, or the run changed since");
        }
        for (CleanupPlan.Removal removal : plan.remove()) {
            boolean listed = end.content()
                    .file(removal.path())
                    .filter(file -> file.sha256().equals(removal.sha256()))
                    .isPresent();
            if (!listed) {
                throw new SyncException(ErrorCode.PLAN_CHANGED, removal.path() + " is not in the manifest");
            }
            if (isProtected(end, removal.path())) {
                throw new SyncException(ErrorCode.PROTECTED_FILE, removal.path() + " never goes");
            }
        }
    }

    private static boolean isProtected(RunManifest.End end, String path) {
        boolean source = end.best().map(best -> best.path().equals(path)).orElse(false);
        return source || CleanupPlan.NEVER_REMOVED.contains(path);
    }

    private static RunManifest.End finished(RunFolder run) throws IOException {
        if (Files.exists(run.at(RunFolder.CLOSING))) {
            throw new SyncException(ErrorCode.RUN_OPEN, run.name() + " is being finished or cleaned up")
                    .withNext("sync runs recover --exp-dir " + run.path());
        }
        return RunManifest.read(run.at(RunFolder.MANIFEST)).ended();
    }

    private String now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
