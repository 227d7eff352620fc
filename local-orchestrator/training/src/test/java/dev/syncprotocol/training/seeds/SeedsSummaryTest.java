package dev.syncprotocol.training.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.json.LocatedDocument;
import dev.syncprotocol.protocol.schema.SchemaId;
import dev.syncprotocol.protocol.schema.SchemaValidator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What all seeds came to: figures of their last evaluation, mean and deviation (preflight.md section 11.2). */
class SeedsSummaryTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T12:00:00Z"), ZoneOffset.UTC);
    private static final List<Long> WANTED = List.of(1L, 2L, 3L);

    @TempDir
    private Path workspace;

    private SeedFolder trained(long seed, double loss) throws IOException {
        SeedFolder folder = new SeedFolder(workspace, seed, new RepoPath("checkpoints/rc1/seed_" + seed), CLOCK);
        Path step = workspace.resolve(folder.folder().value()).resolve("step_00004");
        Files.createDirectories(step);
        Files.writeString(step.resolve("MANIFEST.json"), "{\"seed\":" + seed + "}");
        Files.createDirectories(workspace.resolve("reports"));
        Files.writeString(
                workspace.resolve("reports/eval_shadow.jsonl"),
                "{\"step\":2,\"eval_loss\":9}\n{\"step\":4,\"eval_loss\":" + loss
                        + ",\"eval_count\":30,\"time\":\"t\"}\n");
        return folder;
    }

    @Test
    void keepsEachSeedsLastEvaluationAndTheirSpread() throws IOException {
        SeedResult first = trained(1, 0.5).result();
        SeedResult second = trained(2, 0.7).result();
        assertThat(first.figures()).as("the last step's, without its count").isEqualTo(Map.of("eval_loss", 0.5));
        assertThat(first.checkpoint()).isEqualTo("checkpoints/rc1/seed_1/step_00004");
        SeedsSummary summary =
                new SeedsSummary("configs/ppo_scale.yaml", Sha256.of("c"), WANTED, List.of(first, second));
        Spread spread = summary.figures().get("eval_loss");
        assertThat(spread.n()).isEqualTo(2);
        assertThat(spread.mean()).isCloseTo(0.6, within(1e-12));
        // numpy.std([0.5, 0.7], ddof=1)
        assertThat(spread.std().orElseThrow()).isCloseTo(0.14142135623730948, within(1e-12));
        assertThat(spread.words()).isEqualTo("0.6000 +- 0.1414 over 2 seeds");
        assertThat(summary.complete()).isFalse();
        summary.writeTo(workspace, CLOCK.instant());
        LocatedDocument written =
                LocatedDocument.read(Files.readAllBytes(workspace.resolve(SeedsSummary.PATH)), DocumentFormat.JSON);
        assertThat(SchemaValidator.violations(SchemaId.SEEDS_SUMMARY_V1, written))
                .isEmpty();
        assertThat(SeedsSummary.resultsIn(workspace)).containsExactly(first, second);
    }

    @Test
    void takesASeedDoneBeforeOnlyFromItsVeryCheckpoint() throws IOException {
        SeedFolder folder = trained(1, 0.5);
        List<SeedResult> earlier = List.of(folder.result());
        assertThat(folder.result(earlier)).isEqualTo(earlier.get(0));
        Files.writeString(
                workspace.resolve("checkpoints/rc1/seed_1/step_00004/MANIFEST.json"), "{\"trained\":\"again\"}");
        assertThat(folder.result(earlier).figures()).isEmpty();
        assertThat(folder.finished(4)).isTrue();
        assertThat(folder.finished(5)).isFalse();
    }

    @Test
    void saysNothingOfADeviationOfOne() {
        assertThat(Spread.of(List.of(0.25)).std()).isEmpty();
        assertThat(Spread.of(List.of(0.25)).words()).isEqualTo("0.2500 over 1 seed");
    }
}
