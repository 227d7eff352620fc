package dev.syncprotocol.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.coordinator.launch.LaunchRequest;
import dev.syncprotocol.coordinator.launch.Wishes;
import dev.syncprotocol.coordinator.readiness.GateDemand;
import dev.syncprotocol.coordinator.round.LaunchScope;
import dev.syncprotocol.coordinator.round.RoundState;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
    private static final CoordinatorPorts PORTS = CoordinatorPorts.NONE.with(TestWorkspace.CLOCK);

    @TempDir
    Path folder;

    private TestWorkspace workspace;
    private Path root;

    @BeforeEach
    void makeARound() throws IOException {
        workspace = new TestWorkspace(folder.resolve("w"));
        root = workspace.root();
        workspace.openRound();
    }

    private List<DoctorFinding> look() throws IOException {
        return Doctor.examine(root, PORTS);
    }

    private DoctorFinding only() throws IOException {
        assertThat(look()).hasSize(1);
        return look().get(0);
    }

    private void repair() throws IOException {
        assertThat(Doctor.repair(root, PORTS)).allMatch(DoctorFinding::repaired);
        assertThat(look()).isEmpty();
    }

    @Test
    void findsNothingInASoundWorkspaceAndRefusesOutsideOne() throws IOException {
        assertThat(look()).isEmpty();
        assertThatThrownBy(() -> Doctor.examine(folder, PORTS)).isInstanceOf(SyncException.class);
    }

    @Test
    void looksWithoutWriting() throws Exception {
        Files.createFile(root.resolve(".git/refs/heads/sync/ledger.lock"));
        Files.createDirectories(root.resolve(".sync/launches/r0007-l0001"));
        String head = GitCommand.in(root, "rev-parse", "sync/ledger");
        assertThat(look()).hasSize(2).allMatch(DoctorFinding::safe);
        assertThat(look()).hasSize(2);
        assertThat(GitCommand.in(root, "rev-parse", "sync/ledger")).isEqualTo(head);
        repair();
        assertThat(GitCommand.in(root, "rev-parse", "sync/ledger")).isEqualTo(head);
        assertThat(root.resolve(".git/refs/heads/sync/ledger.lock")).doesNotExist();
    }

    @Test
    void movesALeftOverLaunchFolderAsideWithItsFiles() throws IOException {
        workspace.write(".sync/launches/r0007-l0001/console.log", "its last words");
        assertThat(only().what()).contains("r0007-l0001");
        repair();
        try (var files = Files.walk(root.resolve(".sync/launches/left-over"))) {
            assertThat(files.filter(Files::isRegularFile))
                    .singleElement()
                    .satisfies(file -> assertThat(file).hasContent("its last words"));
        }
    }

    @Test
    void recordsALaunchThatVanished() throws Exception {
        workspace.reportAll();
        workspace.ingest(TestWorkspace.cursor(1, ""));
        workspace.write("engine.txt", "wait");
        workspace
                .coordinator()
                .launchDetached(new LaunchRequest(
                        new RepoPath("configs/c.yaml"),
                        Sha256.of("c"),
                        LaunchScope.ROUND,
                        GateDemand.ALL,
                        List.of(),
                        Optional.empty(),
                        new RepoPath("checkpoints/local"),
                        Wishes.NONE));
        workspace.engine().ready().destroyForcibly().waitFor();
        assertThat(only().what()).contains("r0001-l0001", "lost");
        assertThat(workspace.events()).endsWith("launch-started");
        repair();
        assertThat(workspace.events()).endsWith("launch-finished");
        assertThat(workspace.coordinator().currentRound().orElseThrow().state()).isEqualTo(RoundState.FAILED);
    }

    @Test
    void makesTheLocalBranchOfAFreshClone() throws Exception {
        GitCommand.in(folder, "clone", "-q", root.toString(), "fresh");
        Path config = root.resolve(".sync/config.yaml");
        root = folder.resolve("fresh");
        Files.createDirectories(root.resolve(".sync"));
        Files.copy(config, root.resolve(".sync/config.yaml"));
        assertThat(only().what()).contains("origin/sync/ledger");
        repair();
        assertThat(GitCommand.in(root, "rev-parse", "sync/ledger"))
                .isEqualTo(GitCommand.in(root, "rev-parse", "origin/sync/ledger"));
    }

    @Test
    void leavesToPeopleWhatOnlyTheyCanDecide() throws Exception {
        GitCommand.in(root, "symbolic-ref", "HEAD", "refs/heads/sync/ledger");
        assertThat(only().safe()).isFalse();
        assertThat(only().what()).contains("checked out");
        assertThat(Doctor.repair(root, PORTS)).noneMatch(DoctorFinding::repaired);
        GitCommand.in(root, "symbolic-ref", "HEAD", "refs/heads/main");

        String config = Files.readString(root.resolve(".git/config"));
        Files.writeString(root.resolve(".git/config"), config + "[extensions]\n\tstrange = true\n");
        assertThat(only().what()).contains("strange");
        Files.writeString(root.resolve(".git/config"), config);

        workspace.write(".sync/config.yaml", "nonsense: true\n");
        assertThat(only().what()).contains(".sync/config.yaml");
    }

    @Test
    void tellsOfALedgerThatWasCutBack() throws Exception {
        workspace.reportAll();
        GitCommand.in(root, "update-ref", "refs/heads/sync/ledger", "refs/heads/sync/ledger^");
        assertThat(only().safe()).isFalse();
        assertThat(only().what()).contains("this clone has seen");
    }

    @Test
    void tellsOfABranchWhoseNameIsInTheWay() throws Exception {
        GitCommand.in(root, "update-ref", "-d", "refs/heads/sync/ledger");
        Files.delete(root.resolve(".git/sync/ledger.seen"));
        String tree = GitCommand.feeding("", root, "hash-object", "-w", "-t", "tree", "--stdin")
                .strip();
        String commit = GitCommand.feeding("x\n", root, "commit-tree", tree).strip();
        GitCommand.in(root, "update-ref", "refs/heads/sync", commit);
        assertThat(only().what()).contains("a branch named sync");
    }

    @Test
    void suggestsPackingWhereManyObjectsAreLoose() throws IOException {
        Path objects = Files.createDirectories(root.resolve(".git/objects/00"));
        for (int i = 0; i < 6_701; i++) {
            Files.createFile(objects.resolve(String.format("%038x", i)));
        }
        assertThat(only().next()).containsExactly("git gc --auto");
    }
}
