package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sync help exit-codes}: the one table. */
@Command(
        name = "help",
        description = "Show help on a topic: exit-codes.",
        footer = {"", "Example:", "  sync help exit-codes"})
final class ExitCodes implements Verb {
    @Parameters(arity = "0..1", paramLabel = "TOPIC", description = "exit-codes", defaultValue = "exit-codes")
    private String topic = "exit-codes";

    @Override
    public Answer answer(Invocation in) {
        if (!topic.equals("exit-codes")) {
            throw new SyncException(ErrorCode.USAGE, "no help topic '" + topic + "'; there is: exit-codes")
                    .withNext("sync help exit-codes", "sync --help");
        }
        Words words = new Words();
        ObjectNode data = SyncJson.object();
        ArrayNode codes = data.putArray("exit_codes");
        ExitCode.all().forEach(code -> {
            words.line(String.format("%4d  %-14s %s", code.number(), code.word(), code.meaning()));
            codes.addObject()
                    .put("code", code.number())
                    .put("word", code.word())
                    .put("meaning", code.meaning());
        });
        return new Answer("sync.exit-codes/1", data, words.text(), List.of());
    }
}
