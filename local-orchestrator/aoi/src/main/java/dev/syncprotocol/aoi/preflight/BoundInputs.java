package dev.syncprotocol.aoi.preflight;

import dev.syncprotocol.aoi.approval.BoundInput;
import dev.syncprotocol.aoi.pool.MiningPoolFile;
import dev.syncprotocol.aoi.spec.SpecDocument;
import dev.syncprotocol.aoi.table.Pictures;
import dev.syncprotocol.aoi.table.SampleRow;
import dev.syncprotocol.aoi.table.SampleTable;
import dev.syncprotocol.aoi.table.SampleTableFile;
import dev.syncprotocol.aoi.workspace.AoiWorkspace;
import dev.syncprotocol.protocol.digest.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What an approval is bound to (specification §9.3): the specification, tables, every picture they name, the pre-generated files and the pool. */
public final class BoundInputs {
    /** The names of the inputs that may grow during a run. */
    public static final List<String> GROWING = List.of("mining pool", "mining pool pictures");

    /** What the names of the benchmark's inputs begin with. */
    public static final String BENCHMARK = "benchmark";

    private final AoiWorkspace workspace;
    private final Pictures pictures;
    private final List<BoundInput> inputs = new ArrayList<>();

    private BoundInputs(AoiWorkspace workspace, Pictures pictures) {
        this.workspace = workspace;
        this.pictures = pictures;
    }

    /**
     * Takes the digests of all inputs as they are now; reads every file, writes none.
     *
     * @param further other files the run depends on: a backbone, a seed state, an embedder's model
     */
    public static List<BoundInput> of(AoiWorkspace workspace, List<Path> further) throws IOException {
        Pictures pictures =
                SpecDocument.read(workspace.baselineSpec()).typed().dataset().pictures();
        return new BoundInputs(workspace, pictures).all(further);
    }

    /** The frozen benchmark alone; empty where there is none. */
    public static List<BoundInput> benchmark(AoiWorkspace workspace, Pictures pictures) throws IOException {
        BoundInputs bound = new BoundInputs(workspace, pictures);
        bound.benchmark();
        return List.copyOf(bound.inputs);
    }

    private void benchmark() throws IOException {
        Optional<Path> benchmark = workspace.benchmarkCsv();
        if (benchmark.isPresent()) {
            table(BENCHMARK, benchmark.get());
        }
    }

    private List<BoundInput> all(List<Path> further) throws IOException {
        file("specification", workspace.baselineSpec());
        table("training", workspace.trainingCsv());
        table("validation", workspace.validationCsv());
        table("kpi", workspace.kpiCsv());
        benchmark();
        set("pre-generated ng", workspace.pregenNg(), files(workspace.pregenNg()));
        set("pre-generated ok", workspace.pregenOk(), files(workspace.pregenOk()));
        if (Files.isRegularFile(workspace.defectSpec())) {
            file("defect spec", workspace.defectSpec());
        }
        file(GROWING.get(0), workspace.miningPoolCsv());
        SampleTable pool = MiningPoolFile.read(workspace, pictures).table();
        set(GROWING.get(1), workspace.miningPool(), named(pool, workspace.root()));
        for (Path path : further) {
            file(String.valueOf(path.getFileName()), path);
        }
        return List.copyOf(inputs);
    }

    private void table(String name, Path csv) throws IOException {
        file(name + " table", csv);
        set(name + " pictures", workspace.kpiImages(), named(SampleTableFile.read(csv), workspace.kpiImages()));
    }

    private SortedSet<Path> named(SampleTable table, Path images) {
        SortedSet<Path> named = new TreeSet<>();
        for (SampleRow row : table.rows()) {
            for (String light : pictures.lightsOrNone()) {
                named.add(pictures.input(images, row, light).normalize());
                named.add(pictures.golden(images, row, light).normalize());
            }
        }
        return named;
    }

    private static SortedSet<Path> files(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            return new TreeSet<>(tree.filter(Files::isRegularFile).toList());
        }
    }

    private void file(String name, Path file) throws IOException {
        inputs.add(new BoundInput(name, place(file), 1, Files.size(file), Sha256.ofFile(file)));
    }

    private void set(String name, Path folder, SortedSet<Path> files) throws IOException {
        StringBuilder lines = new StringBuilder();
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file);
            lines.append(Sha256.ofFile(file)).append("  ").append(place(file)).append('\n');
        }
        inputs.add(new BoundInput(name, place(folder), files.size(), bytes, Sha256.of(lines.toString())));
    }

    private String place(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        return absolute.startsWith(workspace.root()) ? workspace.relative(absolute) : absolute.toString();
    }
}
