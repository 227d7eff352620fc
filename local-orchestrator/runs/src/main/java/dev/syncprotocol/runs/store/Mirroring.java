package dev.syncprotocol.runs.store;

import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings showcases, runs and the registry into a mirror. Nothing damaged goes there: what is copied must be what its own
 * record says, so that a bad file never replaces a good copy.
 */
final class Mirroring {
    private static final List<String> SHOWN = List.of("best.pt", "metrics.json", "README.md", "history.csv");
    private static final List<String> TABLES = List.of("models.csv", "artifacts.csv", "repairs.csv");

    private final Clock clock;
    private final Duration wait;
    private final Mirror mirror;

    Mirroring(Mirror mirror, Clock clock, Duration wait) {
        this.clock = clock;
        this.wait = wait;
        this.mirror = mirror;
    }

    /** Copies a showcase under its lock; one that shows nothing yet has no files. */
    List<MirrorObject> showcase(Showcase showcase) throws IOException {
        try (StoreLock held = showcase.open(clock.instant(), wait)) {
            held.demandHeld();
            demandSound(showcase.faults(), showcase.folder());
            return copy(sources(showcase));
        }
    }

    /** Copies a final run. */
    List<MirrorObject> run(RunFolder run) throws IOException {
        RunCheck check = RunVerifier.check(run, RunCheck.Level.QUICK);
        if (!check.passed()) {
            throw new RunDamaged(run.name() + " was not mirrored", check.findings());
        }
        return copy(sources(run));
    }

    /** Copies the registry's tables under its lock. */
    List<MirrorObject> registry(Registry registry) throws IOException {
        try (StoreLock held = registry.lock(wait)) {
            held.demandHeld();
            demandSound(registry.faults(), registry.folder());
            return copy(sources(registry));
        }
    }

    static List<MirrorSource> sources(Showcase showcase) throws IOException {
        return existing(showcase.folder(), "best/" + showcase.folder().getFileName(), SHOWN);
    }

    static List<MirrorSource> sources(Registry registry) throws IOException {
        return existing(registry.folder(), "registry", TABLES);
    }

    static List<MirrorSource> sources(RunFolder run) throws IOException {
        String folder = "runs/" + run.name() + "/";
        List<MirrorSource> sources = new ArrayList<>();
        RunManifest manifest = RunManifest.read(run.at(RunFolder.MANIFEST));
        for (RunFile file : manifest.ended().content().files()) {
            sources.add(new MirrorSource(folder + file.path(), run.at(file.path()), file.sha256()));
        }
        sources.addAll(existing(
                run.path(), folder.substring(0, folder.length() - 1), List.of(RunFolder.SUMS, RunFolder.MANIFEST)));
        for (Path kept : ManifestHistory.kept(run)) {
            String path = folder + RunFolder.HISTORY + "/" + kept.getFileName();
            sources.add(new MirrorSource(path, kept, Sha256.ofFile(kept)));
        }
        return sources;
    }

    private List<MirrorObject> copy(List<MirrorSource> sources) throws IOException {
        return mirror.copy(sources, clock.instant(), wait);
    }

    private static List<MirrorSource> existing(Path folder, String below, List<String> names) throws IOException {
        List<MirrorSource> sources = new ArrayList<>();
        for (String name : names) {
            Path file = folder.resolve(name);
            if (Files.isRegularFile(file)) {
                sources.add(new MirrorSource(below + "/" + name, file, Sha256.ofFile(file)));
            }
        }
        return sources;
    }

    private static void demandSound(List<String> faults, Path folder) {
        if (!faults.isEmpty()) {
            List<Finding> findings = faults.stream()
                    .map(fault -> Finding.of(
                            ErrorCode.CHAIN_BROKEN, folder.getFileName().toString(), fault))
                    .toList();
            throw new RunDamaged(folder.getFileName() + " was not mirrored", findings);
        }
    }

    /** The folder of a mirror, which may be on another disk but not inside what it copies. */
    static Path folder(Path workspace, String configured, Path runs) {
        Path folder = workspace.resolve(configured).normalize();
        if (folder.startsWith(runs) || runs.startsWith(folder)) {
            throw new SyncException(ErrorCode.PATH_REFUSED, "the mirror " + configured + " is no second place");
        }
        return folder;
    }
}
