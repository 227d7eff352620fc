package dev.syncprotocol.runs.store;

import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds runs by listing folders and reading the registry once; the files of a run are opened only for lines that are
 * shown, and for runs that are not registered.
 */
final class RunList {
    private final Path runs;
    private final Map<String, RegistryRow> registered = new HashMap<>();
    private final Set<String> promoted;
    private final Map<String, RunIndex.Row> index;
    private final Instant now;

    RunList(
            Path runs,
            List<RegistryRow> rows,
            List<ShowcaseEntry> promotions,
            Map<String, RunIndex.Row> index,
            Instant now) {
        this.index = index;
        this.runs = runs;
        this.now = now;
        rows.forEach(row -> registered.put(row.experimentId(), row));
        this.promoted = promotions.stream().map(ShowcaseEntry::experimentId).collect(Collectors.toSet());
    }

    List<RunLine> lines(RunQuery query) throws IOException {
        List<RunLine> lines = new ArrayList<>();
        for (String id : sorted(query)) {
            if (lines.size() == query.limit()) {
                break;
            }
            if (wanted(id, query)) {
                RunLine line = line(id);
                if (query.task().map(task -> task.equals(task(line))).orElse(true)) {
                    lines.add(line);
                }
            }
        }
        return lines;
    }

    RunLine line(String id) throws IOException {
        RunFolder run = new RunFolder(runs.resolve(id));
        Optional<RegistryRow> row = Optional.ofNullable(registered.get(id));
        try {
            return new RunLine(id, state(run, row), row, facts(run), promoted.contains(id));
        } catch (SyncException unreadable) {
            // A list shows what it can; verify says what is wrong with the rest.
            return new RunLine(id, RunState.FINAL, row, Optional.empty(), promoted.contains(id));
        }
    }

    /** A registered run is final, or being cleaned up: no other state comes after the registration. */
    private RunState state(RunFolder run, Optional<RegistryRow> row) throws IOException {
        if (row.isPresent() && Files.isRegularFile(run.at(RunFolder.LOCK))) {
            return Files.exists(run.at(RunFolder.CLOSING)) ? RunState.CLOSING : RunState.FINAL;
        }
        return RunState.of(run, now);
    }

    private boolean wanted(String id, RunQuery query) throws IOException {
        if (query.state().isEmpty()) {
            return true;
        }
        RunFolder run = new RunFolder(runs.resolve(id));
        try {
            return state(run, Optional.ofNullable(registered.get(id)))
                    == query.state().get();
        } catch (SyncException unreadable) {
            return query.state().get() == RunState.FINAL;
        }
    }

    private Optional<RunFacts> facts(RunFolder run) throws IOException {
        RunIndex.Row kept = index.get(run.name());
        Optional<RunFacts> known = kept == null ? Optional.empty() : kept.current(run);
        return known.isPresent() ? known : read(run);
    }

    private static Optional<RunFacts> read(RunFolder run) throws IOException {
        if (!Files.exists(run.at(RunFolder.LOCK)) || !Files.exists(run.at(RunFolder.MANIFEST))) {
            return Optional.empty();
        }
        return Optional.of(
                RunFacts.of(RunLock.read(run.at(RunFolder.LOCK)), RunManifest.read(run.at(RunFolder.MANIFEST))));
    }

    private List<String> sorted(RunQuery query) throws IOException {
        List<String> ids = new ArrayList<>(ids());
        ids.removeIf(id ->
                query.since().map(since -> id.compareTo("exp-" + since) < 0).orElse(false));
        query.task()
                .ifPresent(task -> ids.removeIf(id ->
                        registered.containsKey(id) && !registered.get(id).task().equals(task)));
        ids.sort(query.sort() == RunQuery.Sort.TIME ? Comparator.reverseOrder() : byPrimary());
        return ids;
    }

    /** Every run's name, in no order. */
    List<String> ids() throws IOException {
        if (!Files.isDirectory(runs)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(runs)) {
            return folders.map(path -> path.getFileName().toString())
                    .filter(RunId::isOne)
                    .toList();
        }
    }

    private Comparator<String> byPrimary() {
        return Comparator.comparingDouble((String id) -> {
                    RegistryRow row = registered.get(id);
                    OptionalDouble value = row == null ? OptionalDouble.empty() : row.primaryValue();
                    if (value.isEmpty()) {
                        return Double.POSITIVE_INFINITY;
                    }
                    return row.mode() == Mode.MAX ? -value.getAsDouble() : value.getAsDouble();
                })
                .thenComparing(Comparator.reverseOrder());
    }

    private static String task(RunLine line) {
        return line.row()
                .map(RegistryRow::task)
                .or(() -> line.facts().map(RunFacts::task))
                .orElse("");
    }
}
