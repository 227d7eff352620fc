package dev.syncprotocol.protocol.digest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.syncprotocol.protocol.digest.RepoPath.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepoPathTest {
    @ParameterizedTest
    @CsvSource({
        "'', EMPTY",
        "/etc/passwd, ABSOLUTE",
        "C:/x, DRIVE_LETTER",
        "a\\b, BACKSLASH",
        "a//b, EMPTY_SEGMENT",
        "a/./b, DOT_SEGMENT",
        "../x, DOT_SEGMENT",
        "a/.., DOT_SEGMENT",
        ".git/config, RESERVED",
        ".Git, RESERVED",
        ".sync/, RESERVED",
    })
    void namesTheRuleAPathBreaks(String path, Refusal refusal) {
        assertThat(RepoPath.refusal(path)).contains(refusal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "a/b.json", "templates/pack_v2/", ".github/x", "数据/种子.jsonl", "a..b", "gitx/.gitignore"})
    void takesPathsOfAWorkspace(String path) {
        assertThat(RepoPath.refusal(path)).isEmpty();
    }

    @Test
    void noticesLinksThatLeaveTheWorkspace(@TempDir Path temp) throws IOException {
        Path workspace = Files.createDirectory(temp.resolve("workspace"));
        Files.createDirectory(temp.resolve("outside"));
        Files.createSymbolicLink(workspace.resolve("out"), temp.resolve("outside"));
        Files.createSymbolicLink(workspace.resolve("dangling"), Path.of("../nowhere/file"));
        Files.createDirectories(workspace.resolve("data"));
        Files.createSymbolicLink(workspace.resolve("in"), workspace.resolve("data"));

        assertThat(new RepoPath("out/file.json").leaves(workspace)).isTrue();
        assertThat(new RepoPath("out/deeper/still/file.json").leaves(workspace)).isTrue();
        assertThat(new RepoPath("dangling").leaves(workspace)).isTrue();
        assertThat(new RepoPath("in/file.json").leaves(workspace)).isFalse();
        assertThat(new RepoPath("not/there/yet.json").leaves(workspace)).isFalse();
    }
}
