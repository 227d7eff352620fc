package dev.syncprotocol.cli;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.schema.NearestName;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The commands as the option parser sees them. Building one costs milliseconds, so a call builds only those whose names
 * stand among its words; what this part does not settle (help, a mistake) is put to all of them.
 */
final class Commands {
    private final CommandLine root;

    private Commands(List<Subcommand> subcommands, PrintStream out, PrintStream err) {
        this.root = new CommandLine(new Sync());
        subcommands.forEach(subcommand -> root.addSubcommand(subcommand.create()));
        root.setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        tellExitCodes(root);
    }

    /** All commands. */
    static CommandLine all(PrintStream out, PrintStream err) {
        return new Commands(List.of(Subcommand.values()), out, err).root;
    }

    /**
     * The call these words make.
     *
     * @return empty when help was asked for and is printed
     * @throws SyncException {@link ErrorCode#USAGE} when they make none
     */
    static Optional<Call> understand(PrintStream out, PrintStream err, String... args) {
        List<String> words = List.of(args);
        List<Subcommand> named = Arrays.stream(Subcommand.values())
                .filter(subcommand -> words.contains(subcommand.word()))
                .toList();
        Optional<Call> call = named.stream().anyMatch(Subcommand::needsAll)
                ? Optional.empty()
                : new Commands(named, out, err).settled(args);
        return call.isPresent() ? call : new Commands(List.of(Subcommand.values()), out, err).judged(args);
    }

    /** Every help text ends with the one table. */
    private static void tellExitCodes(CommandLine command) {
        Map<String, String> table = new LinkedHashMap<>();
        ExitCode.all().forEach(code -> table.put(Integer.toString(code.number()), code.meaning()));
        command.getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(table);
        command.getSubcommands().values().forEach(Commands::tellExitCodes);
    }

    /** The call, or empty when all commands have to be asked. */
    private Optional<Call> settled(String... args) {
        try {
            ParseResult parsed = root.parseArgs(args);
            return asksHelp(parsed) ? Optional.empty() : call(parsed);
        } catch (ParameterException e) {
            // Asked again of all commands, whose complaint is the one that is shown.
            return Optional.empty();
        }
    }

    private static boolean asksHelp(ParseResult parsed) {
        return parsed.asCommandLineList().stream()
                .anyMatch(command -> command.isUsageHelpRequested() || command.isVersionHelpRequested());
    }

    private static Optional<Call> call(ParseResult parsed) {
        List<CommandLine> chain = parsed.asCommandLineList();
        Sync sync = chain.get(0).getCommand();
        return chain.get(chain.size() - 1).getCommand() instanceof Verb verb
                ? Optional.of(new Call(verb, sync.options()))
                : Optional.empty();
    }

    private Optional<Call> judged(String... args) {
        try {
            ParseResult parsed = root.parseArgs(args);
            return CommandLine.executeHelpRequest(parsed) == null ? Optional.of(required(parsed)) : Optional.empty();
        } catch (ParameterException e) {
            throw usage(e);
        }
    }

    private static Call required(ParseResult parsed) {
        List<CommandLine> chain = parsed.asCommandLineList();
        CommandLine last = chain.get(chain.size() - 1);
        return call(parsed)
                .orElseThrow(() -> new ParameterException(
                        last,
                        "a command is missing after '" + last.getCommandSpec().qualifiedName() + "'"));
    }

    /** A value that is none of a closed list is answered with the list as it is typed; everything else as the parser says it. */
    private static String words(ParameterException e) {
        ArgSpec asked = e.getArgSpec();
        if (asked == null || e.getValue() == null || !asked.typeInfo().isEnum()) {
            return e.getMessage();
        }
        String name = asked instanceof OptionSpec option ? option.longestName() : asked.paramLabel();
        List<String> choices = asked.typeInfo().getEnumConstantNames().stream()
                .map(constant -> constant.toLowerCase(Locale.ROOT))
                .toList();
        return name + ": expected one of " + String.join(", ", choices) + ", found '" + e.getValue() + "'";
    }

    private static SyncException usage(ParameterException e) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        SyncException refused = new SyncException(ErrorCode.USAGE, words(e)).withNext(command + " --help");
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
}
