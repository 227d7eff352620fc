package dev.syncprotocol.aoi.preflight;

import dev.syncprotocol.aoi.approval.BoundInput;
import dev.syncprotocol.aoi.approval.LoopParameters;
import dev.syncprotocol.aoi.approval.PreflightSummary;
import dev.syncprotocol.aoi.leakage.LeakageCheck;
import dev.syncprotocol.aoi.leakage.LeakageReport;
import dev.syncprotocol.aoi.leakage.NearCopyRule;
import dev.syncprotocol.aoi.leakage.SampleSet;
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
        Optional<SpecDocument> document = book.read("P7", () -> SpecDocument.read(workspace.baselineSpec()));
        Optional<ChangeNetSpec> spec = document.isEmpty() ? Optional.empty() : book.read("P7", document.get()::typed);
        if (spec.isEmpty()) {
            throw book.failure();
        }
        LoopParameters parameters = order.wishes().resolve(spec.get());
        Optional<Path> backbone = new Backbone(workspace, parameters).find(book);
        specification(document.get(), spec.get(), parameters, backbone);
        Optional<Inputs> inputs = inputs(document.get(), spec.get());
        inputs.ifPresent(read -> judge(read, parameters));
        if (inputs.isEmpty() || !book.isClean()) {
            throw book.failure();
        }
        content(inputs.get(), parameters);
        PrestagePlan plan =
                Prestage.plan(workspace, inputs.get().pairing(), inputs.get().pool());
        space(plan);
        if (!book.isClean()) {
            throw book.failure();
        }
        return summarised(inputs.get(), parameters, plan, backbone);
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
    private Optional<Inputs> inputs(SpecDocument document, ChangeNetSpec spec) throws IOException {
        Pictures pictures = spec.dataset().pictures();
        Optional<SampleTable> training = table(workspace.trainingCsv(), pictures);
        Optional<SampleTable> validation = table(workspace.validationCsv(), pictures);
        Optional<SampleTable> kpi = table(workspace.kpiCsv(), pictures);
        Optional<Path> benchmarkCsv = workspace.benchmarkCsv();
        Optional<SampleTable> benchmark =
                benchmarkCsv.isPresent() ? table(benchmarkCsv.get(), pictures) : Optional.empty();
        Optional<Pairing> pairing = book.read("P8", () -> StemPairing.of(workspace, pictures));
        Optional<MiningPool> pool = book.read("P13", () -> MiningPoolFile.read(workspace, pictures));
        boolean whole = training.isPresent()
                && validation.isPresent()
                && kpi.isPresent()
                && benchmark.isPresent() == benchmarkCsv.isPresent()
                && pairing.isPresent()
                && pool.isPresent();
        return whole
                ? Optional.of(new Inputs(
                        document,
                        spec,
                        training.get(),
                        validation.get(),
                        kpi.get(),
                        benchmark,
                        pairing.get(),
                        pool.get()))
                : Optional.empty();
    }

    /** P11: the rows, all lights, both sides. */
    private Optional<SampleTable> table(Path csv, Pictures pictures) throws IOException {
        if (!Files.isRegularFile(csv)) {
            return Optional.empty();
        }
        String name = workspace.relative(csv);
        return book.read("P11", name, () -> {
            SampleTable table = SampleTableFile.read(csv);
            TableCheck.check(name, table, workspace.kpiImages(), pictures, TableCheck.LabelRule.ANY_CASE);
            return table;
        });
    }

    /** P12, P13, P15 and the classes of the training table. */
    private void judge(Inputs inputs, LoopParameters parameters) {
        if (inputs.kpiNg() == 0 || inputs.kpiPass() == 0) {
            book.fail(
                    "P12",
                    ErrorCode.KPI_UNDEFINED,
                    workspace.kpiCsv() + " has " + inputs.kpiPass() + " PASS and " + inputs.kpiNg()
                            + " NG rows; both are needed");
        }
        int ng = Inputs.defects(inputs.training()).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
        if (ng == 0 || ng == inputs.training().size()) {
            book.fail("P11", ErrorCode.TRAIN_NO_CLASS, workspace.trainingCsv() + " needs PASS and NG rows");
        }
        SortedSet<String> sources = new TreeSet<>(inputs.pairing().labels().keySet());
        sources.addAll(Inputs.defects(inputs.pool().table()).keySet());
        inputs.kpiDefects().keySet().stream()
                .filter(Predicate.not(sources::contains))
                .forEach(label -> book.warn("P13", "no source row has the label " + label + " of the KPI set"));
        try {
            book.run("P15", () -> AmpAllocation.check(DefectSpec.read(workspace.defectSpec()), inputs.pairing()));
        } catch (IOException e) {
            throw new SyncException(ErrorCode.IO, workspace.defectSpec() + ": " + e.getMessage(), e);
        }
        if (parameters.maxIterations() == 1) {
            book.warn("P1", "with one iteration nothing can be compared over time");
        }
    }

    /** P11 leakage and P14 similarities: the checks that look into the pictures, made when all else is well. */
    private void content(Inputs inputs, LoopParameters parameters) throws IOException {
        Path images = workspace.kpiImages();
        List<SampleSet> heldOut = new ArrayList<>(List.of(
                new SampleSet("validation", inputs.validation(), images), new SampleSet("kpi", inputs.kpi(), images)));
        inputs.benchmark().ifPresent(table -> heldOut.add(new SampleSet("benchmark", table, images)));
        NearCopyRule rule = NearCopyRule.valueOf(parameters.nearCopy().toUpperCase(Locale.ROOT));
        Pictures pictures = inputs.spec().dataset().pictures();
        SampleTable pairs = inputs.pairing().rows(workspace.root(), pictures);
        LeakageReport leaks = new LeakageCheck(pictures, rule)
                .check(
                        List.of(
                                new SampleSet("train", inputs.training(), images),
                                new SampleSet("pool", inputs.pool().table(), workspace.root()),
                                new SampleSet("pre-generated", pairs, workspace.root())),
                        heldOut);
        book.run("P11", leaks::refuse);
        if (!leaks.warnings().isEmpty()) {
            book.warn(
                    "P11",
                    leaks.warnings().size() + " near copies between sets; first "
                            + leaks.warnings().get(0).words());
        }
        int later = inputs.pairing().objects().size() - pairs.size();
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
