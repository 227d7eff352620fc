package dev.syncprotocol.runs.store;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A list of runs as a table for other programs; a value that a run does not have is an empty cell. */
public final class RunListCsv {
    private static final List<String> COLUMNS = List.of(
            "experiment_id",
            "state",
            "status",
            "task",
            "primary_name",
            "mode",
            "unit",
            "primary_value",
            "best_step",
            "best_epoch",
            "duration_s",
            "promoted",
            "bytes",
            "files",
            "commit_hash",
            "dirty",
            "version",
            "created_at",
            "finalized_at");

    private RunListCsv() {}

    /** The table with its header, lines ending in a line feed. */
    public static String of(List<RunLine> lines) throws IOException {
        StringBuilder text = new StringBuilder(CsvText.line(COLUMNS));
        for (RunLine line : lines) {
            text.append(CsvText.line(cells(line)));
        }
        return text.toString();
    }

    private static List<String> cells(RunLine line) {
        Optional<RunFacts> facts = line.facts();
        Optional<RunFacts.End> end = line.end();
        Optional<BestPoint> best = end.flatMap(RunFacts.End::best);
        return List.of(
                line.id(),
                line.state().word(),
                cell(end.map(e -> e.status().word())),
                cell(facts.map(RunFacts::task)),
                cell(facts.map(f -> f.criterion().primary())),
                cell(facts.map(f -> f.criterion().mode().word())),
                cell(facts.map(f -> f.criterion().unit())),
                cell(best.map(point -> MetricsRow.cell(point.value()))),
                cell(best.map(BestPoint::step)),
                cell(best.map(BestPoint::epoch)),
                cell(end.map(e -> seconds(facts.orElseThrow(), e))),
                Boolean.toString(line.promoted()),
                cell(end.map(RunFacts.End::bytes)),
                cell(end.map(RunFacts.End::files)),
                cell(facts.flatMap(RunFacts::commit)),
                cell(facts.flatMap(RunFacts::dirty)),
                cell(line.row().map(RegistryRow::version)),
                cell(facts.map(RunFacts::createdAt)),
                cell(end.map(RunFacts.End::finalizedAt)));
    }

    private static long seconds(RunFacts facts, RunFacts.End end) {
        return Duration.between(Instant.parse(facts.createdAt()), Instant.parse(end.finalizedAt()))
                .toSeconds();
    }

    private static String cell(Optional<?> value) {
        return value.map(Object::toString).orElse("");
    }
}
