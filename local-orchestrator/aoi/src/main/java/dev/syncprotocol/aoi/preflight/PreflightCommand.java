package dev.syncprotocol.aoi.preflight;

import dev.syncprotocol.aoi.approval.LoopParameters;
import dev.syncprotocol.aoi.approval.LoopParameters.MiningParameters;

/** The command that makes a pre-flight with the parameters of an earlier one: what a new approval of the same run starts with. */
public final class PreflightCommand {
    private final StringBuilder text = new StringBuilder("sync aoi preflight");

    private PreflightCommand() {}

    /** The command, without what is a default whatever the workspace. */
    public static String of(LoopParameters parameters) {
        return new PreflightCommand().all(parameters);
    }

    private String all(LoopParameters wanted) {
        LoopWishes plain = LoopWishes.of(wanted.target().text());
        MiningParameters usual = plain.mining().resolve();
        MiningParameters mining = wanted.mining();
        with("--kpi-target", "\"" + wanted.target().text() + "\"", "");
        with("--max-iterations", wanted.maxIterations(), plain.training().iterations());
        with("--epochs", wanted.epochs(), "");
        with("--batch-size", wanted.batchSize(), "");
        with("--top-k-per-target", mining.topKPerTarget(), usual.topKPerTarget());
        with("--min-similarity", mining.minSimilarity(), usual.minSimilarity());
        with("--knn-metric", mining.metric(), usual.metric());
        when(mining.filterByLabel(), "--filter-by-label");
        when(!mining.history(), "--no-mining-history");
        with("--top-k-per-label", wanted.topKPerLabel(), plain.mining().weakPerLabel());
        with("--engine", wanted.engine(), plain.engine().name());
        with("--embedder", wanted.embedder(), EngineWishes.embedderOf(wanted.engine()));
        with("--rca", wanted.services().rca(), plain.engine().services().rca());
        with("--mining", wanted.services().mining(), plain.engine().services().mining());
        with("--threads", wanted.threads(), plain.engine().threads());
        with("--near-copy", wanted.nearCopy(), plain.nearCopy());
        when(wanted.requireKpi(), "--require-kpi");
        when(wanted.allowBackboneSubstitution(), "--allow-backbone-substitution");
        when(wanted.airGap(), "--air-gap");
        when(wanted.pull(), "--pull");
        when(wanted.weights().fetched(), "--fetch-weights");
        wanted.weights().from().ifPresent(source -> with("--weights-from", source, ""));
        wanted.weights().sha256().ifPresent(digest -> with("--weights-sha256", digest, ""));
        wanted.seedState().ifPresent(file -> with("--seed-state", file, ""));
        return text.toString();
    }

    private void with(String option, Object value, Object usual) {
        if (!value.equals(usual)) {
            text.append(' ').append(option).append(' ').append(value);
        }
    }

    private void when(boolean wanted, String option) {
        if (wanted) {
            text.append(' ').append(option);
        }
    }
}
