package dev.syncprotocol.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** What {@code git status --porcelain} says; it takes no lock and refreshes no index. */
final class GitStatus {
    private GitStatus() {}

    /** Its lines; one that says so where there is no git program. */
    static List<String> porcelain(Path folder) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("git", "status", "--porcelain")
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().put("GIT_OPTIONAL_LOCKS", "0");
        Process git;
        try {
            git = builder.start();
        } catch (IOException e) {
            // No git program: the commit is known without it, its status is not.
            return List.of("(no git program: status unknown)");
        }
        return new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }
}
