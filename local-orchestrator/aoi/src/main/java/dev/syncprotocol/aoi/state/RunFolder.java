package dev.syncprotocol.aoi.state;

import dev.syncprotocol.aoi.log.LoopLog;
import dev.syncprotocol.aoi.log.Phase;
import java.nio.file.Path;

/**
 * The places of a run, {@code ${RESULTS_DIR}} (specification §3.7, §8.1).
 *
 * @param root absolute
 */
public record RunFolder(Path root) {
    /** {@code deft_state.json}. */
    public Path state() {
        return root.resolve(DeftState.NAME);
    }

    /** {@code loop_log.jsonl}. */
    public Path log() {
        return root.resolve(LoopLog.NAME);
    }

    /** What one process at a time holds. */
    public Path lock() {
        return root.resolve(".lock");
    }

    /** Left-overs of stages that were stopped. */
    public Path aborted() {
        return root.resolve("aborted");
    }

    /** The hand-off that is written last. */
    public Path bestModel() {
        return root.resolve("best_model.json");
    }

    /** What was fetched after the approval; absent where nothing was. */
    public Path weights() {
        return root.resolve("weights.json");
    }

    /** The staged pool, one copy for the whole run. */
    public Path synthPool() {
        return root.resolve("synth_pool");
    }

    /** What was staged. */
    public Path manifest() {
        return synthPool().resolve("manifest.json");
    }

    /** Digests of the pre-generated files and of the pool at staging. */
    public Path inputs() {
        return synthPool().resolve("inputs.sha256.json");
    }

    /** The rows mining searches. */
    public Path sourcePool() {
        return synthPool().resolve("source_pool.csv");
    }

    /** Their embeddings. */
    public Path sourceEmbeddings() {
        return synthPool().resolve("source_embeddings.parquet");
    }

    /** How they were made. */
    public Path sourceEmbedLog() {
        return synthPool().resolve("source_embed.log");
    }

    /** Which samples each iteration used. */
    public Path miningHistory() {
        return root.resolve("mining_history.json");
    }

    /** A phase's folder. */
    public Path phase(Phase phase) {
        return root.resolve(phase.word());
    }

    /** A phase's effective specification. */
    public Path spec(Phase phase) {
        return phase(phase).resolve("specs").resolve(phase.word() + "_spec.yaml");
    }

    /** A phase's training. */
    public Path train(Phase phase) {
        return phase(phase).resolve("train");
    }

    /** A phase's scored tables, a folder a checkpoint. */
    public Path inference(Phase phase) {
        return phase(phase).resolve("inference");
    }

    /** A phase's gap analyses. */
    public Path rca(Phase phase) {
        return phase(phase).resolve("rca_results");
    }

    /** A phase's routings. */
    public Path routing(Phase phase) {
        return phase(phase).resolve("routing_results");
    }

    /** An iteration's look at the staged pool. */
    public Path ingest(Phase phase) {
        return phase(phase).resolve("anomalygen");
    }

    /** An iteration's mining. */
    public Path mining(Phase phase) {
        return phase(phase).resolve("mining_filter");
    }

    /** An iteration's combined table. */
    public Path dataset(Phase phase) {
        return phase(phase).resolve("dataset");
    }

    /** The combined table itself. */
    public Path combined(Phase phase) {
        return dataset(phase).resolve("train_combined_" + phase.word() + ".csv");
    }

    /** Where its rows come from. */
    public Path combinedProvenance(Phase phase) {
        return dataset(phase).resolve("train_combined_" + phase.word() + "_provenance.csv");
    }

    /** The rows a phase accounts for. */
    public Path accounting(Phase phase) {
        return phase(phase).resolve("accounting.csv");
    }

    /** A phase's evaluation on the frozen benchmark. */
    public Path benchmark(Phase phase) {
        return root.resolve("benchmark").resolve(phase.word());
    }
}
