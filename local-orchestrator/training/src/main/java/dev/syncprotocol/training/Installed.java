package dev.syncprotocol.training;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * The engines, strategies and callbacks on the class path, found by their keys.
 *
 * @param engines in the order of the class path
 * @param strategies likewise
 * @param callbacks likewise
 */
public record Installed(
        List<EngineProvider> engines, List<StrategyProvider> strategies, List<CallbackProvider> callbacks) {
    public Installed {
        engines = List.copyOf(engines);
        strategies = List.copyOf(strategies);
        callbacks = List.copyOf(callbacks);
    }

    /** What {@link ServiceLoader} finds. */
    public static Installed find() {
        return new Installed(all(EngineProvider.class), all(StrategyProvider.class), all(CallbackProvider.class));
    }

    /** The engine that answers to this key. */
    public Optional<EngineProvider> engine(String key) {
        return engines.stream()
                .filter(provider -> provider.keys().contains(key))
                .findFirst();
    }

    /** The strategy of this name. */
    public Optional<StrategyProvider> strategy(String name) {
        return strategies.stream()
                .filter(provider -> provider.name().equals(name))
                .findFirst();
    }

    /** The callback of this name. */
    public Optional<CallbackProvider> callback(String name) {
        return callbacks.stream()
                .filter(provider -> provider.name().equals(name))
                .findFirst();
    }

    private static <T> List<T> all(Class<T> kind) {
        return ServiceLoader.load(kind).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }
}
