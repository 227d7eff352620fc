package dev.syncprotocol.runs.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** {@code reports/summary.md}: fixed sections, the same input gives the same text (run-store.md section 8.10). */
final class SummaryPage {
    private final RunReport report;
    private final RunFolder run;
    private final StringBuilder text = new StringBuilder();

    SummaryPage(RunReport report, RunFolder run) {
        this.report = report;
        this.run = run;
    }

    String text() throws IOException {
        line("# " + report.lock().id());
        result();
        whatWasRun();
        metrics();
        whereThingsAre();
        reproduce();
        warnings();
        return text.toString();
    }

    private void result() {
        section("Result");
        Criterion criterion = report.lock().config().criterion();
        String unit = criterion.unit().isEmpty() ? "" : " " + criterion.unit();
        report.best()
                .checkpoint()
                .ifPresentOrElse(
                        best -> {
                            line("- Best " + criterion.primary() + ": "
                                    + cell(best.point().value()) + unit + " at step "
                                    + best.point().step() + ", epoch "
                                    + best.point().epoch());
                            line("- Checkpoint: `" + best.path() + "`");
                            line("- Digest: `" + best.sha256() + "`");
                        },
                        () -> line("- No evaluation with a finite " + criterion.primary() + " has a checkpoint."));
        List<MetricsRow> rows = report.metrics().evaluations();
        if (!rows.isEmpty()) {
            line("- Last " + criterion.primary() + ": "
                    + cell(rows.get(rows.size() - 1).primary()) + unit);
        }
        line("- Evaluations: " + rows.size());
        line("- Status: "
                + report.best().status(report.lock().config(), report.options()).word());
    }

    private void whatWasRun() {
        section("What was run");
        RunLock lock = report.lock();
        JsonNode tree = lock.config().effective();
        line("- Name: " + lock.config().name());
        line("- Data: " + tree.at("/data/dataset").asText() + ", version "
                + lock.config().dataVersion());
        line("- Architecture: " + lock.config().arch());
        line("- Seed: " + tree.at("/experiment/seed").asText());
        line("- Training: `" + SyncJson.compact(tree.get("train")) + "`");
        line("- Commit: " + lock.code().commit().orElse("none")
                + (lock.code().dirty().orElse(false) ? " (work tree had changes)" : ""));
        line("- config_hash: `" + lock.configHash() + "`");
        line("- Duration: "
                + Duration.between(Instant.parse(lock.timestamp()), Instant.parse(report.at()))
                        .toSeconds()
                + " s");
    }

    private void metrics() {
        section("Metrics");
        line("| column | first | best | last |");
        line("|---|---|---|---|");
        for (String column : report.metrics().measured()) {
            double[] values = report.metrics().numbers(column);
            line("| " + column + " | " + first(values) + " | " + atBest(values) + " | " + last(values) + " |");
        }
    }

    private void whereThingsAre() {
        section("Where things are");
        String folder = report.lock().experimentDir();
        line("- Run: `" + folder + "`");
        line("- Configuration: `" + folder + "/" + RunFolder.LOCK + "`");
        line("- Metrics: `" + folder + "/" + RunFolder.METRICS + "`");
        line("- Checkpoints: `" + folder + "/" + RunFolder.CHECKPOINTS + "`");
        line("- Digests: `" + folder + "/" + RunFolder.SUMS + "` (check: `sha256sum -c --strict SHA256SUMS`)");
        line("- Showcase: `" + report.lock().config().paths().bestDir() + "`");
    }

    private void reproduce() {
        section("Reproduce");
        String source = report.lock().source().path();
        line("```");
        if (report.lock().config().effective().at("/train/hyper").has("train_config")) {
            line("sync launch --config " + source);
            line("```");
            return;
        }
        line("EXPERIMENT_DIR=$(sync runs new --config " + source + ")");
        line("train --config " + source + " --out_dir \"$EXPERIMENT_DIR\"");
        line("sync runs finish --exp-dir \"$EXPERIMENT_DIR\"");
        line("```");
    }

    private void warnings() throws IOException {
        section("Warnings");
        List<String> warnings = new ArrayList<>();
        if (report.lock().code().dirty().orElse(false)) {
            warnings.add("The work tree had changes when the run began.");
        }
        JsonNode drift = RunLock.runtimeOf(run.at(RunFolder.LOCK)).path("code_drift");
        if (drift.isTextual()) {
            warnings.add("The run went on although the code had changed " + drift.textValue() + ".");
        }
        report.best().overall().ifPresent(overall -> {
            boolean saved = report.best()
                    .checkpoint()
                    .filter(best -> best.point().equals(overall))
                    .isPresent();
            if (!saved) {
                warnings.add("The best evaluation, " + cell(overall.value()) + " at step " + overall.step()
                        + ", has no checkpoint.");
            }
        });
        if (Files.exists(run.at(RunFolder.TORN))) {
            warnings.add("A torn last row of metrics.csv is in " + RunFolder.TORN + ".");
        }
        nonFinite(warnings);
        if (report.metrics().evaluations().size() < 2 && report.lock().config().epochs() > 1) {
            warnings.add("Fewer than two evaluations although the run had more than one epoch.");
        }
        if (Files.exists(run.at("logs/run.0001.log"))) {
            warnings.add("run.log was rotated: its parts are logs/run.NNNN.log.");
        }
        warnings.forEach(warning -> line("- " + warning));
        if (warnings.isEmpty()) {
            line("None.");
        }
    }

    private void nonFinite(List<String> warnings) {
        int shown = 20;
        for (String column : report.metrics().measured()) {
            int at = report.metrics().columns().indexOf(column);
            List<String> steps = report.metrics().rows().stream()
                    .filter(row -> !row.cells().get(at).isEmpty() && !Double.isFinite(row.number(at)))
                    .map(row -> Long.toString(row.step()))
                    .toList();
            if (!steps.isEmpty()) {
                warnings.add(column + " is not finite at step "
                        + String.join(", ", steps.subList(0, Math.min(shown, steps.size())))
                        + (steps.size() > shown ? " and " + (steps.size() - shown) + " more" : "") + ".");
            }
        }
    }

    private String atBest(double[] values) {
        List<MetricsRow> rows = report.metrics().rows();
        return report.best()
                .overall()
                .flatMap(best -> IntStream.range(0, rows.size())
                        .filter(i -> rows.get(i).step() == best.step())
                        .mapToObj(i -> cell(values[i]))
                        .findFirst())
                .orElse("");
    }

    /** The first value there is: not every row measures everything. */
    private static String first(double[] values) {
        return Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .mapToObj(SummaryPage::cell)
                .findFirst()
                .orElse("");
    }

    private static String last(double[] values) {
        return Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .mapToObj(SummaryPage::cell)
                .reduce("", (earlier, later) -> later);
    }

    private static String cell(double value) {
        return MetricsRow.cell(value);
    }

    private void section(String title) {
        text.append('\n').append("## ").append(title).append("\n\n");
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
