package dev.syncprotocol.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.aoi.weights.LoopbackHub;
import dev.syncprotocol.aoi.weights.SmallWeights;
import dev.syncprotocol.protocol.digest.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code --fetch-weights} by commands alone: a host of weights on this machine, a docker that is a program, and real child processes. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "docker and nvidia-smi are scripts of a Unix shell here")
class AoiWeightsTest {
    private static final byte[] WEIGHTS = SmallWeights.safetensors(1_000);
    private static final String DIGEST = Sha256.of(WEIGHTS).hex();
    private static final String[] FETCH = {"--fetch-weights", "--weights-from", "some/boards"};
    private static final String[] KNOWN = with(FETCH, "--weights-sha256", DIGEST);

    private static final String NO_TRAINING = "case \"$*\" in *' train '*) exit 1;; esac";

    @TempDir
    private Path folder;

    private AoiScene scene;
    private LoopbackHub hub;

    @BeforeEach
    void draws() throws IOException {
        hub = new LoopbackHub();
        scene = AoiScene.drawnIn(folder);
        scene.environment.put("HF_ENDPOINT", hub.address());
        scene.machineWithoutWeights();
    }

    @AfterEach
    void closes() {
        hub.close();
    }

    @Test
    void fetchesWhatTheSummaryNamesAfterTheApprovalAndKeepsItsDigest() throws IOException {
        hub.at(LoopbackHub.USUAL, LoopbackHub.body(WEIGHTS));

        JsonNode told = scene.preflight(0, KNOWN);

        assertThat(told.at("/data/summary/augmentation").toString())
                .contains(hub.address() + LoopbackHub.USUAL)
                .contains("to be fetched after approval")
                .contains("sha256 " + DIGEST)
                .contains("HF_TOKEN goes to 127.0.0.1");
        assertThat(hub.asked()).as("before the approval nobody is asked").isEmpty();
        assertThat(file()).doesNotExist();

        JsonNode end = scene.tao(
                0, "run", with(KNOWN, "--approve", told.at("/data/token").asText()));

        assertThat(file()).hasBinaryContent(WEIGHTS);
        assertThat(hub.asked()).containsExactly(LoopbackHub.USUAL + " Bearer " + AoiScene.SECRET);
        Path run = Path.of(end.at("/data/run").asText());
        assertThat(run.resolve("weights.json")).content().contains(DIGEST).contains(hub.address());
        assertThat(run.resolve("loop_log.jsonl"))
                .content()
                .contains("weights.json")
                .contains(DIGEST);
        assertThat(run.resolve("deft_state.json")).content().contains("pretrained_backbone");
        assertThat(run.resolve("baseline/specs/baseline_spec.yaml")).content().contains(file().toString());
        assertThat(scene.asked()).content().contains(file() + ":/data/pretrained_models/model.safetensors:ro");
        scene.json(0, "aoi", "status", "-w", scene.boards.toString(), "--verify", "--replay");
        Files.delete(file());
        resume(0);
        assertThat(hub.asked()).as("a finished run asks nobody").hasSize(1);
        scene.assertNoSecret();
    }

    @Tag("stress")
    @Test
    void resumesARunWhoseHostFailedByFetchingAgain() throws IOException {
        hub.at(LoopbackHub.USUAL, LoopbackHub.status(503));

        JsonNode error = scene.approved(2, FETCH).at("/error");

        assertThat(error.at("/code").asText()).isEqualTo("engine_unavailable");
        assertThat(error.at("/message").asText()).contains("answered 503").contains("nothing is left of it");
        assertThat(error.at("/next").toString())
                .contains("sync aoi resume --run")
                .contains("--weights-from some/boards");
        assertThat(scene.boards.resolve("augmentation/backbone")).isEmptyDirectory();

        hub.at(LoopbackHub.USUAL, LoopbackHub.body(WEIGHTS));
        scene.docker(NO_TRAINING);
        resume(7);
        assertThat(file()).hasBinaryContent(WEIGHTS);
        scene.assertNoSecret();
    }

    @Tag("stress")
    @Test
    void resumesARunThatWasKilledWhileFetching() throws Exception {
        hub.at(LoopbackHub.USUAL, hub.stalled(WEIGHTS));
        Path folderOfWeights = scene.boards.resolve("augmentation/backbone");
        CompletableFuture<JsonNode> lost = CompletableFuture.supplyAsync(() -> scene.approved(7, KNOWN));
        while (!hasFiles(folderOfWeights)) {
            assertThat(lost).isNotDone();
            Thread.onSpinWait();
        }
        ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
        assertThat(lost.get().at("/error/code").asText()).isEqualTo("engine_lost");
        assertThat(file()).doesNotExist();

        hub.at(LoopbackHub.USUAL, LoopbackHub.body(WEIGHTS));
        scene.docker(NO_TRAINING);
        resume(7);

        assertThat(file()).hasBinaryContent(WEIGHTS);
        try (Stream<Path> left = Files.list(folderOfWeights)) {
            assertThat(left).containsExactly(file());
        }
    }

    @Tag("stress")
    @Test
    void refusesOtherWeightsThanTheApprovedAndLaterOthersThanTheFetched() throws IOException {
        hub.at(LoopbackHub.USUAL, LoopbackHub.body(SmallWeights.safetensors(7)));

        assertThat(scene.approved(6, KNOWN).at("/error/code").asText()).isEqualTo("digest_mismatch");
        assertThat(scene.boards.resolve("augmentation/backbone")).isEmptyDirectory();

        hub.at(LoopbackHub.USUAL, LoopbackHub.body(WEIGHTS));
        scene.docker(NO_TRAINING);
        resume(7);
        Files.write(file(), SmallWeights.safetensors(9));
        scene.docker("");
        JsonNode anew = scene.preflight(2, KNOWN).at("/error");
        assertThat(anew.at("/violations").toString())
                .contains("P8 engine_unavailable")
                .contains(DIGEST);
    }

    @Test
    void refusesToReplaceAFileThatAppearedSinceTheApproval() throws IOException {
        hub.at(LoopbackHub.USUAL, LoopbackHub.status(503));
        scene.approved(2, FETCH);
        Files.write(file(), SmallWeights.safetensors(9));

        JsonNode error = resume(2).at("/error");

        assertThat(error.at("/code").asText()).isEqualTo("approval_stale");
        assertThat(error.at("/message").asText()).contains("was not there when the run was approved");
        assertThat(file()).hasBinaryContent(SmallWeights.safetensors(9));
    }

    @Tag("stress")
    @Test
    void takesAFileThatAppearedSinceTheApprovalWhenItIsTheOneThatWasMeant() throws IOException {
        hub.at(LoopbackHub.USUAL, LoopbackHub.status(503));
        scene.approved(2, KNOWN);
        Files.write(file(), WEIGHTS);
        scene.docker(NO_TRAINING);

        resume(7);

        assertThat(hub.asked()).hasSize(1);
        assertThat(scene.boards.resolve("results/run_20260102_120000/weights.json"))
                .content()
                .contains("it lay there")
                .contains(DIGEST);
    }

    @Test
    void refusesToFetchUnderAnAirGapAndWithoutASource() {
        assertThat(scene.preflight(2, with(FETCH, "--air-gap"))
                        .at("/error/code")
                        .asText())
                .isEqualTo("usage");
        assertThat(scene.preflight(2, "--weights-from", "some/boards")
                        .at("/error/message")
                        .asText())
                .contains("--fetch-weights");
        assertThat(scene.preflight(2, "--fetch-weights").at("/error/message").asText())
                .contains("found none in the specification or the options");
        assertThat(scene.preflight(2).at("/error/hint").asText()).contains("--fetch-weights");
        assertThat(hub.asked()).isEmpty();
    }

    @Test
    void warnsOfWeightsWhoseDigestNobodySaid() {
        assertThat(scene.preflight(0, FETCH).at("/data/summary/warnings").toString())
                .contains("P8")
                .contains("--weights-sha256");
    }

    private JsonNode resume(int exit) {
        return scene.json(exit, "aoi", "resume", "-w", scene.boards.toString());
    }

    private Path file() {
        return scene.boards.resolve("augmentation/backbone/model.safetensors");
    }

    private static boolean hasFiles(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isPresent();
        }
    }

    private static String[] with(String[] options, String... more) {
        return Stream.concat(Arrays.stream(options), Arrays.stream(more)).toArray(String[]::new);
    }
}
