package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.gates.build.SourceForm;
import dev.syncprotocol.gates.build.SourceItem;
import dev.syncprotocol.gates.build.Sources;
import dev.syncprotocol.gates.rc1.Rc1Paths;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sync preflight import-source}: a published data set as source items. */
@Command(
        name = "import-source",
        description = "Turn a published GSM8K, StrategyQA or HotpotQA file into source items.",
        footer = {"", "Example:", "  sync preflight import-source train.jsonl --form gsm8k --as train"})
final class PreflightImportSource implements Verb {
    @Parameters(paramLabel = "FILE", description = "the file as it is published")
    private String file = "";

    @Option(names = "--form", required = true, paramLabel = "F", description = "gsm8k, strategyqa or hotpotqa")
    private String form = "";

    @Option(names = "--as", required = true, paramLabel = "PART", description = "train or eval")
    private Sources.Part part = Sources.Part.TRAIN;

    @Option(names = "--sources", paramLabel = "DIR", description = "where it goes (default: data/sources)")
    private String sources = Rc1Paths.SOURCES;

    @Override
    public Answer answer(Invocation in) throws IOException {
        SourceForm known = SourceForm.of(form);
        List<SourceItem> items = known.read(in.path(file));
        Sources.write(StoreDoor.root(in).resolve(sources), known.task(), part, items);
        String path = sources + "/" + known.task() + "/" + part.fileName();
        ObjectNode data = SyncJson.object().put("command", "import-source").put("items", items.size());
        data.set("written", Trees.texts(List.of(path)));
        data.set("kept", Trees.texts(List.of()));
        return new Answer(
                "sync.preflight-files/1", data, items.size() + " items: " + path, List.of("sync preflight build-pool"));
    }
}
