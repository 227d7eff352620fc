package dev.syncprotocol.aoi.tao;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A command to run, never through a shell.
 *
 * @param container the container's name, by which it is stopped; empty for probes
 * @param argv program and arguments
 * @param environment values of the variables the command passes by name; they never stand in {@code argv}
 * @param standardInput what it reads; empty: nothing
 * @param log where its output goes; empty: only into the result
 */
public record ContainerCall(
        Optional<String> container,
        List<String> argv,
        Map<String, String> environment,
        Optional<String> standardInput,
        Optional<Path> log) {
    public ContainerCall {
        argv = List.copyOf(argv);
        environment = Map.copyOf(environment);
    }

    /** A command that only looks. */
    public static ContainerCall probe(List<String> argv) {
        return new ContainerCall(Optional.empty(), argv, Map.of(), Optional.empty(), Optional.empty());
    }

    /** A container whose output is kept. */
    public static ContainerCall task(String container, List<String> argv, Map<String, String> environment, Path log) {
        return new ContainerCall(
                Optional.of(container), argv, new TreeMap<>(environment), Optional.empty(), Optional.of(log));
    }

    /** Without values: what may be shown. */
    @Override
    public String toString() {
        return String.join(" ", argv);
    }
}
