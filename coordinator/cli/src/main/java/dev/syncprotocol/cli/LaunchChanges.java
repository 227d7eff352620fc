package dev.syncprotocol.cli;

import dev.syncprotocol.coordinator.launch.Wishes;
import java.util.List;
import picocli.CommandLine.Option;

/** The options by which a launch changes its config and its past. */
final class LaunchChanges {
    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "a value of the config, for example run.seed=7; may be repeated")
    private List<String> set = List.of();

    @Option(
            names = {"--allow-change", "--allow_change"},
            paramLabel = "KEY",
            description = "with --resume: a key that may differ from the checkpoint's; may be repeated")
    private List<String> allowed = List.of();

    @Option(names = "--fresh", description = "move an earlier training's checkpoints aside and begin anew")
    private boolean fresh;

    @Option(
            names = {"--allow-code-drift", "--allow_code_drift"},
            description = "with --resume: go on although the code differs from that training's")
    private boolean codeDrift;

    Wishes wishes() {
        return new Wishes(set, allowed, fresh, codeDrift);
    }
}
