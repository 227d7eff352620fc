package dev.syncprotocol.training;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * The engines, strategies, callbacks and rewards on the class path, found by their keys.
 *
 * @param engines in the order of the class path
 * @param strategies likewise
 * @param callbacks likewise
 * @param rewards likewise
 */
public record Installed(
        List<EngineProvider> engines,
        List<StrategyProvider> strategies,
        List<CallbackProvider> callbacks,
        List<RewardProvider> rewards) {
    public Installed {
        rewards = List.copyOf(rewards);
        engines = List.copyOf(engines);
        strategies = List.copyOf(strategies);
        callbacks = List.copyOf(callbacks);
    }

    /** What {@link ServiceLoader} finds on the class path of this program. */
    public static Installed find() {
        return find(Installed.class.getClassLoader());
    }

    /** What it finds through this loader: a program may ask for an engine's keys without running its code. */
    public static Installed find(ClassLoader loader) {
        return new Installed(
                all(EngineProvider.class, loader),
                all(StrategyProvider.class, loader),
                all(CallbackProvider.class, loader),
                all(RewardProvider.class, loader));
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

    /** The reward of this name. */
    public Optional<RewardProvider> reward(String name) {
        return rewards.stream().filter(provider -> provider.name().equals(name)).findFirst();
    }

    /** The same parts for a run in this place. */
    public Installed in(RewardPlace place) {
        List<RewardProvider> placed =
                rewards.stream().map(provider -> provider.in(place)).toList();
        return new Installed(engines, strategies, callbacks, placed);
    }

    private static <T> List<T> all(Class<T> kind, ClassLoader loader) {
        return ServiceLoader.load(kind, loader).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }
}
