package dev.syncprotocol.cli;

import dev.syncprotocol.runs.store.StorePlaces;
import picocli.CommandLine.Option;

/** Where runs and registry are, for commands that name no run by its folder: the run's own lock says it there. */
final class StorePlaceOptions {
    @Option(
            names = "--output-root",
            paramLabel = "DIR",
            defaultValue = "./experiments",
            description = "the configurations' paths.output_root (default: ./experiments)")
    private String outputRoot = "./experiments";

    @Option(
            names = "--registry-dir",
            paramLabel = "DIR",
            defaultValue = "./registry",
            description = "the configurations' paths.registry_dir (default: ./registry)")
    private String registryDir = "./registry";

    StorePlaces places() {
        return new StorePlaces(outputRoot, registryDir);
    }
}
