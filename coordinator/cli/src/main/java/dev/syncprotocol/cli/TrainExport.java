package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.training.model.ModelExport;
import dev.syncprotocol.training.model.TrainedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sync train export}: a trained model in a form that other programs load. */
@Command(
        name = "export",
        description = {
            "Write a trained model as a folder that transformers and PEFT load.",
            "An adapter goes out in PEFT's form, or with --merge as a whole model."
        },
        footer = {
            "",
            "Example:",
            "  sync train export --checkpoint checkpoints/local/latest --to out/adapter",
            "  sync train export --checkpoint checkpoints/local/latest --merge --to out/model"
        })
final class TrainExport implements Verb {
    @Mixin
    private ModelChoice choice = new ModelChoice();

    @Option(names = "--to", paramLabel = "DIR", required = true, description = "the new folder; never overwritten")
    private String to = "";

    @Option(names = "--merge", description = "put the adapter into its base's weights")
    private boolean merge;

    @Override
    public Answer answer(Invocation in) throws IOException {
        Path workspace = Wiring.root(in);
        TrainedModel trained = choice.find(in);
        if (merge && trained.adapter().isEmpty()) {
            throw new SyncException(ErrorCode.USAGE, "--merge, and there is no adapter: all weights were trained");
        }
        boolean adapter = trained.adapter().isPresent() && !merge;
        ModelExport export = new ModelExport(trained);
        Path made = adapter ? export.adapter(in.path(to)) : export.whole(in.path(to));
        String folder = Typed.shown(workspace, made);
        ObjectNode data = SyncJson.object()
                .put("folder", folder)
                .put("form", adapter ? "peft" : "model")
                .put("merged", merge);
        Words words = new Words().line(in.style().good("exported") + ": " + folder + (adapter ? " (adapter)" : ""));
        list(made, data.putArray("files"), words);
        if (adapter && trained.drawnFrom().isPresent()) {
            words.wrapped("  note: ", "its base was drawn from the seed; --merge writes both as one model");
        }
        return new Answer("sync.train-export/1", data, words.text(), next(adapter, folder));
    }

    private static void list(Path folder, ArrayNode files, Words words) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.sorted().toList()) {
                String name = file.getFileName().toString();
                Sha256 digest = Sha256.ofFile(file);
                files.addObject()
                        .put("name", name)
                        .put("size", Files.size(file))
                        .put("sha256", digest.hex());
                words.line("  " + name + "  " + digest.abbreviated());
            }
        }
    }

    private static List<String> next(boolean adapter, String folder) {
        return adapter ? List.of() : List.of("sync train generate --model " + folder + " --prompt \"\"");
    }
}
