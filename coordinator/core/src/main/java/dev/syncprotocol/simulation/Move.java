package dev.syncprotocol.simulation;

import dev.syncprotocol.coordinator.ledger.LedgerStep;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One step of a history. It can be played in any state, so that a history stays playable when steps are taken out of it.
 *
 * @param verb what is done
 * @param variant which of its forms
 * @param faults what goes wrong with it
 * @param crash the step of the writer after which it dies
 */
record Move(Verb verb, int variant, Set<Fault> faults, Optional<LedgerStep> crash) {
    Move {
        faults = Collections.unmodifiableSet(new TreeSet<>(faults));
    }

    static Move of(Verb verb, int variant) {
        return new Move(verb, variant, Set.of(), Optional.empty());
    }

    Move with(Fault fault) {
        Set<Fault> more = EnumSet.of(fault);
        more.addAll(faults);
        return new Move(verb, variant, more, crash);
    }

    Move dyingAfter(LedgerStep step) {
        return new Move(verb, variant, faults, Optional.of(step)).with(Fault.WRITER_CRASH);
    }

    boolean has(Fault fault) {
        return faults.contains(fault);
    }

    /** One line, for example {@code gemini_package 5 (wrong_digest), killed after ref_updated}. */
    String told() {
        String wrong = faults.stream()
                .filter(fault -> fault != Fault.WRITER_CRASH)
                .map(Fault::word)
                .collect(Collectors.joining(", "));
        return verb.name().toLowerCase(Locale.ROOT) + " " + variant + (wrong.isEmpty() ? "" : " (" + wrong + ")")
                + crash.map(step -> ", killed after " + step.name().toLowerCase(Locale.ROOT))
                        .orElse("");
    }
}
