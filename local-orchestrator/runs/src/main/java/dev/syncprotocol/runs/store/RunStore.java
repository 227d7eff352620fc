package dev.syncprotocol.runs.store;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The run store of a workspace: the front door. A run is immutable once it is final; no call here overwrites a file of
 * one. Needs no server, no database, no network; every answer is read from the files.
 */
public final class RunStore {
    /** A longer list than this is read from the index where there is one. */
    private static final int PAGE = 200;

    private final StoreFiles files;
    private final Path workspace;
    private final StorePlaces places;
    private final Clock clock;
    private final Duration wait;

    /**
     * The store of a workspace.
     *
     * @param workspace absolute
     * @param wait the longest wait for a lock
     */
    public RunStore(Path workspace, Clock clock, Duration wait) {
        this(StoreFiles.unwatched(), workspace, StorePlaces.STANDARD, clock, wait);
    }

    /**
     * The store of a workspace whose configurations name other folders than the standard ones.
     *
     * @param workspace absolute
     * @param places where runs are listed and looked up
     * @param wait the longest wait for a lock
     */
    public RunStore(Path workspace, StorePlaces places, Clock clock, Duration wait) {
        this(StoreFiles.unwatched(), workspace, places, clock, wait);
    }

    RunStore(StoreFiles files, Path workspace, StorePlaces places, Clock clock, Duration wait) {
        this.files = files;
        this.workspace = workspace.toAbsolutePath().normalize();
        this.places = places;
        this.clock = clock;
        this.wait = wait;
    }

    /**
     * Begins a run: claims its folder and writes what a trainer needs.
     *
     * @throws SyncException {@link ErrorCode#CONFIG_INVALID}, {@link ErrorCode#DIRTY_TREE} or {@link
     *     ErrorCode#RUN_EXISTS}; nothing was made then
     */
    public RunLock open(NewRun asked) throws IOException {
        return new RunOpening(files, workspace, clock).open(asked);
    }

    /**
     * Finishes a run, or goes on with a finish that was killed.
     *
     * @param folder the run's folder
     * @throws SyncException {@link ErrorCode#METRICS_INVALID} (the run stays open), {@link ErrorCode#LOCKED}, {@link
     *     ErrorCode#DIGEST_MISMATCH} when a candidate for the showcase is damaged
     */
    public Finished finish(Path folder, FinishOptions options) throws IOException {
        RunFolder run = new RunFolder(folder.toAbsolutePath().normalize());
        RunLock lock = lockAt(run);
        return new RunFinish(files, workspace, clock, wait).finish(run, lock, options);
    }

    /** The runs a query asks for. */
    public List<RunLine> list(RunQuery query) throws IOException {
        boolean many = query.limit() > PAGE;
        return runList(many ? index().rows() : Map.of()).lines(query);
    }

    /**
     * One run.
     *
     * @throws SyncException {@link ErrorCode#USAGE} when there is none of this name
     */
    public RunLine show(String id) throws IOException {
        folder(id);
        return runList(Map.of()).line(id);
    }

    /**
     * A final run with all its records, by its name.
     *
     * @throws SyncException {@link ErrorCode#USAGE} when there is none of this name, {@link ErrorCode#RUN_OPEN} when it
     *     is not final
     */
    public FinishedRun finished(String id) throws IOException {
        RunFolder run = new RunFolder(folder(id));
        RunLock lock = lockAt(run);
        if (RunState.of(run, clock.instant()) != RunState.FINAL) {
            throw new SyncException(ErrorCode.RUN_OPEN, id + " is not final").withNext("sync runs show " + id);
        }
        RunManifest manifest = RunManifest.read(run.at(RunFolder.MANIFEST));
        MetricsTable metrics = MetricsTable.read(run.at(RunFolder.METRICS), MetricsTable.columnsOf(lock.config()));
        return new FinishedRun(
                run.path(), lock, manifest, metrics, registryOf(lock).row(id));
    }

    /**
     * The folder of a run.
     *
     * @throws SyncException {@link ErrorCode#USAGE} when there is none of this name
     */
    public Path folder(String id) throws IOException {
        Path folder = runs().resolve(id);
        if (!RunId.isOne(id) || !Files.isDirectory(folder)) {
            throw new SyncException(ErrorCode.USAGE, "no run is called " + id).withNext("sync runs list");
        }
        return folder;
    }

    /** Every registered run, in the order of registration. */
    public List<RegistryRow> registered() throws IOException {
        return registry().rows();
    }

    /** The best registered run for a metric; ties go to the one registered first. Empty when none has a value. */
    public Optional<RegistryRow> best(String primary, Mode mode) throws IOException {
        RegistryRow best = null;
        for (RegistryRow row : registered()) {
            boolean counts = row.primaryName().equals(primary)
                    && row.mode() == mode
                    && row.status() == RunStatus.OK
                    && row.primaryValue().isPresent();
            if (counts
                    && (best == null
                            || mode.better(
                                    row.primaryValue().getAsDouble(),
                                    best.primaryValue().orElseThrow(),
                                    0))) {
                best = row;
            }
        }
        return Optional.ofNullable(best);
    }

    /** What the showcase of a task shows; empty where nothing was promoted yet. */
    public Optional<BestMetrics> showcase(String task) throws IOException {
        return showcaseOf(task).current();
    }

    /** Every change of a task's showcase, oldest first. */
    public List<ShowcaseEntry> history(String task) throws IOException {
        return showcaseOf(task).history();
    }

    /** The folder of a task's showcase. */
    public Path showcaseFolder(String task) throws IOException {
        return showcaseOf(task).folder();
    }

    /** What is wrong with a task's showcase; empty when it is what it says. */
    public List<Finding> checkShowcase(String task) throws IOException {
        return findings(showcaseOf(task).faults(), "best/" + task);
    }

    /**
     * The run that {@link #restoreBest} would put into the showcase, verified in full; nothing is written.
     *
     * @param to a run's id, or a time, which means what was shown then
     * @throws SyncException {@link ErrorCode#USAGE} when there is no such run
     */
    public BestMetrics previewRestore(String task, String to) throws IOException {
        Showcase showcase = showcaseOf(task);
        return restoring().preview(showcase, restoring().source(showcase, task, to));
    }

    /**
     * Puts an earlier run back into the showcase, even when its value is worse: that is what it is for.
     *
     * @param to a run's id, or a time, which means what was shown then
     * @param why stays in the history
     * @throws SyncException {@link ErrorCode#USAGE} when there is no such run; {@link RunDamaged} when it is damaged
     */
    public BestMetrics restoreBest(String task, String to, String why) throws IOException {
        Showcase showcase = showcaseOf(task);
        return restoring().restore(showcase, restoring().source(showcase, task, to), why);
    }

    /** What a cleanup of a final run would delete; nothing is written. */
    public CleanupPlan planCleanup(Path folder, FileKind kind, OptionalInt keepLast, String reason) throws IOException {
        return Cleanup.plan(new RunFolder(folder.toAbsolutePath().normalize()), kind, keepLast, reason);
    }

    /**
     * Deletes what a plan names and leaves a tombstone for each file.
     *
     * @throws SyncException {@link ErrorCode#PLAN_CHANGED}, {@link ErrorCode#PROTECTED_FILE} or {@link
     *     ErrorCode#LOCKED}; nothing was deleted then
     */
    public RunManifest cleanup(Path folder, CleanupPlan plan) throws IOException {
        RunFolder run = new RunFolder(folder.toAbsolutePath().normalize());
        RunLock lock = lockAt(run);
        return new Cleanup(files, clock, wait).apply(run, plan, registryOf(lock));
    }

    /**
     * Goes on with what was killed: a finish, a cleanup or a registration.
     *
     * @return what was done, in words; empty when there was nothing to do
     */
    public Optional<String> recover(Path folder) throws IOException {
        RunFolder run = new RunFolder(folder.toAbsolutePath().normalize());
        RunState state = RunState.of(run, clock.instant());
        boolean begun = state != RunState.VOID && !Files.exists(run.at(RunFolder.SUMS));
        if (begun && !Files.exists(run.at(RunFolder.MANIFEST))) {
            new RunOpening(files, workspace, clock).complete(run, lockAt(run));
            return Optional.of(run.name() + ": begun");
        }
        boolean unregistered = state == RunState.FINAL
                && registryOf(lockAt(run)).row(run.name()).isEmpty();
        if (state != RunState.CLOSING && !unregistered) {
            return Optional.empty();
        }
        Finished finished = finish(folder, FinishOptions.OK);
        return Optional.of(run.name() + ": "
                + (unregistered ? "registered" : finished.outcome().word()));
    }

    /**
     * Goes on with everything that was killed, oldest run first, so that a lost registry is rebuilt in its order; then
     * writes the index of final runs again.
     *
     * @return what was done, in words; empty when there was nothing to do
     */
    public List<String> recoverAll() throws IOException {
        Set<String> registered =
                registered().stream().map(RegistryRow::experimentId).collect(Collectors.toSet());
        List<String> done = new ArrayList<>();
        List<RunFolder> finals = new ArrayList<>();
        List<String> ids = new ArrayList<>(ids());
        Collections.reverse(ids);
        for (String id : ids) {
            RunFolder run = new RunFolder(runs().resolve(id));
            boolean settled = registered.contains(id) && !Files.exists(run.at(RunFolder.CLOSING));
            if (!settled) {
                recover(run.path()).ifPresent(done::add);
            }
            if (RunState.of(run, clock.instant()) == RunState.FINAL) {
                finals.add(run);
            }
        }
        index().rebuild(finals);
        return done;
    }

    /**
     * Compares a final run with its manifest.
     *
     * @throws SyncException {@link ErrorCode#RUN_OPEN} when it is not final
     */
    public RunCheck verify(Path folder, RunCheck.Level level) throws IOException {
        return RunVerifier.check(new RunFolder(folder.toAbsolutePath().normalize()), level);
    }

    /**
     * Compares a final run's structure and one part of its contents with its manifest.
     *
     * @throws SyncException {@link ErrorCode#RUN_OPEN} when it is not final
     */
    public RunCheck verify(Path folder, RunCheck.Part part) throws IOException {
        return RunVerifier.check(new RunFolder(folder.toAbsolutePath().normalize()), part);
    }

    /**
     * Copies what an order names into a mirror and reads every copy back.
     *
     * @return every file it looked at, all of them {@link MirrorObject.State#OK}
     * @throws RunDamaged when a source is not what its own record says; no copy of it was replaced then
     */
    public List<MirrorObject> mirror(MirrorOrder order) throws IOException {
        Mirroring mirroring = new Mirroring(mirrorAt(order.to()), clock, wait);
        List<MirrorObject> objects = new ArrayList<>();
        for (Showcase showcase : showcases()) {
            objects.addAll(mirroring.showcase(showcase));
        }
        for (String id : order.runs()) {
            RunFolder run = new RunFolder(finished(id).folder());
            objects.addAll(mirroring.run(run));
        }
        if (order.registry() == MirrorOrder.Registry.COPIED) {
            objects.addAll(mirroring.registry(registry()));
        }
        return objects;
    }

    /** Every copy of a mirror as it is now, read in full; nothing is written. */
    public List<MirrorObject> checkMirror(Path to) throws IOException {
        Mirror mirror = mirrorAt(to);
        List<MirrorSource> sources = new ArrayList<>(Mirroring.sources(registry()));
        for (Showcase showcase : showcases()) {
            sources.addAll(Mirroring.sources(showcase));
        }
        List<String> ids = mirror.recorded().keySet().stream()
                .filter(path -> path.startsWith("runs/"))
                .map(path -> path.split("/")[1])
                .distinct()
                .toList();
        for (String id : ids) {
            RunFolder run = new RunFolder(runs().resolve(id));
            if (Files.isRegularFile(run.at(RunFolder.MANIFEST))) {
                sources.addAll(Mirroring.sources(run));
            }
        }
        return mirror.check(sources);
    }

    /** Where a mirror is when nobody says: the {@code mirror_dir} of the last registered run, else {@code ./mirror}. */
    public Path mirrorFolder() throws IOException {
        List<RegistryRow> rows = registered();
        Optional<String> configured = Optional.empty();
        if (!rows.isEmpty()) {
            Path lock = runs().resolve(rows.get(rows.size() - 1).experimentId()).resolve(RunFolder.LOCK);
            configured = Files.isRegularFile(lock)
                    ? RunLock.read(lock).config().paths().mirrorDir()
                    : Optional.empty();
        }
        return workspace.resolve(configured.orElse("./mirror")).normalize();
    }

    /**
     * Puts the one bad side of a final run right: a file of the run, its SHA256SUMS, its manifest, or a copy in the
     * mirror.
     *
     * @return what was put right, by path; empty when nothing was bad
     * @throws RunDamaged when two sides of a file are bad; nothing was written then
     */
    public List<String> repair(Path folder, Path mirror) throws IOException {
        RunFolder run = new RunFolder(folder.toAbsolutePath().normalize());
        RunLock lock = lockAt(run);
        Registry registry = registryOf(lock);
        try (StoreLock held = StoreLock.take(run.at(RunFolder.RUN_LOCK), wait, "the run " + run.name())) {
            held.demandHeld();
            if (Files.exists(run.at(RunFolder.CLOSING))) {
                throw new SyncException(ErrorCode.RUN_OPEN, run.name() + " is being finished or cleaned up")
                        .withNext("sync runs recover --exp-dir " + run.path());
            }
            // A repair that was killed leaves a copy without a name; a final run has no use for one.
            for (Path leftOver : RunFinish.temporaries(run)) {
                files.delete(leftOver);
            }
            List<Repair.Fix> fixes = Repair.plan(run, mirrorAt(mirror));
            try (StoreLock table = registry.lock(wait)) {
                table.demandHeld();
                Path aside = run.path().getParent().resolveSibling("quarantine").resolve(run.name());
                Repair.apply(files, run, fixes, aside, registry.repairs(), clock.instant());
            }
            return fixes.stream().map(Repair.Fix::path).toList();
        }
    }

    /** What {@link #removeVoid} would delete, below the run; nothing is written. */
    public List<String> voidContent(Path folder) throws IOException {
        RunFolder run = new RunFolder(folder.toAbsolutePath().normalize());
        return VoidRun.content(run).stream()
                .map(path -> run.path().relativize(path).toString())
                .filter(path -> !path.isEmpty())
                .toList();
    }

    /**
     * Removes a folder that was claimed and then left without a lock.
     *
     * @throws SyncException {@link ErrorCode#USAGE} when the run is not void, {@link ErrorCode#PROTECTED_FILE} when it
     *     holds a file that no {@code new} leaves behind; nothing was deleted then
     */
    public void removeVoid(Path folder) throws IOException {
        for (Path path : VoidRun.content(new RunFolder(folder.toAbsolutePath().normalize()))) {
            files.delete(path);
        }
    }

    /** What is wrong with the registry: chain, sequence, missing runs, other manifests, lost anchors. */
    public List<Finding> checkRegistry() throws IOException {
        Registry registry = registry();
        List<String> faults = new ArrayList<>(registry.faults());
        for (RegistryRow row : registry.rows()) {
            RunFolder run = new RunFolder(runs().resolve(row.experimentId()));
            RegistryAudit.fault(run, row).ifPresent(faults::add);
        }
        faults.addAll(RegistryAudit.lostAnchors(runs(), registry.lines()));
        return findings(faults, "registry");
    }

    /** Every run's name, newest first. */
    public List<String> ids() throws IOException {
        return runList(Map.of()).ids().stream()
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    /** Where runs are. */
    public Path runs() throws IOException {
        return RunPaths.inside(workspace, places.outputRoot()).resolve("runs");
    }

    private RunLock lockAt(RunFolder run) throws IOException {
        if (!Files.isRegularFile(run.at(RunFolder.LOCK))) {
            throw new SyncException(ErrorCode.USAGE, run.path() + " is no run: it has no " + RunFolder.LOCK);
        }
        RunLock lock = RunLock.read(run.at(RunFolder.LOCK));
        if (!workspace.resolve(lock.experimentDir()).normalize().equals(run.path())) {
            throw new SyncException(
                    ErrorCode.LOCK_MISMATCH, run.path() + " is not where its lock says: " + lock.experimentDir());
        }
        return lock;
    }

    private Mirror mirrorAt(Path to) throws IOException {
        return new Mirror(files, Mirroring.folder(workspace, to.toString(), runs()));
    }

    private List<Showcase> showcases() throws IOException {
        List<RegistryRow> rows = registered();
        List<Showcase> showcases = new ArrayList<>();
        for (String task : rows.stream().map(RegistryRow::task).distinct().toList()) {
            showcases.add(showcaseOf(task, rows));
        }
        return showcases;
    }

    private Showcase showcaseOf(String task) throws IOException {
        return showcaseOf(task, registered());
    }

    private RunIndex index() {
        return new RunIndex(files, workspace);
    }

    private RunList runList(Map<String, RunIndex.Row> index) throws IOException {
        List<RegistryRow> rows = registered();
        List<ShowcaseEntry> promotions = new ArrayList<>();
        for (String task : rows.stream().map(RegistryRow::task).distinct().toList()) {
            promotions.addAll(showcaseOf(task, rows).history());
        }
        return new RunList(runs(), rows, promotions, index, clock.instant());
    }

    private Restoring restoring() throws IOException {
        return new Restoring(clock, wait, registry(), runs());
    }

    private Registry registry() throws IOException {
        return new Registry(files, RunPaths.inside(workspace, places.registryDir()));
    }

    private Registry registryOf(RunLock lock) throws IOException {
        return new Registry(
                files, RunPaths.inside(workspace, lock.config().paths().registryDir()));
    }

    /** Where the task's last registered run says it is (C2), else the standard place. */
    private Showcase showcaseOf(String task, List<RegistryRow> rows) throws IOException {
        Optional<RegistryRow> last =
                rows.stream().filter(row -> row.task().equals(task)).reduce((first, second) -> second);
        String folder = RunPaths.standard(task).bestDir();
        if (last.isPresent()) {
            Path lock = runs().resolve(last.get().experimentId()).resolve(RunFolder.LOCK);
            folder = Files.isRegularFile(lock)
                    ? RunLock.read(lock).config().paths().bestDir()
                    : folder;
        }
        return new Showcase(files, workspace, RunPaths.inside(workspace, folder));
    }

    private static List<Finding> findings(List<String> faults, String path) {
        return faults.stream()
                .map(fault -> Finding.of(ErrorCode.CHAIN_BROKEN, path, fault))
                .toList();
    }
}
