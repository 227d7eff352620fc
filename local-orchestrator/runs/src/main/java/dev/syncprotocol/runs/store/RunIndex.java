package dev.syncprotocol.runs.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code .sync-cache/runs.csv}: the facts of final runs in one file, so that a list of ten thousand opens one file and
 * not twenty thousand. It proves nothing, holds nothing the runs do not hold, and may be deleted at any time; a row
 * counts only while the run's manifest has the size and the time of change that the row was made from.
 *
 * <p>Only commands that change the store write it. A row that somebody else's crash left half-written is skipped.
 */
final class RunIndex {
    private static final int COLUMNS = 18;

    private final StoreFiles files;
    private final Path folder;

    RunIndex(StoreFiles files, Path workspace) {
        this.files = files;
        this.folder = workspace.resolve(".sync-cache");
    }

    /** Adds a final run; an earlier row of it no longer counts. */
    void add(RunFolder run, RunLock lock, RunManifest manifest) throws IOException {
        prepare();
        files.append(file(), bytes(cells(run, RunFacts.of(lock, manifest))));
    }

    /** Writes the whole index again. */
    void rebuild(List<RunFolder> runs) throws IOException {
        prepare();
        StringBuilder text = new StringBuilder();
        for (RunFolder run : runs) {
            RunManifest manifest = RunManifest.read(run.at(RunFolder.MANIFEST));
            RunLock lock = RunLock.read(run.at(RunFolder.LOCK));
            text.append(CsvText.line(cells(run, RunFacts.of(lock, manifest))));
        }
        files.replace(file(), text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Every row by the run's id; rows that cannot be read are left out. */
    Map<String, Row> rows() throws IOException {
        Map<String, Row> rows = new HashMap<>();
        if (Files.isRegularFile(file())) {
            for (List<String> cells : CsvText.records(Files.readString(file()))) {
                row(cells).ifPresent(row -> rows.put(cells.get(0), row));
            }
        }
        return rows;
    }

    /**
     * A run as it was when its manifest had this stamp.
     *
     * @param stamp size and time of change of the manifest
     * @param facts of the run
     */
    record Row(String stamp, RunFacts facts) {
        /** The facts, if the manifest is still the one they were taken from. */
        Optional<RunFacts> current(RunFolder run) throws IOException {
            return stamp.equals(stampOf(run)) ? Optional.of(facts) : Optional.empty();
        }
    }

    private void prepare() throws IOException {
        files.folders(folder);
        Path ignored = folder.resolve(".gitignore");
        if (!Files.exists(ignored)) {
            files.replace(ignored, "*\n".getBytes(StandardCharsets.UTF_8));
        }
    }

    private Path file() {
        return folder.resolve("runs.csv");
    }

    private static byte[] bytes(List<String> cells) throws IOException {
        return CsvText.line(cells).getBytes(StandardCharsets.UTF_8);
    }

    private static String stampOf(RunFolder run) throws IOException {
        try {
            BasicFileAttributes manifest = Files.readAttributes(run.at(RunFolder.MANIFEST), BasicFileAttributes.class);
            return manifest.size() + "@" + manifest.lastModifiedTime();
        } catch (NoSuchFileException gone) {
            // A run whose manifest is gone has no current row; verify tells people so.
            return "";
        }
    }

    private static List<String> cells(RunFolder run, RunFacts facts) throws IOException {
        RunFacts.End end = facts.end().orElseThrow();
        Criterion criterion = facts.criterion();
        List<String> cells = new ArrayList<>(List.of(
                run.name(),
                stampOf(run),
                facts.task(),
                criterion.primary(),
                criterion.mode().word(),
                criterion.unit(),
                facts.createdAt(),
                facts.commit().orElse(""),
                facts.dirty().map(Object::toString).orElse(""),
                end.status().word(),
                end.finalizedAt(),
                Long.toString(end.bytes()),
                Integer.toString(end.files())));
        cells.add(end.best().map(best -> MetricsRow.cell(best.value())).orElse(""));
        cells.add(end.best().map(best -> Long.toString(best.step())).orElse(""));
        cells.add(end.best().map(best -> Long.toString(best.epoch())).orElse(""));
        cells.add(MetricsRow.cell(criterion.minDelta()));
        cells.add("1");
        return cells;
    }

    private static Optional<Row> row(List<String> cells) {
        if (cells.size() != COLUMNS || !cells.get(COLUMNS - 1).equals("1")) {
            return Optional.empty();
        }
        Optional<BestPoint> best = cells.get(13).isEmpty()
                ? Optional.empty()
                : Optional.of(new BestPoint(
                        Double.parseDouble(cells.get(13)),
                        Long.parseLong(cells.get(14)),
                        Long.parseLong(cells.get(15))));
        RunFacts.End end = new RunFacts.End(
                RunStatus.of(cells.get(9)),
                best,
                cells.get(10),
                Long.parseLong(cells.get(11)),
                Integer.parseInt(cells.get(12)));
        Criterion criterion =
                new Criterion(cells.get(3), Mode.of(cells.get(4)), cells.get(5), Double.parseDouble(cells.get(16)));
        RunFacts facts = new RunFacts(
                cells.get(2),
                criterion,
                cells.get(6),
                text(cells.get(7)),
                text(cells.get(8)).map(Boolean::valueOf),
                Optional.of(end));
        return Optional.of(new Row(cells.get(1), facts));
    }

    private static Optional<String> text(String cell) {
        return cell.isEmpty() ? Optional.empty() : Optional.of(cell);
    }
}
