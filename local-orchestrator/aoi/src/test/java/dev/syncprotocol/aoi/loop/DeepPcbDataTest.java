package dev.syncprotocol.aoi.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.syncprotocol.aoi.approval.RunId;
import dev.syncprotocol.aoi.deeppcb.DeepPcbImport;
import dev.syncprotocol.aoi.deeppcb.GroupRole;
import dev.syncprotocol.aoi.deeppcb.ImportOrder;
import dev.syncprotocol.aoi.deeppcb.Imported;
import dev.syncprotocol.aoi.preflight.EngineOffer;
import dev.syncprotocol.aoi.preflight.Preflight;
import dev.syncprotocol.aoi.preflight.PreflightOrder;
import dev.syncprotocol.aoi.preflight.PreflightReport;
import dev.syncprotocol.aoi.workspace.AoiWorkspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real picture pairs, six of every board group. They are no part of the repository: without {@code shared/data} beside it these tests are skipped and say so.
 */
class DeepPcbDataTest {
    private static final int PAIRS = 6;

    @TempDir
    private Path folder;

    private Path few;

    @BeforeEach
    void aFewPairsOfEveryGroup() throws IOException {
        String beside = System.getProperty("sync.root", ".") + "/../shared/data";
        Path data = Path.of(System.getProperty("sync.data", beside)).resolve("deeppcb/pairs");
        assumeTrue(Files.isDirectory(data), "DeepPCB not imported: no shared/data beside the repository");
        few = folder.resolve("pairs");
        try (Stream<Path> groups = Files.list(data)) {
            for (Path group : groups.toList()) {
                copy(group);
            }
        }
    }

    @Test
    void fillsEverySetFromRealBoardsAndPassesPreflight() throws IOException {
        AoiWorkspace workspace = new AoiWorkspace(folder.resolve("tiles"));

        Imported made = DeepPcbImport.run(new ImportOrder(few, workspace.root(), 128, 8, 3, Map.of(), 42, false));
        PreflightReport report = Preflight.check(new PreflightOrder(
                workspace,
                SmallBoards.unreachable(1),
                RunId.proposedAt(SmallBoards.NOON.instant()),
                EngineOffer.of(new CellDifferences().probe()),
                "test"));

        assertThat(made.rows()).containsKeys("train", "validation", "kpi", "pool", "pairs", "benchmark");
        assertThat(made.rows().values()).allMatch(rows -> rows > 0);
        assertThat(made.groups().get(GroupRole.BENCHMARK)).hasSize(1);
        assertThat(made.boxes())
                .isEqualTo(made.ngTiles()
                        + made.rejected().values().stream().mapToInt(n -> n).sum());
        assertThat(report.summary().markdown()).contains("kpi/benchmark_set.csv");
    }

    private void copy(Path group) throws IOException {
        Path to = Files.createDirectories(few.resolve(group.getFileName()));
        List<Path> templates;
        try (Stream<Path> files = Files.list(group)) {
            templates = files.filter(file -> file.toString().endsWith("_temp.jpg"))
                    .sorted()
                    .limit(PAIRS)
                    .toList();
        }
        for (Path template : templates) {
            String id = template.getFileName().toString().replace("_temp.jpg", "");
            for (String end : List.of("_temp.jpg", "_test.jpg", ".txt")) {
                Files.copy(group.resolve(id + end), to.resolve(id + end));
            }
        }
    }
}
