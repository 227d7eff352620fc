package dev.syncprotocol.coordinator;

import static dev.syncprotocol.coordinator.TestWorkspace.BOTH;
import static dev.syncprotocol.coordinator.TestWorkspace.gemini;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.syncprotocol.coordinator.Restoration.Result;
import dev.syncprotocol.coordinator.readiness.NeedState;
import dev.syncprotocol.coordinator.workspace.LedgerLimits;
import dev.syncprotocol.coordinator.workspace.WorkspaceConfig;
import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.RoundNumber;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoreTest {
    private static final RestoreRequest ALL =
            new RestoreRequest(Optional.empty(), Optional.empty(), Optional.empty(), List.of());

    @TempDir
    Path folder;

    @TempDir
    Path outside;

    private TestWorkspace workspace;

    @BeforeEach
    void recordADelivery() throws IOException {
        workspace = new TestWorkspace(folder.resolve("w"));
        workspace.untilWaiting();
        workspace.deliver();
        workspace.ingest(gemini(1, BOTH));
    }

    private static List<Result> results(Restoration restored) {
        return restored.items().stream().map(Restoration.Item::result).toList();
    }

    private Path file(String path) {
        return workspace.root().resolve(path);
    }

    @Test
    void bringsFilesAndMissingFilesOfFoldersBack() throws IOException {
        Files.delete(file("templates/pack/b.txt"));
        Files.delete(file("reports/diversity.json"));
        assertThat(workspace.coordinator().needs(Optional.empty()))
                .extracting(check -> check.state())
                .containsOnly(NeedState.MISMATCH);
        assertThat(results(workspace.coordinator().restore(ALL))).containsExactly(Result.RESTORED, Result.RESTORED);
        assertThat(file("templates/pack/b.txt")).hasContent("b");
        assertThat(workspace.coordinator().needs(Optional.empty()))
                .extracting(check -> check.state())
                .containsOnly(NeedState.SATISFIED);
        assertThat(results(workspace.coordinator().restore(ALL))).containsOnly(Result.ALREADY_THERE);
    }

    @Test
    void writesNothingWhereOtherContentLiesInOneOfThem() throws IOException {
        Files.delete(file("reports/diversity.json"));
        workspace.write("templates/pack/extra.txt", "not recorded");
        RestoreConflict conflict = catchThrowableOfType(
                RestoreConflict.class, () -> workspace.coordinator().restore(ALL));
        assertThat(conflict.code()).isEqualTo(ErrorCode.RESTORE_CONFLICT);
        assertThat(conflict.differences()).singleElement().satisfies(difference -> {
            assertThat(difference.path()).isEqualTo(new RepoPath("templates/pack/"));
            assertThat(difference.expected()).isPresent().isNotEqualTo(difference.found());
        });
        assertThat(file("reports/diversity.json")).doesNotExist();
        assertThat(file("templates/pack/extra.txt")).hasContent("not recorded");
    }

    @Test
    void restoresIntoANewFolderAndRefusesAUsedOne() throws IOException {
        Path to = outside.resolve("new");
        RestoreRequest request = new RestoreRequest(
                Optional.of(RoundNumber.FIRST),
                Optional.of(Party.GEMINI),
                Optional.of(to),
                List.of(new RepoPath("templates")));
        workspace.write("templates/pack/a.txt", "changed here");
        assertThat(results(workspace.coordinator().restore(request))).containsExactly(Result.RESTORED);
        assertThat(to.resolve("templates/pack/a.txt")).hasContent("a");
        assertThat(to.resolve("reports")).doesNotExist();
        assertThat(catchThrowableOfType(
                                SyncException.class,
                                () -> workspace.coordinator().restore(request))
                        .code())
                .isEqualTo(ErrorCode.USAGE);
    }

    @Test
    void takesTheNewestRecordOfAPath() throws IOException {
        workspace.write("reports/diversity.json", "{\"ttr\":0.9}");
        workspace
                .coordinator()
                .supersede(
                        gemini(1, BOTH).replace("\"n\"", "\"again\"").getBytes(StandardCharsets.UTF_8), "a better one");
        Files.delete(file("reports/diversity.json"));
        workspace.coordinator().restore(ALL);
        assertThat(file("reports/diversity.json")).hasContent("{\"ttr\":0.9}");
    }

    @Test
    void saysWhatIsNotStored() throws IOException {
        TestWorkspace small = new TestWorkspace(
                folder.resolve("small"),
                new WorkspaceConfig(WorkspaceConfig.STANDARD.parties(), new LedgerLimits(2), false, Optional.empty()));
        small.untilWaiting();
        small.deliver();
        small.ingest(gemini(1, BOTH + ",{\"name\":\"later\",\"path\":\"later.txt\"}"));
        Files.delete(small.root().resolve("reports/diversity.json"));
        assertThat(results(small.coordinator().restore(ALL)))
                .containsExactly(Result.ALREADY_THERE, Result.NOT_STORED, Result.NEVER_SEEN);
    }

    @Test
    void refusesToFollowALinkOutOfTheWorkspace() throws IOException {
        Files.delete(file("reports/diversity.json"));
        Files.delete(file("reports"));
        Files.createSymbolicLink(file("reports"), outside);
        assertThat(catchThrowableOfType(
                                SyncException.class,
                                () -> workspace.coordinator().restore(ALL))
                        .code())
                .isEqualTo(ErrorCode.PATH_REFUSED);
        assertThat(outside.resolve("diversity.json")).doesNotExist();
    }

    @Test
    void worksInAFreshClone() throws Exception {
        GitCommand.in(folder, "clone", "-q", workspace.root().toString(), "fresh");
        Path fresh = folder.resolve("fresh");
        Files.createDirectories(fresh.resolve(".sync"));
        Files.copy(file(".sync/config.yaml"), fresh.resolve(".sync/config.yaml"));
        Coordinator there =
                new Coordinator(dev.syncprotocol.coordinator.workspace.Workspace.around(fresh), CoordinatorPorts.NONE);
        assertThat(results(there.restore(ALL))).containsOnly(Result.RESTORED);
        assertThat(there.explain(dev.syncprotocol.coordinator.readiness.GateDemand.ALL)
                        .open())
                .isTrue();
    }
}
