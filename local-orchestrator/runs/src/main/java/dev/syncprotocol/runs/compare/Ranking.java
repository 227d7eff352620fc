package dev.syncprotocol.runs.compare;

import dev.syncprotocol.runs.store.BestPoint;
import dev.syncprotocol.runs.store.Criterion;
import dev.syncprotocol.runs.store.FinishedRun;
import dev.syncprotocol.runs.store.Mode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which run is better. Runs are ranked only under one primary metric, mode and unit: a fraction is never set against a
 * percentage, and no direction is guessed from a name.
 *
 * @param refusal why there is no order; empty when there is one
 * @param ids best first, ties in the order of the comparison; runs without a best are left out
 */
public record Ranking(Optional<String> refusal, List<String> ids) {
    public Ranking {
        ids = List.copyOf(ids);
    }

    static Ranking of(List<FinishedRun> runs) {
        Criterion first = runs.get(0).criterion();
        if (runs.stream().allMatch(run -> first.comparable(run.criterion()))) {
            return new Ranking(Optional.empty(), ordered(runs, first.mode()));
        }
        String criteria =
                runs.stream().map(run -> run.criterion().words()).distinct().collect(Collectors.joining(" and "));
        return new Ranking(Optional.of("not ranked: the runs follow " + criteria), List.of());
    }

    private static List<String> ordered(List<FinishedRun> runs, Mode mode) {
        Comparator<FinishedRun> smallest = Comparator.comparingDouble(
                run -> run.best().map(BestPoint::value).orElseThrow());
        return runs.stream()
                .filter(run -> run.best().isPresent())
                .sorted(mode == Mode.MIN ? smallest : smallest.reversed())
                .map(FinishedRun::id)
                .toList();
    }
}
