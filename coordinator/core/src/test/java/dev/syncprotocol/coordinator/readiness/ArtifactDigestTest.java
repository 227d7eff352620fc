package dev.syncprotocol.coordinator.readiness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactDigestTest {
    @TempDir
    Path workspace;

    @TempDir
    Path outside;

    private void write(String path, String text) throws IOException {
        Path file = workspace.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private ArtifactDigest digest(String path) throws IOException {
        return ArtifactDigest.of(workspace, new RepoPath(path)).orElseThrow();
    }

    @Test
    void isOfAFilesBytes() throws IOException {
        write("a.txt", "hello");
        ArtifactDigest digest = digest("a.txt");
        assertThat(digest.sha256()).isEqualTo(Sha256.of("hello"));
        assertThat(digest.bytes()).isEqualTo(5);
        assertThat(digest.directory()).isFalse();
    }

    @Test
    void isOfADirectorysSortedEntries() throws IOException {
        write("d/b.txt", "2");
        write("d/a/z.txt", "1");
        write("d/a.txt", "3");
        String lines = Sha256.of("3") + "  a.txt\n" + Sha256.of("1") + "  a/z.txt\n" + Sha256.of("2") + "  b.txt\n";
        assertThat(digest("d/").manifest()).isEqualTo(lines);
        assertThat(digest("d/").sha256()).isEqualTo(Sha256.of(lines));
        assertThat(digest("d").sha256()).isEqualTo(digest("d/").sha256());
        assertThat(digest("d/").bytes()).isEqualTo(3);
    }

    @Test
    void isWhatTheShellComputes() throws Exception {
        assumeTrue(Stream.of("/usr/bin/find", "/usr/bin/sha256sum", "/usr/bin/xargs")
                .allMatch(tool -> Files.isExecutable(Path.of(tool))));
        write("d/b c.txt", "2");
        write("d/a/z.txt", "1");
        write("d/a.txt", "3");
        write("d/ü.txt", "4");
        Process shell = new ProcessBuilder(
                        "sh",
                        "-c",
                        "(cd d && find -L . -type f -printf '%P\\n' | LC_ALL=C sort | xargs -d '\\n' sha256sum) | sha256sum")
                .directory(workspace.toFile())
                .start();
        String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(output).startsWith(digest("d/").sha256().hex());
    }

    @Test
    void isEmptyWhereNothingLies() throws IOException {
        assertThat(ArtifactDigest.of(workspace, new RepoPath("nothing"))).isEmpty();
        Files.createDirectory(workspace.resolve("folder"));
        assertThat(digest("folder/").isEmpty()).isTrue();
    }

    @Test
    void followsALinkInsideTheWorkspace() throws IOException {
        write("steps/step_00003/adapter.bin", "weights");
        Files.createSymbolicLink(workspace.resolve("latest"), Path.of("steps/step_00003"));
        assertThat(digest("latest/")).isEqualTo(digest("steps/step_00003/"));
    }

    @Test
    void refusesALinkThatLeadsOut() throws IOException {
        Files.writeString(outside.resolve("secret"), "s");
        write("d/a.txt", "1");
        Files.createSymbolicLink(workspace.resolve("d/link"), outside.resolve("secret"));
        Files.createSymbolicLink(workspace.resolve("out"), outside);
        assertRefused("d/");
        assertRefused("out/");
        assertRefused("out/secret");
    }

    @Test
    void refusesALinkToAFolderItLiesIn() throws IOException {
        write("d/a.txt", "1");
        Files.createSymbolicLink(workspace.resolve("d/again"), workspace.resolve("d"));
        assertRefused("d/");
    }

    private void assertRefused(String path) {
        assertThatThrownBy(() -> digest(path))
                .isInstanceOfSatisfying(
                        SyncException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.PATH_REFUSED));
    }
}
