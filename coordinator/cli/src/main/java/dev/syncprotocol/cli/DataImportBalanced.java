package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.gates.JsonLines;
import dev.syncprotocol.gates.rc1.Rc1Paths;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.protocol.schema.SchemaId;
import dev.syncprotocol.protocol.schema.SchemaValidator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sync data import-balanced}: the balanced pool at seed 001's path, checked, to the path the RC1 config reads (T5). */
@Command(
        name = "import-balanced",
        description = "Check a balanced seed pool and put it where the RC1 config reads it.",
        footer = {"", "Example:", "  sync data import-balanced --from data/rc1_seed.balanced.jsonl"})
final class DataImportBalanced implements Verb {
    @Option(names = "--from", paramLabel = "FILE", description = "the pool (default: data/rc1_seed.balanced.jsonl)")
    private String from = "data/rc1_seed.balanced.jsonl";

    @Override
    public Answer answer(Invocation in) throws IOException {
        Path root = Wiring.root(in);
        Path source = Typed.file(root.resolve(from));
        List<JsonLines.Line> lines = JsonLines.read(source);
        if (lines.isEmpty()) {
            throw new SyncException(ErrorCode.CONFIG_INVALID, from + " holds no record");
        }
        lines.forEach(line -> SchemaValidator.load(
                SchemaId.POOL_RECORD_V1,
                line.bytes(),
                DocumentFormat.JSON,
                ErrorCode.CONFIG_INVALID,
                from + ":" + line.number()));
        boolean kept = kept(source, root.resolve(Rc1Paths.BALANCED));
        ObjectNode data = SyncJson.object().put("command", "import-balanced").put("items", lines.size());
        data.set("written", Trees.texts(kept ? List.of() : List.of(Rc1Paths.BALANCED)));
        data.set("kept", Trees.texts(kept ? List.of(Rc1Paths.BALANCED) : List.of()));
        String words = lines.size() + " records: " + Rc1Paths.BALANCED + (kept ? " holds them already" : "");
        return new Answer("sync.preflight-files/1", data, words, List.of("sync preflight run"));
    }

    /** Never over an existing file; the same bytes there already are success. */
    private static boolean kept(Path source, Path target) throws IOException {
        if (Files.exists(target)) {
            if (Sha256.ofFile(target).equals(Sha256.ofFile(source))) {
                return true;
            }
            throw new SyncException(ErrorCode.PATH_TAKEN, target + " holds another pool")
                    .withHint("move it away first; nothing is overwritten");
        }
        Files.createDirectories(target.getParent());
        Files.copy(source, target);
        return false;
    }
}
