package dev.syncprotocol.aoi.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.syncprotocol.aoi.accounting.AccountingFile;
import dev.syncprotocol.aoi.log.Phase;
import dev.syncprotocol.aoi.parquet.ParquetFile;
import dev.syncprotocol.aoi.tao.ContainerGaps;
import dev.syncprotocol.aoi.tao.ContainerNeighbours;
import dev.syncprotocol.aoi.tao.FakeContainers;
import dev.syncprotocol.aoi.tao.TaoClassifier;
import dev.syncprotocol.aoi.tao.TaoFixture;
import dev.syncprotocol.aoi.tao.TaoServices;
import dev.syncprotocol.aoi.tao.TaoSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract of the engines (specification §12.1): a loop in this process, one in containers, and one whose containers analyse and mine too leave the
 * same files with the same columns and the same accounts. What containers add is named here and nothing else.
 */
class EitherEngineTest {
    @TempDir
    private static Path folder;

    private static Path embedded;
    private static Path containers;
    private static Path services;

    @BeforeAll
    static void threeLoops() throws IOException {
        embedded = ran(scene("embedded"));
        containers = ran(inContainers(scene("containers"), false));
        services = ran(inContainers(scene("services"), true));
    }

    @Test
    void leavesTheSameFiles() throws IOException {
        assertThat(files(containers).keySet()).isEqualTo(files(embedded).keySet());
        assertThat(files(services).keySet()).isEqualTo(files(embedded).keySet());
    }

    @Test
    void leavesTheSameColumns() throws IOException {
        assertThat(columns(files(containers))).isEqualTo(columns(files(embedded)));
        assertThat(columns(files(services))).isEqualTo(columns(files(embedded)));
    }

    @Test
    void accountsForTheSameRowsOnTheSameEdges() throws IOException {
        assertThat(accounts(containers)).isEqualTo(accounts(embedded));
        assertThat(accounts(services)).isEqualTo(accounts(embedded));
    }

    /** With the same scores, who analyses and mines changes no row. */
    @Test
    void findsTheSameWhoeverLooks() throws IOException {
        for (String file : List.of("iter1/mining_filter/mining_pool.csv", "iter1/dataset/train_combined_iter1.csv")) {
            String elsewhere = Files.readString(services.resolve(file)).replace("/services/", "/containers/");
            assertThat(containers.resolve(file)).hasContent(elsewhere);
        }
    }

    private static LoopScene scene(String name) throws IOException {
        return new LoopScene(SmallBoards.drawnIn(Files.createDirectory(folder.resolve(name))));
    }

    private static LoopScene inContainers(LoopScene scene, boolean everything) throws IOException {
        TaoSettings settings = new TaoSettings(
                scene.workspace().root(),
                scene.run().folder().root(),
                "20261121_120000",
                "1000:1000",
                TaoFixture.images(),
                Optional.empty(),
                1,
                Map.of());
        FakeContainers docker = FakeContainers.with(TaoFixture.images());
        TaoServices services = new TaoServices(settings, docker);
        return scene.engine(new TaoClassifier(settings, docker))
                .analyses(
                        everything
                                ? new Analyses(new ContainerGaps(services), new ContainerNeighbours(services))
                                : Analyses.BUILT_IN);
    }

    private static Path ran(LoopScene scene) throws IOException {
        scene.goOn();
        return scene.run().folder().root();
    }

    /** By name in general: checkpoints without steps and suffix, pictures and times without their own names. */
    private static SortedMap<String, Path> files(Path run) throws IOException {
        SortedMap<String, Path> files = new TreeMap<>();
        try (Stream<Path> tree = Files.walk(run)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                String name = run.relativize(file).toString().replace('\\', '/');
                if (!ofContainersOnly(name)) {
                    files.put(
                            name.replaceAll("model_epoch_\\d+_step_\\d+\\.(pth|safetensors)", "model")
                                    .replaceAll("\\d{4}-\\d\\d-\\d\\d_\\d{6}", "<TS>")
                                    .replaceAll("rca_images/\\d+_.*\\.png", "rca_images/*.png"),
                            file);
                }
            }
        }
        return files;
    }

    private static boolean ofContainersOnly(String name) {
        return name.endsWith("/commands.jsonl")
                || name.endsWith("/inference.log")
                || name.endsWith("_latest.pth")
                || name.contains("/container/");
    }

    private static SortedMap<String, Object> columns(SortedMap<String, Path> files) throws IOException {
        SortedMap<String, Object> columns = new TreeMap<>();
        for (Map.Entry<String, Path> file : files.entrySet()) {
            if (file.getKey().endsWith(".csv")) {
                columns.put(file.getKey(), Files.readAllLines(file.getValue()).get(0));
            } else if (file.getKey().endsWith(".parquet")) {
                columns.put(
                        file.getKey(),
                        ParquetFile.read(file.getValue()).columns().stream()
                                .map(column -> column.name() + " " + column.type())
                                .toList());
            }
        }
        return columns;
    }

    /** Every edge with the labels, sources and counts of its rows that no score decides. */
    private static TreeSet<String> accounts(Path run) throws IOException {
        TreeSet<String> accounts = new TreeSet<>();
        for (Phase phase : List.of(Phase.BASELINE, new Phase(1))) {
            Path file = run.resolve(phase.word()).resolve("accounting.csv");
            AccountingFile.check(file);
            for (String line : Files.readAllLines(file)) {
                String[] cells = line.split(",", -1);
                boolean decided = List.of("E9", "E10", "E11", "E12", "E13").contains(cells[0]) && !phase.isBaseline();
                accounts.add(
                        phase + " " + cells[0] + (decided ? "" : " " + cells[1] + " " + cells[2] + " " + cells[3]));
            }
        }
        return accounts;
    }
}
