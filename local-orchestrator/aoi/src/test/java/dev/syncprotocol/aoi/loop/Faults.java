package dev.syncprotocol.aoi.loop;

import dev.syncprotocol.aoi.descriptor.DescriptorEmbedder;
import dev.syncprotocol.aoi.engine.EmbedderIdentity;
import dev.syncprotocol.aoi.engine.ImageEmbedder;
import dev.syncprotocol.aoi.engine.TrainOutcome;
import dev.syncprotocol.aoi.log.Phase;
import dev.syncprotocol.aoi.mining.Embeddings;
import dev.syncprotocol.aoi.mining.EmbeddingsFile;
import dev.syncprotocol.aoi.mining.SourceMining;
import dev.syncprotocol.aoi.parquet.Column;
import dev.syncprotocol.aoi.parquet.ParquetFile;
import dev.syncprotocol.aoi.parquet.ParquetTable;
import dev.syncprotocol.aoi.pool.SourcePoolFile;
import dev.syncprotocol.aoi.pool.SourceSample;
import dev.syncprotocol.aoi.rca.GapAnalysis;
import dev.syncprotocol.aoi.rca.GapFile;
import dev.syncprotocol.aoi.rca.GapRow;
import dev.syncprotocol.aoi.routing.SampleRouting;
import dev.syncprotocol.aoi.state.RunFolder;
import dev.syncprotocol.aoi.table.SampleColumns;
import dev.syncprotocol.aoi.table.SampleRow;
import dev.syncprotocol.aoi.table.SampleTable;
import dev.syncprotocol.aoi.table.SampleTableFile;
import dev.syncprotocol.aoi.tao.FakeContainers;
import dev.syncprotocol.aoi.tao.TaoClassifier;
import dev.syncprotocol.aoi.tao.TaoFixture;
import dev.syncprotocol.aoi.workspace.AoiWorkspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What can be wrong with a loop's inputs, its files, its engine and its embedder; one method a fault. */
final class Faults {
    private static final List<String> LIGHTS = List.of("Solder", "White");
    private static final String ANOTHER = "a";

    private Faults() {}

    static void folderOfDefectsGone(LoopScene scene) throws IOException {
        SmallBoards.delete(scene.workspace().pregenNg());
    }

    static void folderOfPartnersEmpty(LoopScene scene) throws IOException {
        SmallBoards.delete(scene.workspace().pregenOk());
        Files.createDirectory(scene.workspace().pregenOk());
    }

    static void stemTwice(LoopScene scene) throws IOException {
        Path picture = first(scene.workspace().pregenNg());
        String name = picture.getFileName().toString();
        Files.copy(picture, picture.resolveSibling(name.replace(".png", ".jpg")));
    }

    static void partnerTakenAway(LoopScene scene) throws IOException {
        Files.delete(first(scene.workspace().pregenOk()));
    }

    static void defectChanged(LoopScene scene) throws IOException {
        append(first(scene.workspace().pregenNg()), ANOTHER);
    }

    static void defectAdded(LoopScene scene) throws IOException {
        Path picture = first(scene.workspace().pregenNg());
        Files.copy(picture, picture.resolveSibling("new.png"));
    }

    static void poolTableGone(LoopScene scene) throws IOException {
        Files.delete(scene.workspace().miningPoolCsv());
    }

    static void poolWithoutRows(LoopScene scene) throws IOException {
        LoopScene.rewrite(scene.workspace().miningPoolCsv(), lines -> lines.subList(0, 1));
    }

    static void poolRowTakenAway(LoopScene scene) throws IOException {
        LoopScene.rewrite(scene.workspace().miningPoolCsv(), LoopScene::shorter);
    }

    static void poolPictureChanged(LoopScene scene) throws IOException {
        AoiWorkspace workspace = scene.workspace();
        SampleRow row = table(workspace.miningPoolCsv()).rows().get(0);
        append(picture(workspace.miningPool(), row, LIGHTS.get(0)), ANOTHER);
    }

    /** Under other names and in other folders: only their content gives them away. */
    static void poolGrowsByKpiPictures(LoopScene scene) throws IOException {
        poolGrowsBy(scene.workspace().kpiCsv(), scene);
    }

    /** Copies of a table's pictures are appended to the pool. */
    static void poolGrowsBy(Path csv, LoopScene scene) throws IOException {
        AoiWorkspace workspace = scene.workspace();
        List<SampleRow> copies = new ArrayList<>();
        for (SampleRow row : table(csv).rows()) {
            String folder = "images/copied/" + row.inputPath();
            SampleRow copy = row.with(SampleColumns.INPUT_PATH, folder).with("boardname", "");
            Files.createDirectories(workspace.miningPool().resolve(folder));
            for (String light : LIGHTS) {
                Files.copy(picture(workspace.kpiImages(), row, light), picture(workspace.miningPool(), copy, light));
            }
            copies.add(copy);
        }
        append(workspace.miningPoolCsv(), copies);
    }

    /** The combined table names it below {@code kpi/images/}, the validation table does not. */
    static void validationRowAmongTrainingRows(LoopScene scene) throws IOException {
        AoiWorkspace workspace = scene.workspace();
        append(workspace.trainingCsv(), table(workspace.validationCsv()).rows().subList(0, 1));
    }

    static void inferenceDropsARow(LoopScene scene) {
        scene.inferring(LoopScene::shorter);
    }

    static void trainerReadsARowLess(LoopScene scene) {
        scene.training(made -> new TrainOutcome(made.checkpoints(), made.rowsSeen() - 1, made.steps()));
    }

    static void morePairsAskedFor(LoopScene scene) throws IOException {
        Files.writeString(scene.workspace().defectSpec(), "{\"defect_type\": \"copper+open\", \"count\": 999}\n");
    }

    static void trainingPictureGone(LoopScene scene) throws IOException {
        AoiWorkspace workspace = scene.workspace();
        SampleRow row = table(workspace.trainingCsv()).rows().get(0);
        Files.delete(picture(workspace.kpiImages(), row, LIGHTS.get(1)));
    }

    static void scoreIsNoNumber(LoopScene scene) {
        scene.inferring(lines -> {
            List<String> changed = new ArrayList<>(lines);
            changed.set(1, changed.get(1).replaceAll("[^,]*$", "nan"));
            return changed;
        });
    }

    static void kpiSetWithoutDefects(LoopScene scene) throws IOException {
        keep(scene.workspace().kpiCsv(), row -> row.label().equals("PASS"));
    }

    static void noWeakSample(LoopScene scene) throws IOException {
        GapFile.write(gaps(scene), List.of());
    }

    static void embeddingWithoutDirection(LoopScene scene) {
        scene.embedder(embedder(new DescriptorEmbedder().identity(), true));
    }

    static void anotherEmbedder(LoopScene scene) {
        EmbedderIdentity known = new DescriptorEmbedder().identity();
        scene.embedder(embedder(
                new EmbedderIdentity(
                        known.name(), "f".repeat(64), known.inputSize(), known.normalisation(), known.dimensions()),
                false));
    }

    static void noLabels(LoopScene scene) throws IOException {
        ParquetTable labelled = ParquetFile.read(routed(scene));
        List<Column> rest = labelled.columns().stream()
                .filter(column -> !column.name().equals("label"))
                .toList();
        ParquetFile.write(routed(scene), new ParquetTable(rest, labelled.notes()));
    }

    static void noStepMade(LoopScene scene) {
        scene.training(made -> new TrainOutcome(made.checkpoints(), made.rowsSeen(), 0));
    }

    static void fewerRowsThanABatch(LoopScene scene) throws IOException {
        Path csv = scene.workspace().trainingCsv();
        List<SampleRow> rows = table(csv).rows();
        SampleRow defect = rows.stream().filter(row -> !isPass(row)).findFirst().orElseThrow();
        SampleRow good = rows.stream().filter(Faults::isPass).findFirst().orElseThrow();
        SampleTableFile.write(csv, new SampleTable(table(csv).columns(), List.of(defect, good)));
    }

    static void containerMakesNoStep(LoopScene scene) {
        FakeContainers docker = FakeContainers.with(TaoFixture.images());
        docker.idle = true;
        scene.engine(new TaoClassifier(TaoFixture.settings(scene.workspace().root()), docker));
    }

    static void trainingRowsAllPass(LoopScene scene) throws IOException {
        keep(scene.workspace().trainingCsv(), Faults::isPass);
    }

    static void benchmarkRowGone(LoopScene scene) throws IOException {
        LoopScene.rewrite(scene.workspace().benchmarkCsv().orElseThrow(), LoopScene::shorter);
    }

    static void benchmarkPictureChanged(LoopScene scene) throws IOException {
        AoiWorkspace workspace = scene.workspace();
        SampleRow row = table(workspace.benchmarkCsv().orElseThrow()).rows().get(0);
        append(picture(workspace.kpiImages(), row, LIGHTS.get(0)), ANOTHER);
    }

    static void specificationLeadsOutside(LoopScene scene) throws IOException {
        append(scene.workspace().baselineSpec(), "hooks:\n  output: /results/elsewhere\n");
    }

    static void inferenceLosesARow(LoopScene scene) throws IOException {
        for (String kind : List.of("best_val", "latest")) {
            LoopScene.rewrite(
                    scene.run()
                            .folder()
                            .inference(Phase.BASELINE)
                            .resolve(kind)
                            .resolve("inference.csv"),
                    LoopScene::shorter);
        }
    }

    static void gapsLoseARow(LoopScene scene) throws IOException {
        loseAGap(gaps(scene));
    }

    static void routedLoseARow(LoopScene scene) throws IOException {
        loseAGap(routed(scene));
    }

    static void sourcePoolLosesARow(LoopScene scene) throws IOException {
        List<SourceSample> samples = SourcePoolFile.read(scene.run().folder().sourcePool());
        SourcePoolFile.write(scene.run().folder().sourcePool(), samples.subList(1, samples.size()));
    }

    /** One picture of two: its sample is still found by the other light. */
    static void embeddingsLoseARow(LoopScene scene) throws IOException {
        Path file = scene.run().folder().sourceEmbeddings();
        Embeddings all = EmbeddingsFile.read(file);
        EmbeddingsFile.write(
                file,
                new Embeddings(
                        all.space(), all.pictures().subList(1, all.pictures().size())));
    }

    /** A picture that came to the file when the others were embedded already. */
    static void targetIsNotEmbedded(LoopScene scene) {
        ImageEmbedder known = new DescriptorEmbedder();
        scene.before("iter1 data_mining", () -> scene.embedder(new ImageEmbedder() {
            @Override
            public EmbedderIdentity identity() {
                return known.identity();
            }

            @Override
            public List<float[]> embed(List<Path> pictures) {
                try {
                    List<GapRow> gaps = new ArrayList<>(GapFile.read(routed(scene)));
                    gaps.add(gaps.get(0));
                    GapFile.write(routed(scene), gaps);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return known.embed(pictures);
            }
        }));
    }

    static void minedTableLosesARow(LoopScene scene) throws IOException {
        LoopScene.rewrite(
                scene.run().folder().mining(new Phase(1)).resolve(SourceMining.POOL), LoopScene::shorter);
    }

    /** With its provenance: the two tables still agree. */
    static void combinedTableLosesARow(LoopScene scene) throws IOException {
        RunFolder folder = scene.run().folder();
        LoopScene.rewrite(folder.combined(new Phase(1)), LoopScene::shorter);
        LoopScene.rewrite(folder.combinedProvenance(new Phase(1)), LoopScene::shorter);
    }

    static void combinedTableLosesARowInTraining(LoopScene scene) throws IOException {
        Path combined = scene.run().folder().combined(new Phase(1));
        scene.before(
                "iter1 train", () -> scene.before("train", () -> LoopScene.rewrite(combined, LoopScene::shorter)));
    }

    private static void loseAGap(Path file) throws IOException {
        List<GapRow> gaps = GapFile.read(file);
        GapFile.write(file, gaps.subList(1, gaps.size()));
    }

    /** What the first iteration's routing sends to mining. */
    private static Path routed(LoopScene scene) throws IOException {
        return scene.run()
                .folder()
                .routing(new Phase(1))
                .resolve(StageTime.of(SmallBoards.NOON))
                .resolve(SampleRouting.MINING);
    }

    /** The gaps of the baseline. */
    private static Path gaps(LoopScene scene) throws IOException {
        return scene.run()
                .folder()
                .rca(Phase.BASELINE)
                .resolve(StageTime.of(SmallBoards.NOON))
                .resolve(GapAnalysis.GAPS);
    }

    private static ImageEmbedder embedder(EmbedderIdentity identity, boolean zero) {
        return new ImageEmbedder() {
            @Override
            public EmbedderIdentity identity() {
                return identity;
            }

            @Override
            public List<float[]> embed(List<Path> pictures) {
                List<float[]> vectors = new DescriptorEmbedder().embed(pictures);
                return zero
                        ? vectors.stream().map(some -> new float[some.length]).toList()
                        : vectors;
            }
        };
    }

    private static boolean isPass(SampleRow row) {
        return row.label().equals("PASS");
    }

    private static void keep(Path csv, Predicate<SampleRow> kept) throws IOException {
        SampleTable table = table(csv);
        SampleTableFile.write(
                csv,
                new SampleTable(
                        table.columns(), table.rows().stream().filter(kept).toList()));
    }

    private static SampleTable table(Path csv) throws IOException {
        return SampleTableFile.read(csv);
    }

    private static Path picture(Path images, SampleRow row, String light) {
        return images.resolve(row.inputPath()).resolve(row.objectName() + "_" + light + ".png");
    }

    private static void append(Path csv, List<SampleRow> rows) throws IOException {
        Path lines = csv.resolveSibling("appended.tmp");
        SampleTableFile.write(lines, new SampleTable(table(csv).columns(), rows));
        List<String> written = Files.readAllLines(lines);
        Files.delete(lines);
        Files.write(csv, written.subList(1, written.size()), StandardOpenOption.APPEND);
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }

    private static Path first(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().findFirst().orElseThrow();
        }
    }
}
