package dev.syncprotocol.cli;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.training.ModelLookup;
import dev.syncprotocol.training.checkpoint.TrainedWeights;
import dev.syncprotocol.training.model.TrainedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which model a command speaks of: one by its name, or what a run made of one. */
final class ModelChoice {
    @Option(
            names = "--model",
            paramLabel = "NAME",
            description = "a pretrained model: a folder, or a name below models/ or SYNC_MODEL_DIR")
    private String model = "";

    @Option(names = "--adapter", paramLabel = "DIR", description = "an adapter in PEFT's form beside --model")
    private String adapter = "";

    @Option(names = "--checkpoint", paramLabel = "DIR", description = "what a run saved, e.g. checkpoints/local/latest")
    private String checkpoint = "";

    TrainedModel find(Invocation in) throws IOException {
        if (model.isEmpty() == checkpoint.isEmpty() || !adapter.isEmpty() && model.isEmpty()) {
            throw new SyncException(
                    ErrorCode.USAGE, "give --model, with --adapter where there is one, or --checkpoint");
        }
        ModelLookup lookup =
                new ModelLookup(Wiring.root(in), in.variable("SYNC_MODEL_DIR").map(Path::of));
        if (model.isEmpty()) {
            return TrainedModel.of(TrainedWeights.open(in.path(checkpoint)), lookup);
        }
        TrainedModel plain = TrainedModel.pretrained(model, lookup);
        return adapter.isEmpty() ? plain : new TrainedModel(plain.model(), Optional.of(in.path(adapter)));
    }

    /** As it was typed. */
    String words() {
        String beside = adapter.isEmpty() ? "" : " --adapter " + adapter;
        return model.isEmpty() ? "--checkpoint " + checkpoint : "--model " + model + beside;
    }
}
