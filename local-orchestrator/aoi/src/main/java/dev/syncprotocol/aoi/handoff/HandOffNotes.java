package dev.syncprotocol.aoi.handoff;

import dev.syncprotocol.aoi.choice.ChoiceRow;
import dev.syncprotocol.aoi.choice.Contradiction;
import dev.syncprotocol.aoi.choice.PhaseChoice;
import java.util.ArrayList;
import java.util.List;

/** {@code best_model.md}: what a person reads before the model goes on: why this phase, what speaks against it, what to set. */
final class HandOffNotes {
    /** Stands at the head of the inference specification when the benchmark contradicts the choice. */
    static final String WARNING =
            "# The frozen benchmark contradicts the KPI set: read best_model.md before this model is used.\n";

    private final BestModel model;
    private final PhaseChoice choice;
    private final List<String> lines = new ArrayList<>();

    private HandOffNotes(BestModel model, PhaseChoice choice) {
        this.model = model;
        this.choice = choice;
    }

    static String of(BestModel model, PhaseChoice choice) {
        HandOffNotes notes = new HandOffNotes(model, choice);
        notes.lines.add("# The model that is handed over: " + model.iteration());
        notes.warning();
        notes.why();
        notes.remedies();
        notes.use();
        return String.join("\n", notes.lines) + "\n";
    }

    private void warning() {
        if (choice.contradictions().isEmpty()) {
            return;
        }
        lines.add("");
        lines.add("**Warning: the frozen benchmark contradicts the KPI set.**");
        lines.add("");
        choice.contradictions().stream().map(Contradiction::text).forEach(text -> lines.add("- " + text));
    }

    private void why() {
        section("Why this phase");
        lines.add(choice.why() + " The frozen benchmark decides nothing.");
        lines.add("");
        lines.add("| Phase | FAR, KPI set | 95 % | FAR, benchmark | 95 % | Defects missed there |");
        lines.add("|---|---|---|---|---|---|");
        choice.rows().stream().map(HandOffNotes::row).forEach(lines::add);
    }

    private static String row(ChoiceRow row) {
        String phase = row.chosen() ? "**" + row.phase() + "**" : row.phase();
        return "| "
                + String.join(
                        " | ", phase, row.far(), row.interval(), row.frozenFar(), row.frozenInterval(), row.missed())
                + " |";
    }

    private void remedies() {
        if (choice.remedies().isEmpty()) {
            return;
        }
        section("What you can do");
        choice.remedies().forEach(remedy -> lines.add("- **" + remedy.what() + "** " + remedy.how()));
    }

    private void use() {
        section("How it is used");
        lines.add("A component is defective when its score is strictly greater than `"
                + model.tree().path("threshold") + "`. Set four fields of `" + HandOff.SPEC + "`, nothing else:");
        lines.add("");
        lines.add("- `dataset.classify.infer_dataset.csv_path` and `.images_dir`: what is to be judged");
        lines.add("- `inference.results_dir` and `results_dir`: where the scores go");
    }

    private void section(String title) {
        lines.add("");
        lines.add("## " + title);
        lines.add("");
    }
}
