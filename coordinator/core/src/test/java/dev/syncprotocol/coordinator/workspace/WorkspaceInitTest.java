package dev.syncprotocol.coordinator.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.coordinator.GitCommand;
import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceInitTest {
    @TempDir
    Path folder;

    private static void assertRefused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SyncException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    @Test
    void makesARepositoryThatGitAccepts() throws Exception {
        Path fresh = folder.resolve("new/workspace");
        WorkspaceInit init = WorkspaceInit.run(fresh, WorkspaceConfig.STANDARD);
        assertThat(init.created()).contains(".git/", ".gitignore", ".sync/config.yaml", "configs/");
        assertThat(init.workspace().config()).isEqualTo(WorkspaceConfig.STANDARD);
        assertThat(GitCommand.in(fresh, "status", "--porcelain", "--untracked-files=all"))
                .isEqualTo("?? .gitignore\n?? .sync/config.yaml\n");
        assertThat(GitCommand.in(fresh, "symbolic-ref", "HEAD")).isEqualTo("refs/heads/main\n");
    }

    @Test
    void changesNothingTheSecondTime() throws Exception {
        WorkspaceInit.run(folder, WorkspaceConfig.STANDARD);
        assertThat(WorkspaceInit.run(folder, WorkspaceConfig.STANDARD).created())
                .isEmpty();
    }

    @Test
    void keepsWhatTheUserHas() throws Exception {
        GitCommand.in(folder, "init", "-q");
        Files.writeString(folder.resolve(".gitignore"), "*.pyc");
        Files.createDirectory(folder.resolve(".sync"));
        String mine = "version: 1\nparties: {me: local, you: external}\n";
        Files.writeString(folder.resolve(".sync/config.yaml"), mine);
        WorkspaceInit init = WorkspaceInit.run(folder, WorkspaceConfig.STANDARD);
        assertThat(Files.readString(folder.resolve(".sync/config.yaml"))).isEqualTo(mine);
        assertThat(Files.readString(folder.resolve(".gitignore")))
                .startsWith("*.pyc\n")
                .contains("/.sync/*");
        assertThat(init.workspace().config().local()).isEqualTo(new Party("me"));
    }

    @Test
    void refusesOtherPartiesThanThoseDeclared() throws Exception {
        WorkspaceInit.run(folder, WorkspaceConfig.STANDARD);
        WorkspaceConfig other = new WorkspaceConfig(
                Map.of(new Party("me"), PartyKind.LOCAL), LedgerLimits.STANDARD, false, Optional.empty());
        assertRefused(ErrorCode.EXPECTATION_CONFLICT, () -> WorkspaceInit.run(folder, other));
    }

    @Test
    void refusesADangerousRepositoryBeforeAnyWrite() throws Exception {
        GitCommand.in(folder, "init", "-q", "--object-format=sha256");
        List<Path> before = files();
        assertRefused(ErrorCode.REPOSITORY_UNSUPPORTED, () -> WorkspaceInit.run(folder, WorkspaceConfig.STANDARD));
        assertThat(files()).isEqualTo(before);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.sorted().toList();
        }
    }

    @Test
    void isFoundFromAFolderInside() throws Exception {
        WorkspaceInit.run(folder, WorkspaceConfig.STANDARD);
        Path inside = Files.createDirectories(folder.resolve("src/deep"));
        assertThat(Workspace.around(inside).root()).isEqualTo(folder.toRealPath());
    }

    @Test
    void isNotFoundWhereThereIsNone() throws Exception {
        GitCommand.in(folder, "init", "-q");
        assertThat(Workspace.find(folder)).isEmpty();
        assertRefused(ErrorCode.NOT_A_WORKSPACE, () -> Workspace.around(folder));
    }

    @Test
    void writesSettingsThatReadBackTheSame() {
        WorkspaceConfig config = new WorkspaceConfig(
                Map.of(new Party("me"), PartyKind.LOCAL, new Party("you"), PartyKind.EXTERNAL),
                new LedgerLimits(7),
                true,
                Optional.of(new RepoPath("configs/a.yaml")));
        assertThat(WorkspaceConfig.parse(config.yaml().getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(config);
    }

    @Test
    void namesEveryBrokenRuleOfTheSettings() {
        byte[] broken =
                "version: 1\nautolaunch: true\nledger: {max_artifact_bytes: -1}\n".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> WorkspaceConfig.parse(broken)).isInstanceOfSatisfying(SyncException.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(ErrorCode.CONFIG_INVALID);
            assertThat(refusal.violations()).hasSize(2);
        });
    }

    @Test
    void refusesSettingsWithoutExactlyOneLocalParty() {
        byte[] two = "version: 1\nparties: {a: local, b: local}\n".getBytes(StandardCharsets.UTF_8);
        assertRefused(ErrorCode.CONFIG_INVALID, () -> WorkspaceConfig.parse(two));
        byte[] none = "version: 1\nparties: {b: external}\n".getBytes(StandardCharsets.UTF_8);
        assertRefused(ErrorCode.CONFIG_INVALID, () -> WorkspaceConfig.parse(none));
    }

    @Test
    void refusesALaunchConfigOutsideTheWorkspace() {
        byte[] outside = "version: 1\nlaunch: {config: ../train.yaml}\n".getBytes(StandardCharsets.UTF_8);
        assertRefused(ErrorCode.CONFIG_INVALID, () -> WorkspaceConfig.parse(outside));
    }
}
