package dev.syncprotocol.cli;

import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sync train resume}: goes on from the newest checkpoint, unless another one is named. */
@Command(
        name = "resume",
        description = "Go on from a checkpoint; the newest of the config's output folder by default.",
        footer = {
            "",
            "Example:",
            "  sync train resume --config configs/train_local.yaml",
            "  sync train resume --config configs/train_local.yaml --resume checkpoints/local/step_00020"
        })
final class TrainResume implements Verb {
    @Option(names = "--config", paramLabel = "FILE", required = true, description = "the training config")
    private String config = "";

    @ArgGroup
    private TrainRun.From from = new TrainRun.From();

    @Mixin
    private TrainChanges changes = new TrainChanges();

    @Override
    public Answer answer(Invocation in) throws IOException {
        Optional<String> folder = from.folder().or(() -> Optional.of("latest"));
        return TrainCall.of(config, folder, changes).answer(in);
    }
}
