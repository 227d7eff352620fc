package dev.syncprotocol.training;

import java.util.Set;

/** Makes an engine; declared in {@code META-INF/services} so that nothing has to compile against it. */
public interface EngineProvider {
    /** The values of {@code engine.name} that select this engine. */
    Set<String> keys();

    /** The objectives it can differentiate, each with all its kinds. */
    Set<Class<? extends Objective>> objectives();

    /** Whether it can train an adapter beside frozen weights ({@code model.lora}). */
    default boolean trainsAdapters() {
        return false;
    }

    /** A fresh engine, before {@link Engine#setup}. */
    Engine create();
}
