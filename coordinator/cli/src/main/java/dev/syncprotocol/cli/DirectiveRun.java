package dev.syncprotocol.cli;

import dev.syncprotocol.coordinator.round.Directive;
import dev.syncprotocol.protocol.RoundNumber;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * One carried-out command of a round.
 *
 * @param exit the process's exit code
 * @param log everything it said, appended
 */
record DirectiveRun(int exit, RepoPath log) {
    /** Carries a command of the round out. */
    static DirectiveRun carryOut(Directive directive, RoundNumber round, Path workspace, Invocation in)
            throws IOException {
        RepoPath log = new RepoPath(String.format("logs/round-%04d-command-%d.log", round.value(), directive.id()));
        in.progress().say(in.progress().style().bold("▶ " + directive.id() + "  " + String.join(" ", directive.run())));
        return new DirectiveRun(run(directive.run(), log, workspace, in), log);
    }

    /**
     * Runs an argument list without a shell, in the workspace; {@code sync} is this very program.
     *
     * @return its exit code
     */
    static int run(List<String> command, RepoPath log, Path workspace, Invocation in) throws IOException {
        Process process = new ProcessBuilder(arguments(command))
                .directory(workspace.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        copy(process, log.below(workspace), in.progress());
        return awaitExit(process);
    }

    private static List<String> arguments(List<String> run) {
        return run.get(0).equals("sync") ? OwnProgram.running().command(run.subList(1, run.size())) : run;
    }

    private static void copy(Process process, Path log, Progress progress) throws IOException {
        Files.createDirectories(log.getParent());
        try (BufferedReader said =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                Writer file = Files.newBufferedWriter(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                if (Thread.currentThread().isInterrupted()) {
                    // The caller no longer wants it; waiting for the process tells so.
                    process.destroy();
                    return;
                }
                file.write(line + "\n");
                file.flush();
                progress.say(progress.style().dim("  │ ") + line);
            }
        }
    }

    private static int awaitExit(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new SyncException(ErrorCode.INTERRUPTED, "interrupted while a command of the round ran", e);
        }
    }
}
