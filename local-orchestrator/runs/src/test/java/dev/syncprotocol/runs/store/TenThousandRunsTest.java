package dev.syncprotocol.runs.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.syncprotocol.protocol.digest.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand registered runs: a page of the list opens the files of that page only. No time is asserted here. */
class TenThousandRunsTest {
    private static final int MANY = 10_000;

    @Test
    void findsTheBestAndAPageAmongTenThousand(@TempDir Path workspace) throws IOException {
        Experiment experiment = new Experiment(workspace);
        Path real = experiment.trained("a", "20000");
        experiment.finish(real);
        RegistryRow row = experiment.store.registered().get(0);
        List<List<String>> rows = new ArrayList<>();
        for (int i = 1; i <= MANY; i++) {
            String id = RunId.of(Instant.parse("2026-01-01T00:00:00Z"), "r" + i).value();
            Files.createDirectory(real.resolveSibling(id));
            rows.add(like(row, id, i).cells());
        }
        new ChainedCsv(StoreFiles.unwatched(), workspace.resolve("registry/models.csv"), RegistryRow.COLUMNS)
                .append(rows, Experiment.NOON);
        assertThat(experiment.store.best("val_psnr", Mode.MAX).orElseThrow().experimentId())
                .isEqualTo(real.getFileName().toString());
        RunQuery page = new RunQuery(Optional.empty(), Optional.empty(), Optional.empty(), RunQuery.Sort.PRIMARY, 50);
        assertThat(experiment.store.list(page)).hasSize(50);
        assertThat(experiment.store.registered()).hasSize(MANY + 1);
    }

    private static RegistryRow like(RegistryRow row, String id, int i) {
        return new RegistryRow(
                id,
                row.modelPath(),
                OptionalDouble.of(i),
                row.commitHash(),
                row.configHash(),
                row.dataVersion(),
                i + 1L,
                "1.0." + i,
                row.finalizedAt(),
                row.task(),
                row.primaryName(),
                row.mode(),
                row.status(),
                row.arch(),
                Sha256.of(id));
    }
}
