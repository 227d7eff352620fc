package dev.syncprotocol.aoi.choice;

import dev.syncprotocol.aoi.kpi.CertificateFile;
import dev.syncprotocol.aoi.kpi.KpiTarget;
import dev.syncprotocol.aoi.kpi.OperatingPoint;
import dev.syncprotocol.aoi.kpi.ThresholdCertificate;
import dev.syncprotocol.aoi.state.DeftState;
import dev.syncprotocol.aoi.state.PhaseState;
import dev.syncprotocol.aoi.state.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The phase that is handed over: lowest FAR on the KPI set, the earliest of equals (specification §8.11, decision A25). The frozen benchmark
 * chooses nothing, so it cannot change that; it can only speak against it.
 *
 * @param target what the loop is after
 * @param phases the phases that have a figure, in order, at least one
 */
public record PhaseChoice(KpiTarget target, List<JudgedPhase> phases) {
    public PhaseChoice {
        phases = List.copyOf(phases);
        if (phases.isEmpty()) {
            throw new IllegalArgumentException("nothing to choose from: no phase has a figure");
        }
    }

    /** The choice of a run as far as it went; empty while no phase has a figure. */
    public static Optional<PhaseChoice> of(RunFolder run, DeftState state) throws IOException {
        List<JudgedPhase> phases = new ArrayList<>();
        for (PhaseState phase : state.phases()) {
            if (phase.farPct().isPresent()) {
                phases.add(judged(run, phase, phase.farPct().getAsDouble()));
            }
        }
        KpiTarget target = KpiTarget.parse(state.tree().path("kpi_target").asText());
        return phases.isEmpty() ? Optional.empty() : Optional.of(new PhaseChoice(target, phases));
    }

    private static JudgedPhase judged(RunFolder run, PhaseState phase, double farPct) throws IOException {
        Optional<Path> file = phase.certificate().filter(Files::isRegularFile);
        Optional<OperatingPoint> kpi = file.isPresent()
                ? Optional.of(CertificateFile.read(file.get())).map(ThresholdCertificate::counts)
                : Optional.empty();
        return new JudgedPhase(phase.phase(), farPct, kpi, FrozenCounts.read(run, phase.phase()));
    }

    /** The phase with the lowest FAR on the KPI set, the earliest of equals. */
    public JudgedPhase best() {
        // The first of equal elements wins, and the phases stand in order.
        return phases.stream()
                .min((a, b) -> Double.compare(a.farPct(), b.farPct()))
                .orElseThrow();
    }

    /** Why it is that one, in one sentence. */
    public String why() {
        if (phases.size() == 1) {
            return best().label() + " is the only phase that has a figure: FAR " + Percent.of(best().farPct())
                    + " on the KPI set.";
        }
        long equals = phases.stream()
                .filter(phase -> phase.farPct() == best().farPct())
                .count();
        return "The KPI set decides: the FAR of " + best().label() + ", " + Percent.of(best().farPct())
                + ", is the lowest of " + phases.size() + " phases"
                + (equals > 1 ? "; of equals the earliest counts." : ".");
    }

    /** What the frozen benchmark says against it; nothing without a benchmark, and nothing that chance explains. */
    public List<Contradiction> contradictions() {
        return Objections.to(this);
    }

    /** The table that explains it, one row a phase, in order. */
    public List<ChoiceRow> rows() {
        JudgedPhase best = best();
        return phases.stream()
                .map(phase -> ChoiceRow.of(phase, phase.phase().equals(best.phase())))
                .toList();
    }

    /** What can be done about the contradictions; nothing without one. */
    public List<Remedy> remedies() {
        return contradictions().isEmpty() ? List.of() : Objections.remedies(this);
    }
}
