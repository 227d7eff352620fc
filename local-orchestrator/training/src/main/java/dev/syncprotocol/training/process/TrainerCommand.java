package dev.syncprotocol.training.process;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.training.EffectiveConfig;
import dev.syncprotocol.training.LoadedConfig;
import dev.syncprotocol.training.ProcessKeys;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The command line of an outside trainer with every placeholder replaced: an argument list, which no shell reads.
 *
 * @param arguments the program first
 */
public record TrainerCommand(List<String> arguments) {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    public TrainerCommand {
        arguments = List.copyOf(arguments);
    }

    /**
     * The command of a configuration that has one.
     *
     * @param checkpoint the folder to go on from, as the trainer is told it; empty = a fresh run
     * @throws SyncException {@link ErrorCode#CONFIG_INVALID} when a placeholder has no value, or the trainer cannot go on
     */
    public static TrainerCommand of(LoadedConfig loaded, Optional<String> checkpoint) {
        ProcessKeys keys = loaded.config().engine().process().orElseThrow();
        if (checkpoint.isPresent() && keys.resume().isEmpty()) {
            throw new SyncException(
                            ErrorCode.CONFIG_INVALID,
                            loaded.source() + " does not say how its trainer goes on from " + checkpoint.get())
                    .withHint(
                            "engine.process.resume names the arguments, e.g. [--resume_from_checkpoint, \"{checkpoint}\"];"
                                    + " --fresh starts anew");
        }
        List<String> wanted = new ArrayList<>(keys.command());
        checkpoint.ifPresent(folder -> wanted.addAll(keys.resume()));
        JsonNode tree = loaded.tree();
        return new TrainerCommand(wanted.stream()
                .map(argument -> filled(argument, tree, keys, checkpoint, loaded.source()))
                .toList());
    }

    private static String filled(
            String argument, JsonNode tree, ProcessKeys keys, Optional<String> checkpoint, String source) {
        return ProcessKeys.PLACEHOLDER
                .matcher(argument)
                .replaceAll(match -> Matcher.quoteReplacement(value(match.group(1), tree, keys, checkpoint, source)));
    }

    private static String value(
            String name, JsonNode tree, ProcessKeys keys, Optional<String> checkpoint, String source) {
        return switch (name) {
            case ProcessKeys.CONFIG -> EffectiveConfig.PATH;
            case ProcessKeys.METRICS -> keys.metrics().value();
            case ProcessKeys.CHECKPOINT -> checkpoint.orElseThrow();
            default -> ofKey(name, tree, source);
        };
    }

    /** A list is its values with commas between, as most trainers take one. */
    private static String ofKey(String name, JsonNode tree, String source) {
        JsonNode value = tree.at("/" + name.replace('.', '/'));
        if (value.isMissingNode() || value.isNull()) {
            throw new SyncException(
                    ErrorCode.CONFIG_INVALID,
                    source + ": the trainer is to be told {" + name + "}, and the config has no value for it");
        }
        return value.isArray()
                ? StreamSupport.stream(value.spliterator(), false)
                        .map(JsonNode::asText)
                        .collect(Collectors.joining(","))
                : value.asText();
    }

    /**
     * The same command with its program found: a path is seen from the workspace, a name is looked for on the path.
     *
     * @param path the value of {@code PATH}
     * @throws SyncException {@link ErrorCode#CONFIG_INVALID} when there is none that can be run
     */
    public TrainerCommand found(Path workspace, String path) {
        String program = arguments.get(0);
        boolean named = program.contains("/") || program.contains(File.separator);
        Stream<Path> places = named
                ? Stream.of(workspace.resolve(program))
                : Stream.of(path.split(File.pathSeparator))
                        .filter(folder -> !folder.isEmpty())
                        .map(folder -> Path.of(folder).resolve(program));
        Path found = places.filter(place -> Files.isRegularFile(place) && Files.isExecutable(place))
                .findFirst()
                .orElseThrow(() -> missing(workspace, named));
        List<String> command = new ArrayList<>(arguments);
        command.set(0, found.toString());
        return new TrainerCommand(command);
    }

    private SyncException missing(Path workspace, boolean named) {
        String where = named ? "is no program that can be run" : "is not on the PATH";
        return new SyncException(
                        ErrorCode.CONFIG_INVALID, "the trainer cannot be started: " + arguments.get(0) + " " + where)
                .withHint("install it, or correct engine.process.command; by hand: " + byHand(workspace));
    }

    /** The line a person types to start the same. */
    public String byHand(Path workspace) {
        return "cd " + quoted(workspace.toString()) + " && " + words();
    }

    /** The command as a POSIX shell would have to be told it. */
    public String words() {
        return arguments.stream().map(TrainerCommand::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
