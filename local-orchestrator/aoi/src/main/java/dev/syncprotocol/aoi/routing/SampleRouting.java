package dev.syncprotocol.aoi.routing;

import dev.syncprotocol.aoi.accounting.Edge;
import dev.syncprotocol.aoi.accounting.EdgeAccount;
import dev.syncprotocol.aoi.accounting.Origin;
import dev.syncprotocol.aoi.accounting.Reason;
import dev.syncprotocol.aoi.accounting.Tally;
import dev.syncprotocol.aoi.rca.GapFile;
import dev.syncprotocol.aoi.rca.GapRow;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.runs.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Sends weak pictures on (specification §11.4). Labels are compared upper-case. */
public final class SampleRouting {
    /** What goes to mining. */
    public static final String MINING = "mining_gaps.parquet";
    /** What goes to the generator; in pre-generated mode an empty file with the same columns (A29). */
    public static final String ANOMALYGEN = "anomalygen_gaps.parquet";
    /** Labels the generator can make, unless configured otherwise. */
    public static final Set<String> GENERATED = Set.of("PASS", "EXCESS_SOLDER", "MISSING", "BRIDGE");

    private static final String SUMMARY = "routing_summary.txt";

    private final Path outputDir;
    private final Path recordedDir;

    /**
     * A routing.
     *
     * @param outputDir where the files are written; exists
     * @param recordedDir where they will lie in the end, as the summary names them
     */
    public SampleRouting(Path outputDir, Path recordedDir) {
        this.outputDir = outputDir;
        this.recordedDir = recordedDir;
    }

    /**
     * Pre-generated mode: every gap goes to mining, the file is copied byte for byte.
     *
     * @param gaps {@code kpi_gaps.parquet}, or {@code gaps.parquet} of a container
     * @throws SyncException {@code routing_empty} when there is no gap
     */
    public RoutingOutcome pregenerated(Path gaps) throws IOException {
        List<GapRow> rows = refusingNone(gaps, GapFile.read(gaps));
        Path mining = outputDir.resolve(MINING);
        Files.copy(gaps, mining, StandardCopyOption.REPLACE_EXISTING);
        GapFile.write(outputDir.resolve(ANOMALYGEN), List.of());
        List<GapRow> arrived = GapFile.read(mining);
        EdgeAccount account = EdgeAccount.of(Edge.E4, tally(rows), tally(arrived));
        put(RoutingSummary.text(rows, upper(rows), Set.of(), recordedDir.resolve(MINING), Optional.empty()));
        return new RoutingOutcome(rows.size(), mining, arrived.size(), Optional.empty(), 0, List.of(account));
    }

    /**
     * Inline mode, when something consumes generator gaps: a label may go to both sides, one that goes to none is listed as dropped.
     *
     * @param poolLabels labels present in the pool
     * @param generated labels the generator can make
     * @throws SyncException {@code routing_empty} when both sides are empty
     */
    public RoutingOutcome inline(Path gaps, Collection<String> poolLabels, Collection<String> generated)
            throws IOException {
        List<GapRow> rows = GapFile.read(gaps);
        Set<String> minable = words(poolLabels);
        Set<String> makeable = words(generated);
        List<GapRow> mined = having(rows, minable);
        List<GapRow> made = having(rows, makeable);
        if (mined.isEmpty() && made.isEmpty()) {
            throw new SyncException(ErrorCode.ROUTING_EMPTY, "no weak sample of " + gaps + " has anywhere to go");
        }
        GapFile.write(outputDir.resolve(MINING), mined);
        GapFile.write(outputDir.resolve(ANOMALYGEN), made);
        put(RoutingSummary.text(
                rows, minable, makeable, recordedDir.resolve(MINING), Optional.of(recordedDir.resolve(ANOMALYGEN))));
        return new RoutingOutcome(
                rows.size(),
                outputDir.resolve(MINING),
                mined.size(),
                Optional.of(outputDir.resolve(ANOMALYGEN)),
                made.size(),
                List.of(account(rows, minable, makeable)));
    }

    private EdgeAccount account(List<GapRow> rows, Set<String> minable, Set<String> makeable) throws IOException {
        List<GapRow> arrived = new ArrayList<>(GapFile.read(outputDir.resolve(MINING)));
        GapFile.read(outputDir.resolve(ANOMALYGEN)).stream()
                .filter(row -> !minable.contains(word(row)))
                .forEach(arrived::add);
        List<GapRow> nowhere = rows.stream()
                .filter(row -> !minable.contains(word(row)) && !makeable.contains(word(row)))
                .toList();
        return new EdgeAccount(Edge.E4, tally(rows), tally(arrived), Map.of(Reason.NO_MODULE, tally(nowhere)));
    }

    private static List<GapRow> refusingNone(Path gaps, List<GapRow> rows) {
        if (rows.isEmpty()) {
            throw new SyncException(ErrorCode.ROUTING_EMPTY, gaps + " holds no weak sample");
        }
        return rows;
    }

    private static List<GapRow> having(List<GapRow> rows, Set<String> labels) {
        return rows.stream().filter(row -> labels.contains(word(row))).toList();
    }

    private static Set<String> upper(List<GapRow> rows) {
        return rows.stream().map(SampleRouting::word).collect(Collectors.toUnmodifiableSet());
    }

    private static Set<String> words(Collection<String> labels) {
        return labels.stream().map(label -> label.toUpperCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }

    static String word(GapRow row) {
        return row.label().toUpperCase(Locale.ROOT);
    }

    private static Tally tally(Collection<GapRow> rows) {
        return Tally.of(new ArrayList<>(rows), row -> new Origin(row.label(), Origin.KPI));
    }

    private void put(String text) throws IOException {
        AtomicFile.replace(outputDir.resolve(SUMMARY), text.getBytes(StandardCharsets.UTF_8));
    }
}
