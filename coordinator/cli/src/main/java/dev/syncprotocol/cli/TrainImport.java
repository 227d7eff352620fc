package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.training.DecoderShape;
import dev.syncprotocol.training.ModelFolder;
import dev.syncprotocol.training.llama2c.Llama2cImport;
import dev.syncprotocol.training.model.DecoderParameters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sync train import}: a pretrained model of another form as a model folder. */
@Command(
        name = "import",
        description = {
            "Turn a model of llama2.c into a model folder in Hugging Face's layout.",
            "A folder that already has that layout needs no import: model.base may name it."
        },
        footer = {
            "",
            "Example:",
            "  sync train import --llama2c stories260K.bin --tokenizer tok512.bin \\",
            "      --to models/stories260K"
        })
final class TrainImport implements Verb {
    @Option(
            names = "--llama2c",
            paramLabel = "FILE",
            required = true,
            description = "the model, llama2.c's first format")
    private String model = "";

    @Option(names = "--tokenizer", paramLabel = "FILE", required = true, description = "its tokens, llama2.c's format")
    private String tokenizer = "";

    @Option(names = "--to", paramLabel = "DIR", required = true, description = "the model folder; never overwritten")
    private String to = "";

    @Override
    public Answer answer(Invocation in) throws IOException {
        Path source = Typed.file(in.path(model));
        Path tokens = Typed.file(in.path(tokenizer));
        Path workspace = Wiring.root(in);
        ModelFolder made = new Llama2cImport(source, tokens).into(in.path(to));
        String folder = Typed.shown(workspace, made.folder());
        DecoderShape shape = made.shape();
        long parameters = DecoderParameters.count(shape);
        ObjectNode data = SyncJson.object()
                .put("model", folder)
                .put("architecture", shape.family().architecture())
                .put("parameters", parameters)
                .put("vocabulary", shape.vocabSize());
        String words = new Words()
                .line(in.style().good("imported") + ": " + folder)
                .line("  " + shape.family().architecture() + ", " + parameters + " parameters, " + shape.layers()
                        + " layers, " + shape.vocabSize() + " tokens")
                .text();
        return new Answer(
                "sync.train-import/1",
                data,
                words,
                List.of("sync train generate --model " + folder + " --prompt \"\""));
    }
}
