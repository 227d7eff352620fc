package dev.syncprotocol.aoi.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.aoi.leakage.LeakageCheck;
import dev.syncprotocol.aoi.leakage.LeakageReport;
import dev.syncprotocol.aoi.leakage.NearCopyRule;
import dev.syncprotocol.aoi.leakage.SampleSet;
import dev.syncprotocol.aoi.pool.AmpAllocation;
import dev.syncprotocol.aoi.pool.DefectSpec;
import dev.syncprotocol.aoi.pool.MiningPoolFile;
import dev.syncprotocol.aoi.pool.Pairing;
import dev.syncprotocol.aoi.pool.StemPairing;
import dev.syncprotocol.aoi.spec.ChangeNetSpec;
import dev.syncprotocol.aoi.spec.IgnoredKeys;
import dev.syncprotocol.aoi.spec.SpecDocument;
import dev.syncprotocol.aoi.table.Pictures;
import dev.syncprotocol.aoi.table.SampleRow;
import dev.syncprotocol.aoi.table.SampleTable;
import dev.syncprotocol.aoi.table.SampleTableFile;
import dev.syncprotocol.aoi.table.TableCheck;
import dev.syncprotocol.aoi.table.TableCheck.LabelRule;
import dev.syncprotocol.aoi.workspace.AoiWorkspace;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoWorkspaceTest {
    private static final Pictures PICTURES = new Pictures(List.of("SolderLight", "WhiteLight"), ".jpg");

    @TempDir
    private static Path folder;

    private static AoiWorkspace workspace;

    @BeforeAll
    static void draw() throws IOException {
        workspace = new AoiWorkspace(folder.resolve("demo"));
        DemoWorkspace.make(order(workspace.root(), 42));
    }

    @Test
    void hasTheRowsOfItsProfile() throws IOException {
        assertThat(labels(workspace.trainingCsv()))
                .containsOnlyKeys("PASS", "open", "short", "spur", "copper")
                .containsEntry("PASS", 64);
        assertThat(labels(workspace.validationCsv())).containsEntry("PASS", 32);
        assertThat(labels(workspace.kpiCsv()))
                .containsOnlyKeys("PASS", "open", "short", "mousebite", "spur", "copper", "pin_hole")
                .containsEntry("PASS", 62)
                .containsEntry("pin_hole", 3);
        assertThat(labels(workspace.miningPoolCsv())).containsEntry("PASS", 56);
        assertThat(workspace.benchmarkCsv()).isEmpty();
    }

    @Test
    void hasNoBoardInTwoSets() throws IOException {
        List<Path> tables = List.of(
                workspace.trainingCsv(), workspace.validationCsv(), workspace.kpiCsv(), workspace.miningPoolCsv());
        Set<String> seen = new HashSet<>();
        for (Path table : tables) {
            Set<String> boards = SampleTableFile.read(table).rows().stream()
                    .map(SampleRow::boardName)
                    .collect(Collectors.toSet());
            assertThat(boards).isNotEmpty().noneMatch(seen::contains);
            seen.addAll(boards);
        }
    }

    @Test
    void keepsTheRulesItsReadersAskFor() throws IOException {
        for (Path csv : List.of(workspace.trainingCsv(), workspace.validationCsv(), workspace.kpiCsv())) {
            SampleTable table = SampleTableFile.read(csv);
            assertThat(TableCheck.violations(table, workspace.kpiImages(), PICTURES, LabelRule.CANONICAL))
                    .isEmpty();
        }
        SampleTable pool = MiningPoolFile.read(workspace, PICTURES).table();
        assertThat(TableCheck.violations(pool, workspace.root(), PICTURES, LabelRule.CANONICAL))
                .isEmpty();
        Pairing pairing = StemPairing.of(workspace, PICTURES);
        assertThat(pairing.labels())
                .containsOnlyKeys("open", "short", "mousebite", "spur", "copper", "pin_hole")
                .containsValue(4);
        AmpAllocation.check(DefectSpec.read(workspace.defectSpec()), pairing);
    }

    @Test
    void hasASpecificationThatKeepsItsRulesAndIsHonouredWhole() throws IOException {
        SpecDocument document = SpecDocument.read(workspace.baselineSpec());
        ChangeNetSpec spec = document.typed();

        assertThat(spec.dataset().pictures()).isEqualTo(PICTURES);
        assertThat(spec.train().epochs()).isEqualTo(2);
        assertThat(spec.dataset().imageWidth()).isEqualTo(32);
        assertThat(IgnoredKeys.ofEmbedded(document))
                .containsExactly("train.num_gpus", "model.backbone.pretrained_backbone_path");
    }

    @Test
    void leaksNothingBetweenItsSets() throws IOException {
        LeakageReport report = new LeakageCheck(PICTURES, NearCopyRule.STOP)
                .check(
                        List.of(
                                set("train", workspace.trainingCsv()),
                                new SampleSet(
                                        "pool",
                                        MiningPoolFile.read(workspace, PICTURES).table(),
                                        workspace.root())),
                        List.of(set("validation", workspace.validationCsv()), set("kpi", workspace.kpiCsv())));

        assertThat(report.stops()).isEmpty();
        assertThat(report.overlaps())
                .containsOnlyKeys("train/validation", "train/kpi", "pool/validation", "pool/kpi", "validation/kpi");
    }

    @Test
    void drawsTheSameBytesFromTheSameSeedAndOthersFromAnother() throws IOException {
        DemoWorkspace.make(order(folder.resolve("again"), 42));
        DemoWorkspace.make(order(folder.resolve("other"), 43));

        assertThat(digests(folder.resolve("again"))).isEqualTo(digests(workspace.root()));
        assertThat(digests(folder.resolve("other"))).isNotEqualTo(digests(workspace.root()));
    }

    @Test
    void overwritesNothing() {
        assertThatThrownBy(() -> DemoWorkspace.make(order(workspace.root(), 42)))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PATH_TAKEN));
    }

    private static DemoOrder order(Path to, long seed) {
        return new DemoOrder(to, seed, DemoProfile.TINY, 32, PICTURES);
    }

    private static SampleSet set(String name, Path csv) throws IOException {
        return new SampleSet(name, SampleTableFile.read(csv), workspace.kpiImages());
    }

    private static Map<String, Integer> labels(Path csv) throws IOException {
        Map<String, Integer> counts = new TreeMap<>();
        SampleTableFile.read(csv).rows().forEach(row -> counts.merge(row.label(), 1, Integer::sum));
        return counts;
    }

    private static Map<String, Sha256> digests(Path root) throws IOException {
        Map<String, Sha256> digests = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                digests.put(root.relativize(file).toString(), Sha256.ofFile(file));
            }
        }
        return digests;
    }
}
