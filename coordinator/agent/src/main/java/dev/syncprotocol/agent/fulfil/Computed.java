package dev.syncprotocol.agent.fulfil;

import dev.syncprotocol.protocol.ExternalNeed;
import dev.syncprotocol.protocol.digest.RepoPath;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which artifacts are computed by the preflight's own code and never written by a model: nobody may invent a figure, nor the
 * difficulty of a row. In the order they are made: figures are measured on pools, pools are built from packs.
 */
enum Computed {
    /** Written by the model. */
    NO("", null),
    /** Records drawn in a mix of difficulties. */
    BALANCED_POOL("balanced.jsonl", DraftTool.BUILD_BALANCED_POOL),
    /** The diversity of texts. */
    DIVERSITY_REPORT("diversity_report.json", DraftTool.MEASURE_DIVERSITY);

    private static final Set<String> FIGURES = Set.of("ttr", "distinct_1", "distinct_2", "kl_3gram", "zipf_exponent");

    private final String ending;
    private final Optional<DraftTool> tool;

    Computed(String ending, @Nullable DraftTool tool) {
        this.ending = ending;
        this.tool = Optional.ofNullable(tool);
    }

    /** What a need asks for, by its path and by the keys it demands; prose does not decide. */
    static Computed of(ExternalNeed need) {
        boolean figures = need.accept().requiredKeys().stream().anyMatch(FIGURES::contains);
        return figures ? DIVERSITY_REPORT : of(need.path());
    }

    /** What a file of this name is, wherever it lies. */
    static Computed of(RepoPath path) {
        return Arrays.stream(values())
                .filter(kind -> kind != NO && path.value().endsWith(kind.ending))
                .findFirst()
                .orElse(NO);
    }

    /** The only tool that makes it; empty for what the model writes. */
    Optional<DraftTool> tool() {
        return tool;
    }
}
