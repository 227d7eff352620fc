package dev.syncprotocol.training;

import java.util.Set;

/** Makes an engine; declared in {@code META-INF/services} so that nothing has to compile against it. */
public interface EngineProvider {
    /** The values of {@code engine.name} that select this engine. */
    Set<String> keys();

    /** The objectives it can differentiate. */
    Set<Class<? extends Objective>> objectives();

    /** A fresh engine, before {@link Engine#setup}. */
    Engine create();
}
