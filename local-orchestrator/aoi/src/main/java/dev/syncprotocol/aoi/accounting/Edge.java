package dev.syncprotocol.aoi.accounting;

import java.util.Set;

/** A crossing between two stages, and the only reasons a row may have for not crossing it (specification §11.8). */
public enum Edge {
    /** Infer table to inference.csv. */
    E1(),
    /** inference.csv to kept weak samples. */
    E2(Reason.NOT_IN_TOP_K),
    /** Weak samples times lights to kpi_gaps rows. */
    E3(),
    /** kpi_gaps to mining_gaps and anomalygen_gaps. */
    E4(Reason.NO_MODULE),
    /** Pre-generated files to staged pairs. */
    E5(),
    /** Pool rows and staged pairs to the source pool. */
    E6(),
    /** Source pool times lights to source embeddings. */
    E7(),
    /** mining_gaps to target embeddings. */
    E8(),
    /** Source samples to candidates. */
    E9(Reason.NOT_NEAREST, Reason.EXCLUDED_BY_HISTORY, Reason.LABEL_FILTER),
    /** Candidates to kept samples. */
    E10(Reason.BELOW_SIMILARITY),
    /** Kept samples to mining_pool.csv. */
    E11(),
    /** Previous rows and mined rows to the combined table. */
    E12(Reason.DUPLICATE_OF_PREVIOUS),
    /** Combined table to the rows the trainer's loader reports. */
    E13();

    private final Set<Reason> allowed;

    Edge(Reason... allowed) {
        this.allowed = Set.of(allowed);
    }

    /** The reasons that are good here; empty: every row must cross. */
    public Set<Reason> allowed() {
        return allowed;
    }
}
