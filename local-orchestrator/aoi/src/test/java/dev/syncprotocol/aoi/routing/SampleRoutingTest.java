package dev.syncprotocol.aoi.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.aoi.accounting.EdgeAccount;
import dev.syncprotocol.aoi.accounting.Reason;
import dev.syncprotocol.aoi.rca.GapFile;
import dev.syncprotocol.aoi.rca.GapRow;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleRoutingTest {
    private static final List<GapRow> GAPS = List.of(
            new GapRow("/w/kpi/images/p/C1_SolderLight.jpg", "PASS", 0.7, 0.5),
            new GapRow("/w/kpi/images/p/C2_SolderLight.jpg", "PASS", 0.6, 0.4),
            new GapRow("/w/kpi/images/p/C3_SolderLight.jpg", "missing", 0.5, -0.3),
            new GapRow("/w/kpi/images/p/C4_SolderLight.jpg", "tombstone", 0.5, -0.3));

    @TempDir
    Path folder;

    @Test
    void sendsEveryGapToMiningWhenPairsArePregenerated() throws IOException {
        Path gaps = gaps(GAPS);
        RoutingOutcome outcome = routing().pregenerated(gaps);
        assertThat(outcome.miningGaps()).hasSameBinaryContentAs(gaps);
        assertThat(outcome.anomalygenGaps()).isEmpty();
        assertThat(GapFile.read(folder.resolve("out/anomalygen_gaps.parquet"))).isEmpty();
        outcome.accounts().forEach(EdgeAccount::check);
        assertThat(outcome.summary()).isEqualTo("pre-gen single-bucket: 4 gaps -> mining; no AG fanout");
        assertThat(folder.resolve("out/routing_summary.txt")).content().isEqualTo("""
                        Weak-sample routing summary
                        Total weak samples: 4
                        Mining subset:      4 -> /w/run/mining_gaps.parquet
                        AnomalyGen subset:  0 -> none

                        Per-label breakdown (count, mining, anomalygen):
                          PASS: 2 (mining=yes, anomalygen=no)
                          MISSING: 1 (mining=yes, anomalygen=no)
                          TOMBSTONE: 1 (mining=yes, anomalygen=no)
                        """);
    }

    @Test
    void routesByLabelWhenAGeneratorConsumesGaps() throws IOException {
        RoutingOutcome outcome = routing().inline(gaps(GAPS), List.of("pass"), SampleRouting.GENERATED);
        assertThat(outcome.miningRows()).isEqualTo(2);
        assertThat(outcome.anomalygenRows()).isEqualTo(3);
        outcome.accounts().forEach(EdgeAccount::check);
        assertThat(outcome.accounts().get(0).rejected().get(Reason.NO_MODULE).total())
                .isEqualTo(1);
        assertThat(Files.readString(folder.resolve("out/routing_summary.txt")))
                .contains(
                        "PASS: 2 (mining=yes, anomalygen=yes)",
                        "MISSING: 1 (mining=no, anomalygen=yes)",
                        "TOMBSTONE: 1 (mining=no, anomalygen=no) DROPPED: not in the pool and not generated");
    }

    /** A picture that stands twice among the weak ones is two rows, on either side and on both. */
    @Test
    void countsEqualRowsEachForItself() throws IOException {
        List<GapRow> twice = Stream.concat(GAPS.stream(), GAPS.stream()).toList();
        RoutingOutcome outcome = routing().inline(gaps(twice), List.of("pass"), SampleRouting.GENERATED);
        outcome.accounts().forEach(EdgeAccount::check);
        assertThat(outcome.accounts().get(0).out().total()).isEqualTo(6);
        assertThat(outcome.accounts().get(0).rejected().get(Reason.NO_MODULE).total())
                .isEqualTo(2);
    }

    @Test
    void goesOnWithOneSideEmpty() throws IOException {
        assertThat(routing().inline(gaps(GAPS), List.of("PASS"), Set.of()).anomalygenRows())
                .isZero();
        assertThat(routing().inline(gaps(GAPS), List.of(), Set.of("MISSING")).miningRows())
                .isZero();
    }

    @Test
    void stopsWhenNothingGoesAnywhere() throws IOException {
        Path gaps = gaps(GAPS.subList(3, 4));
        assertEmpty(() -> routing().inline(gaps, List.of("PASS"), Set.of("MISSING")));
        assertEmpty(() -> routing().pregenerated(gaps(List.of())));
    }

    private static void assertEmpty(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ROUTING_EMPTY));
    }

    private SampleRouting routing() throws IOException {
        return new SampleRouting(Files.createDirectories(folder.resolve("out")), Path.of("/w/run"));
    }

    private Path gaps(List<GapRow> rows) throws IOException {
        Path file = folder.resolve("kpi_gaps.parquet");
        GapFile.write(file, rows);
        return file;
    }
}
