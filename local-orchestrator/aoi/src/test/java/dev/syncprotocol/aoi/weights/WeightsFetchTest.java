package dev.syncprotocol.aoi.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.syncprotocol.aoi.engine.EngineProgress;
import dev.syncprotocol.aoi.workspace.FreeSpace;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fetch against a real server on this machine: what arrives, what each fault says, and that nothing is left of it. */
class WeightsFetchTest {
    private static final byte[] WEIGHTS = SmallWeights.safetensors(50_000);
    private static final Sha256 DIGEST = Sha256.of(WEIGHTS);
    private static final String TOKEN = "hf_tokenOfNobody";
    private static final EngineProgress SILENT = (what, done, of, detail) -> {};

    @TempDir
    private Path folder;

    private LoopbackHub hub;

    @BeforeEach
    void opens() throws IOException {
        hub = new LoopbackHub();
    }

    @AfterEach
    void closes() {
        hub.close();
    }

    @Test
    void bringsTheFileAndItsDigestAndShowsTheTokenToTheHub() throws IOException {
        hub.at(LoopbackHub.USUAL, LoopbackHub.body(WEIGHTS));

        WeightsFetch.Arrived arrived = fetch(Optional.of(DIGEST));

        assertThat(part()).hasBinaryContent(WEIGHTS);
        assertThat(arrived.sha256()).isEqualTo(DIGEST);
        assertThat(arrived.bytes()).isEqualTo(WEIGHTS.length);
        assertThat(hub.asked()).containsExactly(LoopbackHub.USUAL + " Bearer " + TOKEN);
    }

    @Test
    void followsTheHubToWhereTheBytesAreWithoutTheToken() throws IOException {
        String commit = "0123456789abcdef0123456789abcdef01234567";
        hub.at(
                        LoopbackHub.USUAL,
                        LoopbackHub.sentOn(
                                hub.address("localhost") + "/cdn/x.safetensors?sig=secret",
                                "X-Repo-Commit",
                                commit,
                                "X-Linked-ETag",
                                "\"" + DIGEST.hex() + "\""))
                .at("/cdn/x.safetensors", LoopbackHub.body(WEIGHTS));

        WeightsFetch.Arrived arrived = fetch(Optional.empty());

        assertThat(arrived.revision()).contains(commit);
        assertThat(arrived.servedBy()).startsWith("localhost:");
        assertThat(hub.asked())
                .containsExactly(LoopbackHub.USUAL + " Bearer " + TOKEN, "/cdn/x.safetensors?sig=secret -");
    }

    @Test
    void refusesBytesThatAreNotWhatWasApproved() {
        hub.at(LoopbackHub.USUAL, LoopbackHub.body(WEIGHTS));
        Sha256 other = Sha256.of("other weights");

        SyncException refused = refused(ErrorCode.DIGEST_MISMATCH, Optional.of(other));

        assertThat(refused).hasMessageContaining(other.hex()).hasMessageContaining(DIGEST.hex());
    }

    @Test
    void refusesBytesThatAreNotWhatTheHubSaidTheyAre() {
        hub.at(
                        LoopbackHub.USUAL,
                        LoopbackHub.sentOn(
                                hub.address() + "/cdn",
                                "X-Linked-ETag",
                                Sha256.of("other").hex()))
                .at("/cdn", LoopbackHub.body(WEIGHTS));

        assertThat(refused(ErrorCode.DIGEST_MISMATCH, Optional.empty())).hasMessageContaining("the hub's own digest");
    }

    @Test
    void refusesAFileThatIsNotThere() {
        SyncException refused = refused();

        assertThat(refused).hasMessageContaining("answered 404").hasMessageContaining("nothing is left of it");
        assertThat(refused.hint()).get().asString().contains("--weights-from");
    }

    @Test
    void saysWhoseTermsAndTokenAreMissing() {
        hub.at(LoopbackHub.USUAL, LoopbackHub.status(403));

        SyncException refused = refused();

        assertThat(refused).hasMessageContaining("answered 403");
        assertThat(refused.hint()).get().asString().contains("HF_TOKEN").contains("terms");
    }

    @Test
    void refusesAFileThatBreaksOff() {
        hub.at(LoopbackHub.USUAL, LoopbackHub.cutOff(WEIGHTS));

        SyncException refused = refused();

        assertThat(refused).hasMessageContaining("broke off after");
        assertThat(refused.hint()).get().asString().contains("sync aoi resume fetches again");
    }

    @Test
    void refusesAWebPageInPlaceOfWeights() {
        hub.at(LoopbackHub.USUAL, LoopbackHub.page());

        SyncException refused = refused();

        assertThat(refused).hasMessageContaining("expected weights, found a web page");
        assertThat(refused.hint()).get().asString().contains("/resolve/");
    }

    @Test
    void refusesAPointerInPlaceOfWeights() {
        String pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n";
        hub.at(LoopbackHub.USUAL, LoopbackHub.body(pointer.getBytes(StandardCharsets.UTF_8)));

        assertThat(refused()).hasMessageContaining("found a Git LFS pointer");
    }

    @Test
    void refusesAFileTheDiskHasNoRoomForBeforeItIsWritten() {
        hub.at(LoopbackHub.USUAL, LoopbackHub.body(WEIGHTS));

        SyncException refused = refused(fetch(FetchLimits.USUAL, any -> 1_000, SILENT), Optional.empty());

        assertThat(refused).hasMessageContaining("expected " + WEIGHTS.length + " free bytes, found 1000");
        assertThat(refused.hint()).get().asString().contains("make room");
    }

    @Test
    void refusesAFolderThatTakesNothing() {
        hub.at(LoopbackHub.USUAL, LoopbackHub.body(WEIGHTS));

        SyncException refused = catchThrowableOfType(
                SyncException.class,
                () -> fetch(FetchLimits.USUAL, any -> Long.MAX_VALUE, SILENT)
                        .into(folder.resolve("gone/x.part"), plan(Optional.empty())));

        assertThat(refused).hasMessageContaining("could not be written");
    }

    @Test
    void refusesAFileThatIsLongerThanAllowedWhetherItSaysSoOrNot() {
        FetchLimits small = new FetchLimits(1_000, Duration.ofSeconds(30), Duration.ofMinutes(1));
        hub.at(LoopbackHub.USUAL, LoopbackHub.body(WEIGHTS));
        assertThat(refused(fetch(small, FreeSpace.OF_THE_DISK, SILENT), Optional.empty()))
                .hasMessageContaining("longer than 1000 bytes");

        hub.at(LoopbackHub.USUAL, LoopbackHub.endless(WEIGHTS));
        assertThat(refused(fetch(small, FreeSpace.OF_THE_DISK, SILENT), Optional.empty()))
                .hasMessageContaining("longer than 1000 bytes");
    }

    @Test
    void givesUpOnAHostThatSaysNoMore() {
        hub.at(LoopbackHub.USUAL, hub.stalled(WEIGHTS));
        FetchLimits impatient = new FetchLimits(1 << 20, Duration.ofMillis(300), Duration.ofMinutes(1));

        assertThat(refused(fetch(impatient, FreeSpace.OF_THE_DISK, SILENT), Optional.empty()))
                .hasMessageContaining("sent nothing for");
    }

    @Test
    void stopsWhenAskedToAndLeavesNothing() {
        hub.at(LoopbackHub.USUAL, hub.stalled(WEIGHTS));
        EngineProgress stop = (what, done, of, detail) -> {
            throw new SyncException(ErrorCode.INTERRUPTED, "stop");
        };

        assertThat(refused(fetch(FetchLimits.USUAL, FreeSpace.OF_THE_DISK, stop), Optional.empty())
                        .code())
                .isEqualTo(ErrorCode.INTERRUPTED);
    }

    @Test
    void isSentOnToNoOtherKindOfAddressAndNotForever() {
        hub.at(LoopbackHub.USUAL, LoopbackHub.sentOn("http://example.org/x?sig=secret"));
        assertThat(refused())
                .hasMessageContaining("http://example.org/x, which is not https")
                .message()
                .doesNotContain("secret");

        hub.at(LoopbackHub.USUAL, LoopbackHub.sentOn("file:///etc/passwd"));
        assertThat(refused()).hasMessageContaining("which is not https");

        hub.at(LoopbackHub.USUAL, LoopbackHub.sentOn(LoopbackHub.USUAL));
        assertThat(refused()).hasMessageContaining("sent on more than 5 times");
    }

    @Test
    void saysThatAHostWasNotReached() {
        String gone = hub.address();
        hub.close();

        SyncException refused = catchThrowableOfType(
                SyncException.class,
                () -> fetch(FetchLimits.USUAL, FreeSpace.OF_THE_DISK, SILENT)
                        .into(
                                part(),
                                new WeightsPlan(
                                        new WeightsSource(URI.create(gone + "/w.pth"), "w.pth"),
                                        ModelHub.STANDARD,
                                        Optional.empty())));

        assertThat(refused).hasMessageContaining("was not reached");
        assertThat(refused.hint()).get().asString().contains("proxy");
    }

    @Test
    void neverShowsATokenThatIsNone() {
        SyncException refused = catchThrowableOfType(
                SyncException.class,
                () -> new WeightsFetch(Optional.of("two words"), FetchLimits.USUAL, FreeSpace.OF_THE_DISK, SILENT));

        assertThat(refused).hasMessageContaining("HF_TOKEN").message().doesNotContain("two words");
        assertThat(fetch(FetchLimits.USUAL, FreeSpace.OF_THE_DISK, SILENT).toString())
                .doesNotContain(TOKEN);
    }

    private WeightsFetch.Arrived fetch(Optional<Sha256> sha256) throws IOException {
        return fetch(FetchLimits.USUAL, FreeSpace.OF_THE_DISK, SILENT).into(part(), plan(sha256));
    }

    private static WeightsFetch fetch(FetchLimits limits, FreeSpace space, EngineProgress progress) {
        return new WeightsFetch(Optional.of(TOKEN), limits, space, progress);
    }

    private SyncException refused() {
        return refused(ErrorCode.ENGINE_UNAVAILABLE, Optional.empty());
    }

    private SyncException refused(ErrorCode code, Optional<Sha256> sha256) {
        SyncException refused = refused(fetch(FetchLimits.USUAL, FreeSpace.OF_THE_DISK, SILENT), sha256);
        assertThat(refused.code()).as(refused.getMessage()).isEqualTo(code);
        return refused;
    }

    /** What was said; neither the token nor a file is anywhere. */
    private SyncException refused(WeightsFetch fetch, Optional<Sha256> sha256) {
        SyncException refused = catchThrowableOfType(SyncException.class, () -> fetch.into(part(), plan(sha256)));
        assertThat(refused).message().doesNotContain(TOKEN);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return refused;
    }

    private WeightsPlan plan(Optional<Sha256> sha256) {
        ModelHub its = new ModelHub(URI.create(hub.address()));
        return new WeightsPlan(WeightsSource.of("some/boards", its), its, sha256);
    }

    private Path part() {
        return folder.resolve("weights.part");
    }
}
