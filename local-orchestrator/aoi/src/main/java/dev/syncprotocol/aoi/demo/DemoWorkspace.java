package dev.syncprotocol.aoi.demo;

import dev.syncprotocol.aoi.table.SampleColumns;
import dev.syncprotocol.aoi.table.SampleRow;
import dev.syncprotocol.aoi.table.SampleTable;
import dev.syncprotocol.aoi.table.SampleTableFile;
import dev.syncprotocol.aoi.workspace.AoiWorkspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Draws a demo workspace (specification §13.1). Base training has neither {@code mousebite} nor {@code pin_hole}, so that the loop has something to find.
 */
public final class DemoWorkspace {
    private static final List<Defect> ALL = Arrays.asList(Defect.values());
    private static final List<Defect> KNOWN = List.of(Defect.OPEN, Defect.SHORT, Defect.SPUR, Defect.COPPER);

    private final DemoOrder order;
    private final AoiWorkspace workspace;
    private final DemoBoards boards;
    private final DemoPicture pictures;
    private final DemoTruth truth = new DemoTruth();

    private DemoWorkspace(DemoOrder order) {
        this.order = order;
        this.workspace = new AoiWorkspace(order.folder());
        this.boards = new DemoBoards(order.seed(), order.size());
        this.pictures = new DemoPicture(order.pictures().extension());
    }

    /**
     * Draws everything of an order.
     *
     * @throws dev.syncprotocol.protocol.error.SyncException {@code path_taken} when the folder holds something
     */
    public static DemoMade make(DemoOrder order) throws IOException {
        AoiWorkspace.requireEmpty(order.folder());
        return new DemoWorkspace(order).draw();
    }

    private DemoMade draw() throws IOException {
        DemoProfile profile = order.profile();
        goldens();
        sets(profile);
        table(
                workspace.miningPoolCsv(),
                boards.draw(profile.pool(), profile.poolDefects(), ALL),
                workspace.miningPool(),
                "images/");
        pairs(defective(boards.draw(2 * profile.pairs(), profile.pairs(), ALL)));
        write(workspace.baselineSpec(), DemoTexts.spec(order));
        write(workspace.root().resolve("README.md"), DemoTexts.readme(order));
        write(workspace.root().resolve("truth.csv"), truth.text());
        return new DemoMade(
                profile.train(),
                profile.validation(),
                profile.kpi(),
                profile.benchmark(),
                profile.pool(),
                profile.pairs(),
                pictures.written());
    }

    private void sets(DemoProfile profile) throws IOException {
        kpiTable(workspace.trainingCsv(), profile.train(), profile.trainDefects(), KNOWN);
        int validationDefects = profile.validation() * profile.trainDefects() / profile.train();
        kpiTable(workspace.validationCsv(), profile.validation(), validationDefects, KNOWN);
        kpiTable(workspace.kpiCsv(), profile.kpi(), profile.kpiDefects(), ALL);
        if (profile.benchmark() > 0) {
            int defects = profile.benchmark() * profile.kpiDefects() / profile.kpi();
            kpiTable(workspace.benchmarkPlace(), profile.benchmark(), defects, ALL);
        }
    }

    private void kpiTable(Path csv, int rows, int defects, List<Defect> kinds) throws IOException {
        table(csv, boards.draw(rows, defects, kinds), workspace.kpiImages(), "");
    }

    private void goldens() throws IOException {
        for (BoardDesign design : boards.designs()) {
            for (BoardDesign.Component component : design.components()) {
                DemoRandom random = DemoRandom.of(order.seed(), "golden", design.name(), component.name());
                Path folder = workspace.kpiImages().resolve(golden(design));
                take(folder, component.name(), component, component.copper(), Photograph.golden(), random);
            }
        }
    }

    private void table(Path csv, List<DemoSample> samples, Path imagesDir, String prefix) throws IOException {
        List<SampleRow> rows = new ArrayList<>();
        for (DemoSample sample : samples) {
            Path folder = imagesDir.resolve(prefix + sample.board());
            photograph(folder, sample.component().name(), sample, sample.board());
            rows.add(row(sample, prefix + sample.board()));
            truth.add(workspace.relative(folder), sample.component().name(), sample);
        }
        Files.createDirectories(csv.getParent());
        SampleTableFile.write(csv, SampleTable.of(List.of(), rows));
    }

    private void pairs(List<DemoSample> samples) throws IOException {
        DemoPairCounts counts = new DemoPairCounts();
        for (DemoSample sample : samples) {
            String name = counts.nextName(sample);
            photograph(workspace.pregenNg(), name, sample, name);
            DemoRandom random = DemoRandom.of(order.seed(), "partner", name);
            Photograph clean = Photograph.golden();
            take(
                    workspace.pregenOk(),
                    name,
                    sample.component(),
                    sample.component().copper(),
                    clean,
                    random);
            truth.add(workspace.relative(workspace.pregenNg()), name, sample);
        }
        write(workspace.defectSpec(), counts.text());
    }

    /** Not every component takes every defect, so more are looked at than are used. */
    private static List<DemoSample> defective(List<DemoSample> samples) {
        return samples.stream().filter(sample -> sample.defect().isPresent()).toList();
    }

    private void photograph(Path folder, String name, DemoSample sample, String words) throws IOException {
        DemoRandom random = DemoRandom.of(order.seed(), "photograph", words, name);
        Photograph photograph = Photograph.ofBoard(order.size(), random);
        take(folder, name, sample.component(), sample.copper(), photograph, random);
    }

    private void take(
            Path folder,
            String name,
            BoardDesign.Component component,
            CopperMask copper,
            Photograph photograph,
            DemoRandom random)
            throws IOException {
        for (String light : order.pictures().lightsOrNone()) {
            Path file = folder.resolve(order.pictures().fileName(name, light));
            pictures.write(file, photograph.take(component, copper, Light.of(light), random));
        }
    }

    private static SampleRow row(DemoSample sample, String inputPath) {
        Map<String, String> cells = new LinkedHashMap<>();
        SampleColumns.ALL.forEach(column -> cells.put(column, ""));
        boolean good = sample.defect().isEmpty();
        cells.put(SampleColumns.INPUT_PATH, inputPath);
        cells.put(SampleColumns.GOLDEN_PATH, golden(sample.design()));
        cells.put(SampleColumns.LABEL, sample.label());
        cells.put(SampleColumns.OBJECT_NAME, sample.component().name());
        cells.put("project", sample.design().name());
        cells.put(SampleColumns.BOARD_NAME, sample.board());
        cells.put("mpass_mfail", good ? "MPASS" : "MFAIL");
        cells.put("is_valid", "1");
        cells.put("comp_name", sample.component().name().substring(0, 3));
        return new SampleRow(0, cells);
    }

    private static String golden(BoardDesign design) {
        return "golden/" + design.name();
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }
}
