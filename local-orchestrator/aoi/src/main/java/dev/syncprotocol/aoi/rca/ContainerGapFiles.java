package dev.syncprotocol.aoi.rca;

import dev.syncprotocol.aoi.kpi.ScoredTable;
import dev.syncprotocol.aoi.kpi.StoredThreshold;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files a gap analysis in a container left: right after it, and again when a run is replayed.
 *
 * @param folder holds {@code threshold.txt} and {@code kpi_gaps.parquet}, or {@code gaps.parquet} as earlier images named it (A10)
 */
public record ContainerGapFiles(Path folder) implements GapFinder {
    /** Where the container's own files are kept beside those that are made of them. */
    public static final String FOLDER = "container";

    private static final List<String> NAMES = List.of(GapAnalysis.GAPS, "gaps.parquet");

    @Override
    public FoundGaps find(GapOrder order, ScoredTable table) throws IOException {
        Path gaps = NAMES.stream()
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> left(String.join(" or ", NAMES)));
        return new FoundGaps(threshold(), GapFile.read(gaps));
    }

    private StoredThreshold threshold() throws IOException {
        Path file = folder.resolve(GapAnalysis.THRESHOLD);
        if (!Files.isRegularFile(file)) {
            throw left(GapAnalysis.THRESHOLD);
        }
        String text = Files.readString(file).strip();
        double value = number(text)
                .orElseThrow(() -> new SyncException(
                        ErrorCode.ENGINE_FAILED, file + ": expected one finite number, found " + firstLine(text)));
        return new StoredThreshold(value, value, StoredThreshold.Rule.CONTAINER);
    }

    private SyncException left(String file) {
        return new SyncException(ErrorCode.ENGINE_FAILED, "the gap analysis ended with 0 and left no " + file)
                .withHint("what it did leave: " + folder);
    }

    private static Optional<Double> number(String text) {
        try {
            return Stream.of(Double.valueOf(text)).filter(Double::isFinite).findFirst();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("an empty file");
    }
}
