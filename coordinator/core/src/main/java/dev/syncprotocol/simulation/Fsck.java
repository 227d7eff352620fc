package dev.syncprotocol.simulation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The real git's judgement of a repository. */
final class Fsck {
    /** git mentions that nothing is committed on the person's own branch yet. */
    private static final String UNBORN = "notice: ";

    private Fsck() {}

    /** What git complains about; empty when it is content. */
    static Optional<String> of(Path root) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("git", "fsck", "--strict", "--no-dangling")
                .directory(root.toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(Map.of("HOME", root.toString(), "GIT_CONFIG_NOSYSTEM", "1"));
        Process git = builder.start();
        String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = git.onExit().join().exitValue();
        boolean content = exit == 0 && output.lines().allMatch(line -> line.startsWith(UNBORN));
        return content ? Optional.empty() : Optional.of("exit " + exit + ", " + output.strip());
    }
}
