package dev.syncprotocol.gates.rc1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HEAD read from files says what git says. */
class GitHeadTest {
    @TempDir
    private Path folder;

    private String git(Path where, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("git", "-c", "user.name=t", "-c", "user.email=t@example.org"));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command)
                .directory(where.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.onExit().join().exitValue()).as(said).isZero();
        return said.strip();
    }

    private void saysWhatGitSays(Path where) throws IOException {
        assertThat(GitHead.around(where)).contains(git(where, "rev-parse", "HEAD"));
    }

    @Test
    void readsBranchesPackedRefsDetachedHeadsAndWorkTrees() throws IOException {
        Path work = Files.createDirectory(folder.resolve("work"));
        git(work, "init", "-q");
        assertThat(GitHead.around(work)).as("before the first commit").isEmpty();
        git(work, "commit", "-q", "--allow-empty", "-m", "one");
        saysWhatGitSays(work);
        saysWhatGitSays(Files.createDirectories(work.resolve("below/it")));
        git(work, "commit", "-q", "--allow-empty", "-m", "two");
        git(work, "pack-refs", "--all");
        saysWhatGitSays(work);
        git(work, "checkout", "-q", "-b", "a/branch");
        git(work, "commit", "-q", "--allow-empty", "-m", "three");
        saysWhatGitSays(work);
        git(work, "worktree", "add", "-q", "-b", "other", folder.resolve("tree").toString(), "HEAD~1");
        saysWhatGitSays(folder.resolve("tree"));
        git(work, "checkout", "-q", "--detach", "HEAD~1");
        saysWhatGitSays(work);
    }

    @Test
    void saysNothingOutsideAWorkTreeOrOfAForeignRef() throws IOException {
        assertThat(GitHead.around(folder)).isEmpty();
        Path git = Files.createDirectories(folder.resolve(".git"));
        Files.writeString(folder.resolve("secret"), "0123456789012345678901234567890123456789");
        Files.writeString(git.resolve("HEAD"), "ref: ../secret\n");
        assertThat(GitHead.around(folder)).isEmpty();
        Files.writeString(git.resolve("HEAD"), "ref: HEAD\n");
        assertThat(GitHead.around(folder)).as("a ref that names itself").isEmpty();
    }
}
