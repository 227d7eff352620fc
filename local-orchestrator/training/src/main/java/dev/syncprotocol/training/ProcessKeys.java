package dev.syncprotocol.training;

import dev.syncprotocol.protocol.digest.RepoPath;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The section {@code engine.process}: an outside trainer and how to follow it (docs/decisions/0029). An argument may hold
 * placeholders: {@code {config}} is the path of the effective config, {@code {metrics}} that of the metrics file, {@code
 * {checkpoint}} the folder to go on from, and any key of the config, {@code {engine.lr}}, its value. No shell reads them.
 *
 * @param command program and arguments, run in the workspace; at least the program
 * @param resume further arguments of a run that goes on; empty = this trainer cannot
 * @param metrics the JSONL file it writes, relative to the workspace
 * @param checkpoints name of its checkpoint folders below {@code run.output_dir}, with {@code {step}} for the number
 * @param graceSeconds how long it may take to end after SIGTERM
 * @param quietSeconds how long it may say nothing at all; 0 = for ever
 */
public record ProcessKeys(
        List<String> command,
        List<String> resume,
        RepoPath metrics,
        String checkpoints,
        int graceSeconds,
        int quietSeconds) {
    /** The value of {@code engine.name} that selects an outside trainer. */
    public static final String ENGINE = "process";

    /** The placeholder of the effective config's path. */
    public static final String CONFIG = "config";

    /** The placeholder of the metrics file. */
    public static final String METRICS = "metrics";

    /** The placeholder of the checkpoint to go on from. */
    public static final String CHECKPOINT = "checkpoint";

    /** A placeholder; braces around anything else, JSON for example, are left alone. */
    public static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z][a-z0-9_]*(?:\\.[a-z0-9_]+)*)}");

    private static final String STEP = "{step}";

    public ProcessKeys {
        command = List.copyOf(command);
        resume = List.copyOf(resume);
        if (command.isEmpty() || !checkpoints.contains(STEP)) {
            throw new IllegalArgumentException("a command, and checkpoints with {step}");
        }
    }

    /** The names of all placeholders in an argument. */
    static Stream<String> placeholdersOf(String argument) {
        return PLACEHOLDER.matcher(argument).results().map(match -> match.group(1));
    }

    /** A pattern for the names of checkpoint folders; group 1 is the step. */
    public Pattern checkpointName() {
        int at = checkpoints.indexOf(STEP);
        return Pattern.compile(Pattern.quote(checkpoints.substring(0, at)) + "([0-9]{1,18})"
                + Pattern.quote(checkpoints.substring(at + STEP.length())));
    }
}
