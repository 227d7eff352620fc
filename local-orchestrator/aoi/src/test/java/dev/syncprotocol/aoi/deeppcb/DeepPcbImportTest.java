package dev.syncprotocol.aoi.deeppcb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.aoi.picture.PictureFile;
import dev.syncprotocol.aoi.pool.MiningPoolFile;
import dev.syncprotocol.aoi.pool.StemPairing;
import dev.syncprotocol.aoi.spec.SpecDocument;
import dev.syncprotocol.aoi.table.Pictures;
import dev.syncprotocol.aoi.table.SampleRow;
import dev.syncprotocol.aoi.table.SampleTableFile;
import dev.syncprotocol.aoi.workspace.AoiWorkspace;
import dev.syncprotocol.protocol.error.SyncException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeepPcbImportTest {
    private static final Pictures PICTURES = new Pictures(List.of("SolderLight"), ".png");
    private static final int TILE = 32;
    private static final int SIDE = 160;
    private static final Map<GroupRole, List<String>> VALIDATION = Map.of(GroupRole.VALIDATION, List.of("20085"));

    @TempDir
    private Path folder;

    private Path from;

    @BeforeEach
    void pairs() throws IOException {
        from = folder.resolve("pairs");
        for (int group = 1; group <= 4; group++) {
            for (int i = 0; i <= group; i++) {
                // The middle of the second box's tile has a larger box of another type beside it.
                pair("g" + group, "p" + group + i, "20 20 30 30 1\n80,80,84,84,4\n84 84 94 94 5\n");
            }
        }
    }

    @Test
    void accountsForEveryBox() throws IOException {
        pair("g1", "p19", "1 1 9 9 7\n-3 4 9 9 2\n150 150 170 158 3\n0 0 60 20 1\n10 10 14 14 2\n11 10 13 14 2\n");

        Imported made = run(Map.of());

        assertThat(made.rejected())
                .containsEntry("unknown_type", 1)
                .containsEntry("box_outside", 2)
                .containsEntry("larger_than_tile", 1)
                .containsEntry("same_tile", 1);
        assertThat(made.boxes())
                .isEqualTo(made.ngTiles()
                        + made.rejected().values().stream().mapToInt(n -> n).sum());
    }

    @Test
    void keepsGroupsWholeAndEverySetFilled() throws IOException {
        Imported made = run(Map.of());

        assertThat(made.groups().get(GroupRole.TRAIN)).containsExactly("g4");
        assertThat(made.groups().values().stream().flatMap(List::stream))
                .containsExactlyInAnyOrder("g1", "g2", "g3", "g4");
        AoiWorkspace workspace = new AoiWorkspace(folder.resolve("out"));
        assertThat(made.groups().get(GroupRole.BENCHMARK)).containsExactly("g1");
        for (Path csv : List.of(
                workspace.trainingCsv(),
                workspace.validationCsv(),
                workspace.kpiCsv(),
                workspace.benchmarkCsv().orElseThrow())) {
            List<SampleRow> rows = SampleTableFile.read(csv).rows();
            assertThat(rows.stream().map(row -> row.cell("project")).distinct()).hasSize(1);
            assertThat(rows).extracting(SampleRow::label).contains("PASS", "open", "copper");
        }
    }

    @Test
    void holdsTheLastBoardsOfTheTrainingGroupsOutWhereValidationGetsNoGroup() throws IOException {
        Imported made = run(Map.of());

        AoiWorkspace workspace = new AoiWorkspace(folder.resolve("out"));
        assertThat(made.heldOut()).containsExactly("p44");
        assertThat(made.groups().get(GroupRole.VALIDATION)).isEmpty();
        assertThat(boards(workspace.validationCsv())).containsExactly("p44");
        assertThat(boards(workspace.trainingCsv())).containsExactly("p40", "p41", "p42", "p43");
    }

    @Test
    void dealsAFifthGroupToValidationAndNoBoardToTwoSets() throws IOException {
        pair("g0", "p00", "20 20 30 30 1\n");

        Imported made = run(Map.of());

        AoiWorkspace workspace = new AoiWorkspace(folder.resolve("out"));
        assertThat(made.heldOut()).isEmpty();
        assertThat(made.groups().get(GroupRole.VALIDATION)).containsExactly("g0");
        List<String> all = new ArrayList<>();
        for (Path csv : List.of(
                workspace.trainingCsv(),
                workspace.validationCsv(),
                workspace.kpiCsv(),
                workspace.miningPoolCsv(),
                workspace.benchmarkCsv().orElseThrow())) {
            all.addAll(boards(csv));
        }
        assertThat(all).doesNotHaveDuplicates().hasSize(15);
    }

    @Test
    void takesTheNamedGroupAsTheBenchmark() throws IOException {
        Imported made = run(Map.of(GroupRole.BENCHMARK, List.of("g4")));

        assertThat(made.groups())
                .containsEntry(GroupRole.BENCHMARK, List.of("g4"))
                .containsEntry(GroupRole.TRAIN, List.of("g3"));
    }

    @Test
    void makesNoBenchmarkWhereNoGroupIsLeft() throws IOException {
        Imported made = run(Map.of(GroupRole.VALIDATION, List.of("g1")));

        assertThat(made.groups().get(GroupRole.BENCHMARK)).isEmpty();
        assertThat(made.rows()).doesNotContainKey("benchmark");
        assertThat(new AoiWorkspace(folder.resolve("out")).benchmarkCsv()).isEmpty();
    }

    @Test
    void labelsATileByTheTypeThatCoversMostOfIt() throws IOException {
        run(Map.of());

        List<SampleRow> rows = SampleTableFile.read(new AoiWorkspace(folder.resolve("out")).trainingCsv())
                .rows();
        // The spur at 80..84 is 16 pixels, the copper beside it 100: both tiles are copper.
        assertThat(rows).extracting(SampleRow::label).doesNotContain("spur");
        assertThat(rows).extracting(SampleRow::objectName).contains("p40_9_9", "p40_66_66", "p40_73_73");
    }

    @Test
    void cutsGoodTilesAwayFromEveryBoxAndAlikeFromBothPictures() throws IOException {
        run(Map.of());

        AoiWorkspace workspace = new AoiWorkspace(folder.resolve("out"));
        List<SampleRow> good = SampleTableFile.read(workspace.trainingCsv()).rows().stream()
                .filter(row -> row.label().equals("PASS"))
                .toList();
        assertThat(good).hasSize(3 * 3 * 4);
        for (SampleRow row : good) {
            String[] words = row.objectName().split("_");
            int x = Integer.parseInt(words[1]);
            int y = Integer.parseInt(words[2]);
            assertThat(x + TILE <= 16 || x >= 34 || y + TILE <= 16 || y >= 34).isTrue();
            assertThat(x + TILE <= 76 || x >= 98 || y + TILE <= 76 || y >= 98).isTrue();
            assertThat(PictureFile.read(PICTURES.input(workspace.kpiImages(), row, "SolderLight"))
                            .getWidth())
                    .isEqualTo(TILE);
            assertThat(PICTURES.golden(workspace.kpiImages(), row, "SolderLight"))
                    .isRegularFile();
        }
    }

    @Test
    void makesPairsOfThePoolsDefectsAndRowsOfItsGoodTiles() throws IOException {
        Imported made = run(Map.of(GroupRole.POOL, List.of("g2")));

        AoiWorkspace workspace = new AoiWorkspace(folder.resolve("out"));
        assertThat(StemPairing.of(workspace, PICTURES).labels())
                .containsEntry("open", 3)
                .containsEntry("copper", 6);
        assertThat(MiningPoolFile.read(workspace, PICTURES).table().rows())
                .isNotEmpty()
                .extracting(SampleRow::label)
                .containsOnly("PASS");
        assertThat(made.rows()).containsEntry("pairs", 9);
        assertThat(SpecDocument.read(workspace.baselineSpec()).typed().dataset().pictures())
                .isEqualTo(PICTURES);
    }

    @Test
    void writesTheSameTablesFromTheSameSeed() throws IOException {
        run(Map.of());
        DeepPcbImport.run(new ImportOrder(from, folder.resolve("again"), TILE, 4, 3, Map.of(), 42, false));
        DeepPcbImport.run(new ImportOrder(from, folder.resolve("other"), TILE, 4, 3, Map.of(), 43, false));

        assertThat(folder.resolve("again/train/base/training_set.csv"))
                .hasSameBinaryContentAs(folder.resolve("out/train/base/training_set.csv"));
        assertThat(Files.mismatch(
                        folder.resolve("other/train/base/training_set.csv"),
                        folder.resolve("out/train/base/training_set.csv")))
                .isNotNegative();
    }

    @Test
    void makesBlackAndWhiteOfGreyWhenAsked() throws IOException {
        DeepPcbImport.run(new ImportOrder(from, folder.resolve("out"), TILE, 4, 1, Map.of(), 42, true));

        AoiWorkspace workspace = new AoiWorkspace(folder.resolve("out"));
        SampleRow row = SampleTableFile.read(workspace.kpiCsv()).rows().get(0);
        BufferedImage tile = PictureFile.read(PICTURES.input(workspace.kpiImages(), row, "SolderLight"));
        for (int i = 0; i < TILE * TILE; i++) {
            assertThat(tile.getRGB(i % TILE, i / TILE) & 0xFFFFFF).isIn(0, 0xFFFFFF);
        }
    }

    @Test
    void readsTheOtherPublishedLayout() throws IOException {
        Imported made = importOfOtherLayout(4);

        assertThat(made.ngTiles()).isEqualTo(4);
        assertThat(made.rejected()).isEmpty();
    }

    @Test
    void setsTilesAsideThatLookLikeOnesOfASetThatDecidesMore() throws IOException {
        // One picture in all four groups: only the KPI set keeps its tiles.
        Imported made = importOfOtherLayout(1);

        assertThat(made.ngTiles()).isEqualTo(1);
        assertThat(made.rejected()).containsEntry("near_copy_across_sets", 3).hasSize(1);
        assertThat(made.rows()).containsEntry("pairs", 0).containsEntry("kpi", 4);
        assertThat(SampleTableFile.read(new AoiWorkspace(folder.resolve("out")).trainingCsv())
                        .rows())
                .extracting(SampleRow::label)
                .containsOnly("PASS");
        assertThat(folder.resolve("out/augmentation/anomalygen/reconstructed_image"))
                .isEmptyDirectory();
    }

    private Imported importOfOtherLayout(int pictures) throws IOException {
        Path other = folder.resolve("PCBData");
        List<String> groups = List.of("00041", "12000", "13000", "20085");
        for (int i = 0; i < groups.size(); i++) {
            String group = groups.get(i);
            Path folderOfGroup = other.resolve("group" + group).resolve(group);
            picture(folderOfGroup.resolve(group + "001_temp.jpg"), i % pictures);
            picture(folderOfGroup.resolve(group + "001_test.jpg"), i % pictures);
            Path notes = Files.createDirectories(other.resolve("group" + group).resolve(group + "_not"));
            Files.writeString(notes.resolve(group + "001.txt"), "20,20,30,30,6\r\n");
        }
        return DeepPcbImport.run(new ImportOrder(other, folder.resolve("out"), TILE, 4, 3, VALIDATION, 42, false));
    }

    @Test
    void namesAnAnnotationLineThatIsNone() throws IOException {
        pair("g1", "p19", "1 1 9 9\n");

        assertThatThrownBy(() -> run(Map.of()))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("p19.txt")
                .hasMessageContaining("x1 y1 x2 y2 type");
    }

    private static List<String> boards(Path csv) throws IOException {
        return SampleTableFile.read(csv).rows().stream()
                .map(SampleRow::boardName)
                .distinct()
                .sorted()
                .toList();
    }

    private Imported run(Map<GroupRole, List<String>> groups) throws IOException {
        return DeepPcbImport.run(new ImportOrder(from, folder.resolve("out"), TILE, 4, 3, groups, 42, false));
    }

    private void pair(String group, String id, String boxes) throws IOException {
        picture(from.resolve(group).resolve(id + "_temp.jpg"), id.hashCode());
        picture(from.resolve(group).resolve(id + "_test.jpg"), id.hashCode() + 1);
        Files.writeString(from.resolve(group).resolve(id + ".txt"), boxes);
    }

    private static void picture(Path file, int seed) throws IOException {
        Random random = new Random(seed);
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < SIDE * SIDE / 64; i++) {
            int level = random.nextInt(256);
            for (int j = 0; j < 64; j++) {
                image.getRaster().setSample(i % 20 * 8 + j % 8, i / 20 * 8 + j / 8, 0, level);
            }
        }
        Files.createDirectories(file.getParent());
        Files.write(file, PictureFile.jpeg(image));
    }
}
