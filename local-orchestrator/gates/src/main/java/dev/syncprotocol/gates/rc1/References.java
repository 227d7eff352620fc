package dev.syncprotocol.gates.rc1;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.gates.JsonLines;
import dev.syncprotocol.gates.check.Kl3Reference;
import dev.syncprotocol.gates.diversity.Text;
import dev.syncprotocol.gates.pool.PoolRecords;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The references a 3-gram KL may be measured against (preflight.md section 5.4).
 *
 * @param context where they lie
 */
record References(Rc1Context context) {
    Kl3Reference of(Orders.Validate order) throws IOException {
        String name = order.kl3Ref();
        if (name.equals("templates")) {
            return Kl3Reference.TEMPLATES;
        }
        if (name.equals("shadow")) {
            return new Kl3Reference(name, texts(context.at(order.leakCheck())));
        }
        if (name.equals("previous")) {
            return new Kl3Reference(name, texts(previous()));
        }
        if (name.startsWith("file:")) {
            return new Kl3Reference(name, texts(context.at(name.substring("file:".length()))));
        }
        throw new SyncException(
                ErrorCode.USAGE, "--kl3_ref is templates, shadow, previous or file:PATH, found " + name);
    }

    /** The pool of the newest ticket, while its bytes are there. */
    private Path previous() throws IOException {
        Path ticket = context.at(Rc1Paths.TICKET);
        Path pool = context.at(Rc1Paths.POOL);
        if (Files.isRegularFile(ticket) && Files.isRegularFile(pool)) {
            JsonNode inputs = SyncJson.read(Files.readString(ticket)).path("inputs");
            if (inputs.path(Rc1Paths.POOL).asText().equals(Sha256.ofFile(pool).hex())) {
                return pool;
            }
        }
        throw new SyncException(ErrorCode.PREFLIGHT_FAILED, "no earlier ticket whose pool is still there");
    }

    private static List<Text> texts(Path file) throws IOException {
        List<Text> texts = new ArrayList<>();
        for (JsonLines.Line line : JsonLines.read(file)) {
            String text = PoolRecords.of(line.tree(file)).rendered();
            texts.add(Text.of("reference-" + line.number(), text));
        }
        return texts;
    }
}
