package dev.syncprotocol.aoi.report.page;

import dev.syncprotocol.aoi.choice.ChoiceRow;
import dev.syncprotocol.aoi.choice.Contradiction;
import dev.syncprotocol.aoi.choice.PhaseChoice;
import dev.syncprotocol.aoi.report.reading.RunReading;
import java.util.List;

/**
 * Which phase is handed over, why, and what it does on the frozen benchmark (specification §8.11, §11.3).
 *
 * @param why one sentence
 * @param rows one a phase
 * @param frozen whether there is a benchmark at all
 * @param verdicts what the benchmark says of the choice, one sentence each
 */
public record ChoicePart(String why, List<ChoiceRow> rows, boolean frozen, List<String> verdicts) {
    private static final String NONE =
            "There is no frozen benchmark (kpi/benchmark_set.csv), so nothing that chose nothing"
                    + " speaks for or against it.";
    private static final String ABOVE =
            "The frozen benchmark contradicts that, as the top of this page says; what can be done stands at its end.";
    private static final String AGREES = "The frozen benchmark has no part in that, and says nothing against it: "
            + "no forbidden escape, and no difference that chance would not explain.";

    public ChoicePart {
        rows = List.copyOf(rows);
        verdicts = List.copyOf(verdicts);
    }

    /** One part, or none while no phase has a figure. */
    public static List<ChoicePart> of(RunReading run) {
        return run
                .choice()
                .map(choice -> new ChoicePart(
                        choice.why(),
                        choice.rows(),
                        choice.best().benchmark().isPresent(),
                        verdicts(choice, run.endedWell())))
                .stream()
                .toList();
    }

    /** In full while no banner has them. */
    private static List<String> verdicts(PhaseChoice choice, boolean banner) {
        List<Contradiction> found = choice.contradictions();
        if (found.isEmpty()) {
            return List.of(choice.best().benchmark().isPresent() ? AGREES : NONE);
        }
        return banner ? List.of(ABOVE) : found.stream().map(Contradiction::text).toList();
    }
}
