package dev.syncprotocol.aoi.preflight;

import dev.syncprotocol.aoi.approval.BoundInput;
import dev.syncprotocol.aoi.approval.LoopParameters;
import dev.syncprotocol.aoi.approval.PreflightSummary;
import dev.syncprotocol.aoi.leakage.LeakageCheck;
import dev.syncprotocol.aoi.leakage.LeakageReport;
import dev.syncprotocol.aoi.leakage.NearCopyRule;
import dev.syncprotocol.aoi.pool.AmpAllocation;
import dev.syncprotocol.aoi.pool.DefectSpec;
import dev.syncprotocol.aoi.pool.MiningPool;
import dev.syncprotocol.aoi.pool.MiningPoolFile;
import dev.syncprotocol.aoi.pool.Pairing;
import dev.syncprotocol.aoi.pool.Prestage;
import dev.syncprotocol.aoi.pool.PrestagePlan;
import dev.syncprotocol.aoi.pool.StemPairing;
import dev.syncprotocol.aoi.spec.ChangeNetSpec;
import dev.syncprotocol.aoi.spec.PathRule;
import dev.syncprotocol.aoi.spec.PhaseOverrides;
import dev.syncprotocol.aoi.spec.SpecDerivation;
import dev.syncprotocol.aoi.spec.SpecDocument;
import dev.syncprotocol.aoi.spec.TableLocation;
import dev.syncprotocol.aoi.state.SeedState;
import dev.syncprotocol.aoi.table.Pictures;
import dev.syncprotocol.aoi.table.SampleTable;
import dev.syncprotocol.aoi.table.SampleTableFile;
import dev.syncprotocol.aoi.table.TableCheck;
import dev.syncprotocol.aoi.tao.TaoImages;
import dev.syncprotocol.aoi.workspace.AoiWorkspace;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.error.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Pre-flight (specification §9.1): every check of P1 to P16 is made, whatever the others found; one failure tells them all. Reads the workspace, starts no
 * engine, writes nothing anywhere.
 */
public final class Preflight {
    private static final String OURS = "sync_siamese_small";

    private final PreflightOrder order;
    private final AoiWorkspace workspace;
    private final CheckBook book = new CheckBook();

    private Preflight(PreflightOrder order) {
        this.order = order;
        this.workspace = order.workspace();
    }

    /**
     * Checks and summarises.
     *
     * @throws SyncException with every failed check; its code is the first one's
     */
    public static PreflightReport check(PreflightOrder order) throws IOException {
        return new Preflight(order).report();
    }

    private PreflightReport report() throws IOException {
        order.wishes().check();
        present();
        Resources.check(book);
        engine();
        Optional<SpecDocument> document =
                book.read("P7", named(workspace.baselineSpec()), () -> SpecDocument.read(workspace.baselineSpec()));
        Optional<ChangeNetSpec> spec = document.isEmpty()
                ? Optional.empty()
                : book.read("P7", named(workspace.baselineSpec()), document.get()::typed);
        if (spec.isEmpty()) {
            unlit();
            throw book.failure();
        }
        LoopParameters parameters = order.wishes().resolve(spec.get());
        Optional<Path> backbone = new Backbone(workspace, parameters).find(book);
        specification(document.get(), spec.get(), parameters, backbone);
        Readable readable = inputs(spec.get().dataset().pictures());
        judge(readable, parameters);
        leakage(readable, spec.get(), parameters);
        Optional<PrestagePlan> plan = plan(readable);
        if (!book.isClean()) {
            throw book.failure();
        }
        Inputs inputs = readable.whole(document.get(), spec.get());
        similarities(inputs, parameters);
        return summarised(inputs, parameters, plan.orElseThrow(), backbone);
    }

    /** What can be told of the inputs while no specification says how their pictures are named. */
    private void unlit() throws IOException {
        for (Path csv : List.of(workspace.trainingCsv(), workspace.validationCsv(), workspace.kpiCsv())) {
            if (Files.isRegularFile(csv)) {
                book.read("P11", named(csv), () -> SampleTableFile.read(csv));
            }
        }
        book.read("P13", named(workspace.miningPoolCsv()), () -> MiningPoolFile.rows(workspace));
        book.run("P8", () -> StemPairing.requirePictures(workspace));
    }

    private Optional<PrestagePlan> plan(Readable readable) throws IOException {
        if (readable.pairing().isEmpty() || readable.pool().isEmpty()) {
            return Optional.empty();
        }
        PrestagePlan plan = Prestage.plan(
                workspace, readable.pairing().get(), readable.pool().get());
        space(plan);
        return Optional.of(plan);
    }

    private String named(Path file) {
        return workspace.relative(file);
    }

    private PreflightReport summarised(
            Inputs inputs, LoopParameters parameters, PrestagePlan plan, Optional<Path> backbone) throws IOException {
        List<Path> resumable = RunList.resumable(workspace);
        PreflightSummary summary = new SummaryTables(order, parameters, inputs, plan, backbone, book.warnings())
                .summary(BoundInputs.of(workspace, further(parameters, backbone)));
        return new PreflightReport(summary, book.warnings(), resumable);
    }

    /** P1: everything that must be there is. */
    private void present() {
        List.of(workspace.baselineSpec(), workspace.trainingCsv(), workspace.validationCsv(), workspace.kpiCsv())
                .forEach(file -> demand(Files.isRegularFile(file), "expected the file " + file + ", found none"));
        demand(
                Files.isDirectory(workspace.kpiImages()),
                "expected the folder " + workspace.kpiImages() + ", found none");
    }

    private void demand(boolean holds, String otherwise) {
        if (!holds) {
            book.fail("P1", ErrorCode.CONFIG_INVALID, otherwise);
        }
    }

    /** P2 of the engine, P3, P5, P6; an engine that is not there is told before its credentials. */
    private void engine() {
        order.engine().referenceFaults().forEach(fault -> book.fail("P2", altered(fault)));
        if (!order.engine().probe().available()) {
            book.fail("P6", unavailable(order.engine().probe().missing()));
        }
        order.engine().credentialFaults().forEach(fault -> book.fail("P3", ErrorCode.CONFIG_INVALID, fault));
    }

    private static SyncException altered(String fault) {
        return new SyncException(ErrorCode.REFERENCE_MISSING, fault)
                .withHint("install the skill bank again, give --versions FILE, or name both images by "
                        + TaoImages.TRAINING_VARIABLE + " and " + TaoImages.DATA_SERVICES_VARIABLE
                        + "; the embedded engine needs none of this: --engine embedded");
    }

    /** Everything that is missing at once, and the way out; nothing falls back by itself. */
    private SyncException unavailable(List<String> missing) {
        String engine = order.wishes().engine();
        boolean ours = engine.equals("embedded");
        return new SyncException(
                ErrorCode.ENGINE_UNAVAILABLE,
                "the engine " + engine + " cannot run here: " + String.join("; ", missing),
                null,
                ours ? null : "nothing was changed; the embedded engine needs none of this: --engine embedded",
                missing.stream()
                        .map(found -> new Violation("", 0, 0, "probe", "an engine that is whole", found))
                        .toList(),
                List.of());
    }

    /** P7, P14, P16. */
    private void specification(
            SpecDocument document, ChangeNetSpec spec, LoopParameters parameters, Optional<Path> backbone)
            throws IOException {
        book.run(
                "P7",
                () -> PathRule.check(
                        SpecDerivation.derive(document, asBaseline(parameters, backbone)), workspace.root()));
        boolean embedded = parameters.engine().equals("embedded");
        boolean foreign = !spec.model().backbone().equals(OURS);
        if (embedded && foreign && !parameters.allowBackboneSubstitution()) {
            book.fail(
                    "P16",
                    ErrorCode.CONFIG_INVALID,
                    "model.backbone.type is " + spec.model().backbone() + "; the embedded engine trains " + OURS
                            + ": write that, or --allow-backbone-substitution");
        }
        if (embedded && foreign && parameters.allowBackboneSubstitution()) {
            book.warn("P16", "the backbone " + spec.model().backbone() + " is replaced by " + OURS);
        }
        if (embedded) {
            Ignored.warn(document, book);
        }
        embedder(parameters);
        order.engine()
                .advisedBatchSize()
                .filter(advised -> advised < parameters.batchSize())
                .ifPresent(advised -> book.warn(
                        "P9",
                        "batch_size " + parameters.batchSize() + " is more than the GPUs' memory is good for: "
                                + advised));
    }

    private void embedder(LoopParameters parameters) {
        String name = parameters.embedder();
        if (name.equals("siglip") && parameters.engine().equals("embedded")) {
            book.fail(
                    "P14",
                    ErrorCode.ENGINE_UNAVAILABLE,
                    "the embedder siglip runs in the containers of engine tao only");
        }
        if (name.equals("encoder") && parameters.engine().equals("tao")) {
            book.fail("P14", ErrorCode.ENGINE_UNAVAILABLE, "the embedder encoder is the embedded engine's");
        }
        for (Path file : model(parameters)) {
            if (!Files.isRegularFile(file)) {
                book.fail("P14", ErrorCode.ENGINE_UNAVAILABLE, "the embedder " + name + " lacks " + file);
            }
        }
    }

    private PhaseOverrides asBaseline(LoopParameters parameters, Optional<Path> backbone) {
        TableLocation kpi = location(workspace.kpiCsv());
        return new PhaseOverrides(
                workspace.results().resolve(order.run().value()).resolve("baseline"),
                location(workspace.trainingCsv()),
                location(workspace.validationCsv()),
                kpi,
                kpi,
                backbone,
                Optional.empty(),
                OptionalInt.of(parameters.epochs()),
                OptionalInt.of(parameters.batchSize()));
    }

    private TableLocation location(Path csv) {
        return new TableLocation(csv.toString(), workspace.kpiImages().toString());
    }

    /** P8, P11, P13: what can be read at all. */
    private Readable inputs(Pictures pictures) throws IOException {
        Optional<Path> benchmark = workspace.benchmarkCsv();
        return new Readable(
                table(workspace.trainingCsv(), pictures),
                table(workspace.validationCsv(), pictures),
                table(workspace.kpiCsv(), pictures),
                benchmark.isPresent() ? table(benchmark.get(), pictures) : Optional.empty(),
                book.read("P8", named(workspace.pregenNg().getParent()), () -> pairing(pictures)),
                book.read("P13", named(workspace.miningPoolCsv()), () -> pool(pictures)));
    }

    private Pairing pairing(Pictures pictures) throws IOException {
        Pairing pairing = StemPairing.of(workspace, pictures);
        SampleTable rows = pairing.rows(workspace.root(), pictures);
        if (rows.size() > 0) {
            TableCheck.check(
                    named(workspace.pregenNg().getParent()),
                    rows,
                    workspace.root(),
                    pictures,
                    TableCheck.LabelRule.ANY_CASE);
        }
        return pairing;
    }

    private MiningPool pool(Pictures pictures) throws IOException {
        MiningPool pool = MiningPoolFile.read(workspace, pictures);
        TableCheck.check(
                named(workspace.miningPoolCsv()),
                pool.table(),
                workspace.root(),
                pictures,
                TableCheck.LabelRule.ANY_CASE);
        return pool;
    }

    /** P11: the rows, all lights, both sides. */
    private Optional<SampleTable> table(Path csv, Pictures pictures) throws IOException {
        if (!Files.isRegularFile(csv)) {
            return Optional.empty();
        }
        return book.read("P11", named(csv), () -> {
            SampleTable table = SampleTableFile.read(csv);
            TableCheck.check(named(csv), table, workspace.kpiImages(), pictures, TableCheck.LabelRule.ANY_CASE);
            return table;
        });
    }

    /** P12, P13, P15 and the classes of the training table, each where what it needs could be read. */
    private void judge(Readable inputs, LoopParameters parameters) throws IOException {
        inputs.kpi().ifPresent(kpi -> classes("the KPI set", workspace.kpiCsv(), kpi));
        inputs.benchmark().ifPresent(table -> classes("the benchmark", workspace.benchmarkPlace(), table));
        inputs.training().ifPresent(this::trainingClasses);
        if (inputs.kpi().isPresent()
                && inputs.pairing().isPresent()
                && inputs.pool().isPresent()) {
            sources(inputs.kpi().get(), inputs.pairing().get(), inputs.pool().get());
        }
        if (inputs.pairing().isPresent()) {
            Pairing pairing = inputs.pairing().get();
            book.read("P15", named(workspace.defectSpec()), () -> {
                AmpAllocation.check(DefectSpec.read(workspace.defectSpec()), pairing);
                return true;
            });
        }
        if (parameters.maxIterations() == 1) {
            book.warn("P1", "with one iteration nothing can be compared over time");
        }
    }

    private void classes(String what, Path csv, SampleTable table) {
        int ng = ng(table);
        if (ng == 0 || ng == table.size()) {
            book.fail(
                    "P12",
                    ErrorCode.KPI_UNDEFINED,
                    what + " " + named(csv) + " has " + (table.size() - ng) + " PASS and " + ng
                            + " NG rows; both are needed");
        }
    }

    private void trainingClasses(SampleTable training) {
        int ng = ng(training);
        if (ng == 0 || ng == training.size()) {
            book.fail(
                    "P11",
                    ErrorCode.TRAIN_NO_CLASS,
                    "the training table " + named(workspace.trainingCsv()) + " has " + (training.size() - ng)
                            + " PASS and " + ng + " NG rows; both are needed");
        }
    }

    private static int ng(SampleTable table) {
        return Inputs.defects(table).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    private void sources(SampleTable kpi, Pairing pairing, MiningPool pool) {
        SortedSet<String> sources = new TreeSet<>(pairing.labels().keySet());
        sources.addAll(Inputs.defects(pool.table()).keySet());
        Inputs.defects(kpi).keySet().stream()
                .filter(Predicate.not(sources::contains))
                .forEach(label -> book.warn("P13", "no source row has the label " + label + " of the KPI set"));
    }

    /** P11: leakage among the sets that could be read; it looks into the pictures. */
    private void leakage(Readable inputs, ChangeNetSpec spec, LoopParameters parameters) throws IOException {
        NearCopyRule rule = NearCopyRule.valueOf(parameters.nearCopy().toUpperCase(Locale.ROOT));
        LeakageReport leaks = new LeakageCheck(spec.dataset().pictures(), rule)
                .check(inputs.learntFrom(workspace, spec), inputs.heldOut(workspace));
        book.run("P11", leaks::refuse);
        if (!leaks.warnings().isEmpty()) {
            book.warn(
                    "P11",
                    leaks.warnings().size() + " near copies between sets; first "
                            + leaks.warnings().get(0).words());
        }
    }

    /** P14, and what P11 cannot compare yet. */
    private void similarities(Inputs inputs, LoopParameters parameters) {
        int later = inputs.pairing().objects().size()
                - inputs.pairing()
                        .rows(workspace.root(), inputs.spec().dataset().pictures())
                        .size();
        if (later > 0) {
            book.warn("P11", later + " pre-generated pairs get other names or formats in staging: compared when mined");
        }
        if (parameters.embedder().equals("descriptor")) {
            Similarities.of(workspace, inputs)
                    .warning(parameters.mining().minSimilarity())
                    .ifPresent(warning -> book.warn("P14", warning));
        }
    }

    /** P10. */
    private void space(PrestagePlan plan) throws IOException {
        long free = Files.getFileStore(workspace.root()).getUsableSpace();
        if (free < 2 * plan.bytesToWrite()) {
            book.fail(
                    "P10",
                    ErrorCode.PREFLIGHT_FAILED,
                    "expected " + 2 * plan.bytesToWrite() + " free bytes below " + workspace.root() + ", found "
                            + free);
        }
    }

    private static List<Path> further(LoopParameters parameters, Optional<Path> backbone) throws IOException {
        List<Path> further = new ArrayList<>();
        backbone.ifPresent(further::add);
        further.addAll(model(parameters));
        if (parameters.seedState().isPresent()) {
            Path state = Path.of(parameters.seedState().get());
            further.add(state);
            SeedState.read(state).checkpoint().filter(Files::isRegularFile).ifPresent(further::add);
        }
        return further;
    }

    private static List<Path> model(LoopParameters parameters) {
        if (!parameters.embedder().startsWith("onnx:")) {
            return List.of();
        }
        String file = parameters.embedder().substring("onnx:".length());
        return List.of(Path.of(file), Path.of(file + ".json"));
    }

    /** The inputs of an approved run as they are now; what a resume compares. */
    public static List<BoundInput> inputsNow(AoiWorkspace workspace, PreflightSummary approved) throws IOException {
        Optional<Path> backbone = Optional.ofNullable(
                        approved.tree().path("resolved").path("backbone").textValue())
                .map(Path::of);
        return BoundInputs.of(workspace, further(approved.parameters(), backbone));
    }
}
