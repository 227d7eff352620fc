package dev.syncprotocol.cli;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sync launch}: the only way into training (coordinator.md section 7). */
@Command(
        name = "launch",
        description = {
            "Start the training engine when the gate is open, and follow it.",
            "The same inputs again answer with the running or finished launch."
        },
        footer = {
            "",
            "Example:",
            "  sync launch --config configs/train_local.yaml",
            "  sync launch --config configs/train_local.yaml --resume checkpoints/local/latest"
        })
final class Launch implements Verb {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "the training config (default: launch.config of .sync/config.yaml)")
    @Nullable
    private String config;

    @Option(names = "--resume", paramLabel = "DIR", description = "the checkpoint to go on from")
    @Nullable
    private String resume;

    @Mixin
    private LaunchChanges changes = new LaunchChanges();

    @ArgGroup
    private Following following = new Following();

    /** Whether the call stays until the engine ends. */
    static final class Following {
        @Option(names = "--wait", description = "stay until the engine ends (the default)")
        private boolean stay;

        @Option(names = "--detach", description = "return once the engine runs")
        private boolean detach;
    }

    @Override
    public Answer answer(Invocation in) throws IOException {
        return new LaunchCall(
                        Optional.ofNullable(config), Optional.ofNullable(resume), changes.wishes(), following.detach)
                .answer(in);
    }
}
