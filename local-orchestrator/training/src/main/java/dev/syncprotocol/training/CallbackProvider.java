package dev.syncprotocol.training;

/** Makes a callback; declared in {@code META-INF/services}. */
public interface CallbackProvider {
    /** Its name in the list {@code callbacks}. */
    String name();

    /** The callback for this run, after the engine is set up and before the first step. */
    Callback create(RunContext context);
}
