package dev.syncprotocol.agent.fulfil;

import dev.syncprotocol.protocol.ExternalNeed;
import java.util.Set;

/** Which artifacts are measured and never written by a model: nobody may invent a figure. */
enum Computed {
    /** No figures in it. */
    NO,
    /** The diversity of texts, measured by the preflight's own code. */
    DIVERSITY_REPORT;

    private static final Set<String> FIGURES = Set.of("ttr", "distinct_1", "distinct_2", "kl_3gram", "zipf_exponent");

    /** What a need asks for, by its path and by the keys it demands; prose does not decide. */
    static Computed of(ExternalNeed need) {
        boolean named = need.path().value().endsWith("diversity_report.json");
        boolean figures = need.accept().requiredKeys().stream().anyMatch(FIGURES::contains);
        return named || figures ? DIVERSITY_REPORT : NO;
    }
}
