package dev.syncprotocol.aoi.engine;

/**
 * An engine that trains a change classifier and scores pictures with it: in the process, or in containers. Every method takes its inputs from
 * files and leaves its results in files, so that both engines yield the same tree.
 */
public interface ChangeClassifier {
    /** {@code embedded} or {@code tao}. */
    String name();

    /** What is there and what is missing; changes nothing and starts no training. */
    EngineProbe probe();

    /**
     * Trains. Writes {@code model_epoch_EEE_step_SSSSS.<ext>}, {@code status.json}, {@code experiment.yaml} and {@code train.log} into the order's folder.
     *
     * @throws dev.syncprotocol.protocol.error.SyncException {@code train_no_steps}, {@code train_no_class}, {@code engine_failed}
     */
    TrainOutcome train(TrainOrder order, EngineProgress progress);

    /** Scores every row of a table in order and writes {@code inference.csv}: all its columns and {@code siamese_score} last. */
    InferOutcome infer(InferOrder order, EngineProgress progress);
}
