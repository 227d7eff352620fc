package dev.syncprotocol.runs.open;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.runs.store.EventFile;
import dev.syncprotocol.runs.store.MetricsRow;
import dev.syncprotocol.runs.store.MetricsTable;
import dev.syncprotocol.runs.store.Mode;
import dev.syncprotocol.runs.store.RunConfig;
import dev.syncprotocol.runs.store.RunFolder;
import dev.syncprotocol.runs.store.StoreFiles;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;

/**
 * Writes {@code metrics.csv} row by row, each on the disk before the next; the same row goes to stdout and, where the
 * run asks for it, into a TensorBoard event file (run-store.md sections 8.5 and 16).
 */
public final class MetricsWriter {
    private final StoreFiles files;
    private final Path file;
    private final Optional<Path> events;
    private final List<String> columns;
    private final Mode mode;
    private final PrintStream out;
    private final Clock clock;
    private final TreeMap<Long, Double> primaries = new TreeMap<>();
    private long lastStep;
    private long lastEpoch = 1;

    private MetricsWriter(
            StoreFiles files, RunFolder run, RunConfig config, Optional<Path> events, PrintStream out, Clock clock) {
        this.files = files;
        this.file = run.at(RunFolder.METRICS);
        this.events = events;
        this.columns = MetricsTable.columnsOf(config);
        this.mode = config.criterion().mode();
        this.out = out;
        this.clock = clock;
    }

    /** Goes on after the rows that are there. */
    static MetricsWriter of(StoreFiles files, RunFolder run, RunConfig config, PrintStream out, Clock clock)
            throws IOException {
        MetricsTable before = MetricsTable.whole(files, run, config);
        Optional<Path> events = config.tensorboard() ? Optional.of(eventFile(files, run, clock)) : Optional.empty();
        MetricsWriter writer = new MetricsWriter(files, run, config, events, out, clock);
        before.rows().forEach(writer::remember);
        return writer;
    }

    /** A second process of one run writes a second file, as TensorBoard expects. */
    private static Path eventFile(StoreFiles files, RunFolder run, Clock clock) throws IOException {
        long seconds = clock.instant().getEpochSecond();
        String name = RunFolder.TENSORBOARD + "/events.out.tfevents." + seconds + ".sync";
        Path file = run.at(name);
        for (int n = 2; Files.exists(file); n++) {
            file = run.at(name + "." + n);
        }
        files.publish(file, EventFile.begin(seconds).bytes());
        return file;
    }

    /**
     * Adds a row.
     *
     * @return whether its primary value is the best so far; false where it has none
     * @throws SyncException {@link ErrorCode#METRIC_UNDECLARED} for a column the lock does not declare, {@link
     *     ErrorCode#METRICS_INVALID} for a step that does not rise
     */
    public boolean append(Evaluation evaluation) throws IOException {
        refuseUndeclared(evaluation.extra().keySet());
        if (evaluation.step() <= lastStep || evaluation.epoch() < lastEpoch) {
            throw new SyncException(
                    ErrorCode.METRICS_INVALID,
                    "metrics.csv: step " + evaluation.step() + ", epoch " + evaluation.epoch() + " after step "
                            + lastStep + ", epoch " + lastEpoch);
        }
        boolean best = isBest(evaluation.primary());
        List<String> cells = cells(evaluation, best);
        MetricsRow row = MetricsRow.of(cells);
        files.append(file, (String.join(",", cells) + "\n").getBytes(StandardCharsets.UTF_8));
        if (events.isPresent()) {
            files.append(events.get(), EventFile.of(columns, row));
        }
        out.println(words(cells));
        remember(row);
        return best;
    }

    /** The step with the best primary value among these; empty when none of them has a finite one. */
    Optional<Long> best(List<Long> steps) {
        Optional<Long> best = Optional.empty();
        for (long step : steps) {
            boolean better = primaries.containsKey(step)
                    && (best.isEmpty() || mode.better(primaries.get(step), primaries.get(best.get()), 0));
            best = better ? Optional.of(step) : best;
        }
        return best;
    }

    private void refuseUndeclared(Set<String> names) {
        names.stream()
                .filter(name -> !columns.subList(MetricsTable.MANDATORY.size(), columns.size())
                        .contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new SyncException(
                            ErrorCode.METRIC_UNDECLARED, name + " is not declared: metrics.extra names the columns");
                });
    }

    private boolean isBest(OptionalDouble primary) {
        return primary.isPresent()
                && Double.isFinite(primary.getAsDouble())
                && primaries.values().stream().allMatch(old -> mode.better(primary.getAsDouble(), old, 0));
    }

    private List<String> cells(Evaluation row, boolean best) {
        List<String> cells = new ArrayList<>(Arrays.asList(
                Long.toString(row.step()),
                Long.toString(row.epoch()),
                cell(row.trainLoss()),
                cell(row.valLoss()),
                cell(row.valAcc()),
                cell(row.primary()),
                best ? "1" : "0",
                Long.toString(clock.instant().getEpochSecond())));
        for (String column : columns.subList(cells.size(), columns.size())) {
            Double value = row.extra().get(column);
            cells.add(value == null ? "" : MetricsRow.cell(value));
        }
        return cells;
    }

    private static String cell(OptionalDouble value) {
        return value.isPresent() ? MetricsRow.cell(value.getAsDouble()) : "";
    }

    /** The row for people: what is there, by name. */
    private String words(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String column = columns.get(i);
            boolean told = !cells.get(i).isEmpty() && !column.equals("timestamp");
            boolean notBest = column.equals("is_best") && cells.get(i).equals("0");
            if (told && !notBest) {
                line.append(line.isEmpty() ? "" : " ")
                        .append(column)
                        .append(' ')
                        .append(cells.get(i));
            }
        }
        return line.toString();
    }

    private void remember(MetricsRow row) {
        lastStep = row.step();
        lastEpoch = row.epoch();
        if (Double.isFinite(row.primary())) {
            primaries.put(row.step(), row.primary());
        }
    }
}
