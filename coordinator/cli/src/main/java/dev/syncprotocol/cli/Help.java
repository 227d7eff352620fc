package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sync help}: usage of the program or of a command, or the table of exit codes. */
@Command(
        name = "help",
        description = "Show help on a command, or the exit codes.",
        footer = {"", "Example:", "  sync help launch", "  sync help exit-codes"})
final class Help implements Verb {
    private static final String EXIT_CODES = "exit-codes";

    @Parameters(arity = "0..*", paramLabel = "TOPIC", description = "a command, or exit-codes")
    private List<String> topic = List.of();

    @Spec
    @Nullable
    private CommandSpec spec;

    @Override
    public Answer answer(Invocation in) {
        if (topic.equals(List.of(EXIT_CODES)) || in.json()) {
            return exitCodes();
        }
        CommandLine asked = java.util.Objects.requireNonNull(spec).root().commandLine();
        for (String word : topic) {
            asked = below(asked, word);
        }
        return new Answer(
                "sync.help/1", SyncJson.object(), asked.getUsageMessage().stripTrailing(), List.of());
    }

    private static CommandLine below(CommandLine command, String word) {
        CommandLine sub = command.getSubcommands().get(word);
        if (sub == null) {
            throw new SyncException(ErrorCode.USAGE, "no help on '" + word + "'")
                    .withNext("sync help", "sync help " + EXIT_CODES);
        }
        return sub;
    }

    private static Answer exitCodes() {
        Words words = new Words();
        ObjectNode data = SyncJson.object();
        ArrayNode codes = data.putArray("exit_codes");
        ExitCode.all().forEach(code -> {
            words.line(String.format("%4d  %-13s  %s", code.number(), code.word(), code.meaning()));
            codes.addObject()
                    .put("code", code.number())
                    .put("word", code.word())
                    .put("meaning", code.meaning());
        });
        return new Answer("sync.exit-codes/1", data, words.text(), List.of());
    }
}
