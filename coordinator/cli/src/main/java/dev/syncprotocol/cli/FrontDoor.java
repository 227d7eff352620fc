package dev.syncprotocol.cli;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.CanonicalJson;
import dev.syncprotocol.protocol.schema.NearestName;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * One call of the program: parse, run the verb, write exactly one answer, return the exit code. With {@code --json}
 * exactly one document goes to stdout, on failure too; without it failures go to stderr (interfaces.md section 1).
 */
final class FrontDoor {
    private final CommandLine commands;
    private final PrintStream out;
    private final PrintStream err;

    FrontDoor(PrintStream out, PrintStream err) {
        this.commands = new CommandLine(new Sync())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        this.out = out;
        this.err = err;
        tellExitCodes(commands);
    }

    /** Every help text ends with the one table. */
    private static void tellExitCodes(CommandLine command) {
        Map<String, String> table = new LinkedHashMap<>();
        ExitCode.all().forEach(code -> table.put(Integer.toString(code.number()), code.meaning()));
        command.getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(table);
        command.getSubcommands().values().forEach(FrontDoor::tellExitCodes);
    }

    CommandLine commands() {
        return commands;
    }

    int call(Surroundings surroundings, String... args) {
        try {
            return guarded(surroundings, args);
        } finally {
            surroundings.answered().countDown();
        }
    }

    private int guarded(Surroundings surroundings, String... args) {
        boolean json = List.of(args).contains("--json");
        try {
            return answer(commands.parseArgs(args), surroundings);
        } catch (ParameterException e) {
            return fail(usage(e), json, surroundings);
        } catch (SyncException e) {
            return fail(e, json, surroundings);
        } catch (IOException | UncheckedIOException e) {
            return fail(new SyncException(ErrorCode.IO, describe(e), e), json, surroundings);
        } catch (RuntimeException e) {
            // The outermost wall: nothing of ours throws these on purpose, so the trace is what helps.
            e.printStackTrace(err);
            return fail(new SyncException(ErrorCode.INTERNAL, describe(e), e), json, surroundings);
        }
    }

    private int answer(ParseResult parsed, Surroundings surroundings) throws IOException {
        Integer help = CommandLine.executeHelpRequest(parsed);
        if (help != null) {
            return help;
        }
        List<CommandLine> chain = parsed.asCommandLineList();
        CommandLine leaf = chain.get(chain.size() - 1);
        if (!(leaf.getCommand() instanceof Verb verb)) {
            throw new ParameterException(
                    leaf, "a command is missing after '" + leaf.getCommandSpec().qualifiedName() + "'");
        }
        Sync root = (Sync) chain.get(0).getCommand();
        Invocation invocation = surroundings.invocation(root.options(), out, err);
        write(verb.answer(invocation), invocation);
        return ExitCode.DONE.number();
    }

    private void write(Answer answer, Invocation invocation) {
        if (invocation.json()) {
            out.println(CanonicalJson.text(answer.document()));
        } else {
            boolean prose = answer.form() == Answer.Form.PROSE;
            out.println(prose ? Style.shown(answer.words()) : answer.words());
            PrintStream aside = prose ? out : err;
            if (!answer.next().isEmpty()) {
                aside.println(new Words().next(answer.next()).text());
            }
        }
        out.flush();
    }

    private int fail(SyncException failure, boolean json, Surroundings surroundings) {
        Failure told = new Failure(failure);
        if (json) {
            out.println(CanonicalJson.text(told.document()));
            out.flush();
        } else {
            err.println(Style.shown(told.words(surroundings.errorStyle())));
            err.flush();
        }
        return told.exit().number();
    }

    private SyncException usage(ParameterException e) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        SyncException refused = new SyncException(ErrorCode.USAGE, e.getMessage()).withNext(command + " --help");
        if (e instanceof CommandLine.UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String typed = unmatched.getUnmatched().get(0);
            return NearestName.of(typed, e.getCommandLine().getSubcommands().keySet())
                    .map(name -> new SyncException(
                            ErrorCode.USAGE,
                            e.getMessage(),
                            null,
                            "did you mean '" + name + "'?",
                            List.of(),
                            refused.next()))
                    .orElse(refused);
        }
        return refused;
    }

    private static String describe(Throwable e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : e.getClass().getSimpleName() + ": " + message;
    }
}
