package dev.syncprotocol.aoi.engine;

/** Told while an engine works; may stop it by throwing. */
@FunctionalInterface
public interface EngineProgress {
    /** A unit of work is done: for example {@code epoch 3}, 3 of 6, {@code train_loss 0.41 val_loss 0.48}. */
    void advanced(String what, long done, long of, String detail);
}
