package dev.syncprotocol.aoi.report.reading;

import dev.syncprotocol.aoi.log.Phase;
import dev.syncprotocol.aoi.state.RunFolder;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The rows a phase was trained on.
 *
 * @param total all of them; 0 when that is not known
 * @param synthetic of these, pre-generated ones
 */
public record TrainingRows(int total, int synthetic) {
    private static final int PERCENT = 100;

    static TrainingRows read(RunFolder run, Phase phase, Path baseTable) throws IOException {
        if (phase.isBaseline()) {
            return new TrainingRows(TextTable.read(baseTable).size(), 0);
        }
        TextTable provenance = TextTable.read(run.combinedProvenance(phase));
        return new TrainingRows(provenance.size(), provenance.count("origin_provenance", "sdg"));
    }

    /** Synthetic rows, percent of all. */
    public double syntheticPct() {
        return total == 0 ? 0 : (double) synthetic * PERCENT / total;
    }
}
