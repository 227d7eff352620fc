package dev.syncprotocol.djl.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.djl.training.SumsWorkspace.Kind;
import dev.syncprotocol.djl.training.TrainingChild.Way;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** S3-6.3 where a resource ends in a real process: exit 1, a report, and nothing that was saved is lost. */
class ScarceChildTest {
    private static final int STEPS = 4;
    private static final int SAVED = 2;

    @TempDir
    private Path folder;

    private int launches;

    /** The optimizer's file is the largest by far; a write beyond the limit fails as one on a full disk does. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the shell's limit on the size of files")
    void aDiskWithoutRoomEndsTheRunAndTheNextGoesOn() throws IOException, InterruptedException {
        failsAndGoesOn(SumsWorkspace.write(folder, Kind.SFT, 4, STEPS), Way.withFilesUpTo(200), "File too large");
    }

    /** The heap holds a checkpoint's bytes on their way to the disk; weights in use lie outside of it. */
    @Test
    void aHeapWithoutRoomEndsTheRunAndTheNextGoesOn() throws IOException, InterruptedException {
        SumsWorkspace workspace = SumsWorkspace.write(folder, Kind.SFT, 4, STEPS);
        workspace.widen(16_384);
        failsAndGoesOn(workspace, Way.withHeap("24m"), "java.lang.OutOfMemoryError: Java heap space");
    }

    private void failsAndGoesOn(SumsWorkspace workspace, Way scarce, String message)
            throws IOException, InterruptedException {
        assertThat(start(workspace, null, Way.PLAIN).exit()).isZero();
        Map<String, String> whole = workspace.digests(STEPS);
        List<ObjectNode> rows = workspace.metrics();
        Files.move(folder.resolve("checkpoints"), folder.resolve("checkpoints-whole"));

        start(workspace, null, Way.PLAIN).killAt("step " + (SAVED + 1) + "/");
        Map<String, String> saved = workspace.digests(SAVED);
        TrainingChild failed = start(workspace, "latest", scarce);
        int exit = failed.exit();
        assertThat(exit).as(failed.said().toString()).isEqualTo(1);
        assertThat(failed.said().toString()).contains("FATAL: ").contains(message);
        assertThat(report().path("message").asText()).contains(message);
        assertThat(workspace.digests(SAVED)).isEqualTo(saved);

        TrainingChild resumed = start(workspace, "latest", Way.PLAIN);
        exit = resumed.exit();
        assertThat(exit).as(resumed.said().toString()).isZero();
        assertThat(workspace.digests(STEPS)).isEqualTo(whole);
        assertThat(workspace.metrics()).isEqualTo(rows);
    }

    private TrainingChild start(SumsWorkspace workspace, @Nullable String resume, Way way) throws IOException {
        launches++;
        return TrainingChild.start(workspace.order(launches, resume), way);
    }

    private JsonNode report() throws IOException {
        JsonNode outcome = SyncJson.read(Files.readString(folder.resolve("launches/" + launches + "/outcome.json")));
        assertThat(outcome.path("outcome").asText()).isEqualTo("failed");
        return SyncJson.read(
                Files.readString(folder.resolve(outcome.path("error_report").asText())));
    }
}
