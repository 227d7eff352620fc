package dev.syncprotocol.aoi.report.page;

import dev.syncprotocol.aoi.report.reading.MiningReading;
import dev.syncprotocol.aoi.report.reading.RunReading;
import java.util.List;

/** What mining added, iteration by iteration (specification §14.2, {@code MINING_POOL_ROWS_HTML}). */
public final class PoolRows {
    private PoolRows() {}

    /** One row an iteration that mined. */
    public static List<Row> of(RunReading run) {
        return run.iterations().stream()
                .filter(phase -> phase.mining().isPresent())
                .map(phase -> row(phase.label(), phase.mining().get()))
                .toList();
    }

    /** The cut-offs really used, for the heading. */
    public static String cutoffs(RunReading run) {
        return run.iterations().stream()
                .flatMap(phase -> phase.mining().stream())
                .map(IterationCards::cutoff)
                .distinct()
                .reduce((a, b) -> a + "; " + b)
                .orElse("");
    }

    private static Row row(String label, MiningReading mining) {
        return new Row(label, mining.sdg(), mining.real(), mining.sdg() + mining.real());
    }

    /**
     * A row.
     *
     * @param phase its word
     * @param sdg pre-generated samples added
     * @param real production samples added
     * @param total both
     */
    public record Row(String phase, int sdg, int real, int total) {}
}
