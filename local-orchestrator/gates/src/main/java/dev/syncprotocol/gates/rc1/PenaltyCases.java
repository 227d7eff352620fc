package dev.syncprotocol.gates.rc1;

import dev.syncprotocol.gates.weights.OverclarPenalty;
import java.util.List;

/** The penalty's cases of the seed (S2-2.4a), run against the installed program: not triggered, c = 1, 2, 5, needed. */
final class PenaltyCases {
    private record Case(int questions, boolean needed, double expected) {}

    private static final List<Case> CASES = List.of(
            new Case(0, false, 0),
            new Case(1, false, 0.07),
            new Case(2, false, 0.14),
            new Case(5, false, 0.21),
            new Case(5, true, 0));

    private PenaltyCases() {}

    static int count() {
        return CASES.size();
    }

    /** What each broken case gave. */
    static List<String> broken(OverclarPenalty penalty) {
        return CASES.stream()
                .filter(one -> Math.abs(penalty.of(one.questions(), one.needed()) - one.expected()) > 1e-12)
                .map(one -> "c = " + one.questions() + ": " + penalty.of(one.questions(), one.needed()) + ", expected "
                        + one.expected())
                .toList();
    }
}
