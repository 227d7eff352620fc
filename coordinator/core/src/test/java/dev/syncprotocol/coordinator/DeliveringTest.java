package dev.syncprotocol.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.syncprotocol.coordinator.round.RoundState;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Artifacts and their package go in together or not at all. */
class DeliveringTest {
    private static final RepoPath PACK = new RepoPath("templates/pack/");
    private static final RepoPath REPORT = new RepoPath("reports/diversity.json");
    private static final RepoPath FILE = new RepoPath("packages/round-01-gemini.json");

    @TempDir
    Path folder;

    private TestWorkspace workspace;
    private Path deliveries;

    @BeforeEach
    void gettingReady() throws IOException {
        workspace = new TestWorkspace(folder);
        workspace.untilWaiting();
        deliveries = workspace.root().resolve(".sync/agent");
    }

    private Delivery delivery(String name, String text, List<RepoPath> replaceable) throws IOException {
        Path prepared = deliveries.resolve(name);
        Path drafts = prepared.resolve(Delivery.DRAFTS);
        Files.createDirectories(drafts.resolve("templates/pack"));
        Files.createDirectories(drafts.resolve("reports"));
        Files.writeString(drafts.resolve("templates/pack/a.txt"), "a");
        Files.writeString(drafts.resolve("templates/pack/b.txt"), "b");
        Files.writeString(drafts.resolve("reports/diversity.json"), "{\"ttr\":0.5}");
        return new Delivery(
                prepared,
                List.of(PACK, REPORT),
                replaceable,
                FILE,
                text.getBytes(StandardCharsets.UTF_8),
                Optional.empty());
    }

    /** Every file and folder outside git's and the deliveries' own. */
    private Map<String, String> picture() throws IOException {
        Map<String, String> picture = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(workspace.root())) {
            for (Path path : walk.toList()) {
                String name = workspace.root().relativize(path).toString();
                if (!name.startsWith(".git/") && !name.startsWith(".sync/agent")) {
                    picture.put(
                            name,
                            Files.isRegularFile(path) ? Sha256.ofFile(path).hex() : "folder");
                }
            }
        }
        return picture;
    }

    @Test
    void opensTheGateWithWhatItBrings() throws IOException {
        IngestOutcome outcome = workspace
                .coordinator()
                .deliver(delivery("d-1", TestWorkspace.gemini(1, TestWorkspace.BOTH), List.of()));
        assertThat(outcome.round().state()).isEqualTo(RoundState.READY);
        assertThat(workspace.root().resolve("templates/pack/a.txt")).hasContent("a");
        assertThat(FILE.below(workspace.root())).isRegularFile();
        assertThat(deliveries.resolve("d-1/delivery.json")).doesNotExist();
    }

    @Test
    void takesEverythingBackWhenThePackageIsRefused() throws IOException {
        Map<String, String> before = picture();
        SyncException refusal = catchThrowableOfType(
                SyncException.class,
                () -> workspace
                        .coordinator()
                        .deliver(delivery("d-1", TestWorkspace.gemini(9, TestWorkspace.BOTH), List.of())));
        assertThat(refusal.code()).isEqualTo(ErrorCode.TOO_EARLY);
        assertThat(picture()).isEqualTo(before);
        assertThat(workspace.events()).endsWith("package-refused");
    }

    @Test
    void neverOverwritesWhatItWasNotToldToReplace() throws IOException {
        workspace.write("templates/pack/mine.txt", "mine");
        SyncException refusal = catchThrowableOfType(
                SyncException.class,
                () -> workspace
                        .coordinator()
                        .deliver(delivery("d-1", TestWorkspace.gemini(1, TestWorkspace.BOTH), List.of())));
        assertThat(refusal.code()).isEqualTo(ErrorCode.PATH_TAKEN);
        assertThat(workspace.root().resolve("templates/pack/mine.txt")).hasContent("mine");
    }

    @Test
    void bringsBackWhatItReplacedWhenThePackageIsRefused() throws IOException {
        workspace.write("templates/pack/old.txt", "old");
        Map<String, String> before = picture();
        catchThrowableOfType(
                SyncException.class,
                () -> workspace
                        .coordinator()
                        .deliver(delivery("d-1", TestWorkspace.gemini(9, TestWorkspace.BOTH), List.of(PACK))));
        assertThat(picture()).isEqualTo(before);
    }

    @Test
    void takesBackWhatAKilledCallLeft() throws IOException {
        Map<String, String> before = picture();
        // What a process that was killed between its second and third step leaves.
        Path left = deliveries.resolve("d-1-999999999");
        Files.createDirectories(left.resolve("drafts"));
        workspace.write("templates/pack/a.txt", "a");
        workspace.write("packages/half.txt", "x");
        Files.delete(workspace.root().resolve("packages/half.txt"));
        Files.writeString(left.resolve("delivery.json"), """
                {"moves":[
                 {"place":"templates/pack","from":"drafts/pack","safe":"replaced/pack","made_folders":[]},
                 {"place":"packages/round-01-gemini.json","from":"package.json","safe":"replaced/p",
                  "made_folders":["packages"]}]}
                """);
        Files.writeString(left.resolve("package.json"), "{}");

        assertThat(workspace.coordinator().recoverDeliveries(deliveries)).isEqualTo(1);

        assertThat(picture()).isEqualTo(before);
        assertThat(left).doesNotExist();
    }

    @Test
    void leavesADeliveryOfALivingProcessAlone() throws IOException {
        Path living = deliveries.resolve("d-1-" + ProcessHandle.current().pid());
        Files.createDirectories(living);
        assertThat(workspace.coordinator().recoverDeliveries(deliveries)).isZero();
        assertThat(living).isDirectory();
    }

    @Test
    void keepsWhatWasRecordedBeforeAKilledCallCouldTidyUp() throws IOException {
        workspace.coordinator().deliver(delivery("d-1", TestWorkspace.gemini(1, TestWorkspace.BOTH), List.of()));
        Path left = deliveries.resolve("d-1-999999999");
        Files.move(deliveries.resolve("d-1"), left);
        Files.writeString(left.resolve("delivery.json"), """
                {"moves":[
                 {"place":"templates/pack","from":"drafts/pack","safe":"replaced/pack","made_folders":[]},
                 {"place":"packages/round-01-gemini.json","from":"package.json","safe":"replaced/p","made_folders":[]}]}
                """);

        assertThat(workspace.coordinator().recoverDeliveries(deliveries)).isEqualTo(1);

        assertThat(workspace.root().resolve("templates/pack/a.txt")).hasContent("a");
        assertThat(workspace.coordinator().status().gate().open()).isTrue();
    }
}
