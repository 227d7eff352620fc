package dev.syncprotocol.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Hard stops as a person meets them: the loop in its own JVM stops, the command line ends with the stop's own exit code. */
class AoiHardStopTest extends OnAWholeMachine {
    @Tag("stress")
    @Test
    void endsWith7WhereAContainerEndsWellAndMadeNoStep() throws IOException {
        scene.docker("case \"$*\" in *' visual_changenet train '*) exit 0;; esac");
        stops(7, "train_no_steps", "left 0 checkpoints");
    }

    @Test
    void endsWith6WhereAPregeneratedFileChangesOnTheWay() throws IOException {
        Path defect = first(scene.boards.resolve("augmentation/anomalygen/reconstructed_image"));
        scene.docker("case \"$*\" in *' visual_changenet inference '*) echo a >> '" + defect + "';; esac");
        stops(6, "pregen_mutated", defect.getFileName().toString());
    }

    @Tag("stress")
    @Test
    void endsWith2WhereAnInferenceDropsItsRows() throws IOException {
        Path kpi = scene.boards.resolve("kpi/testing_set.csv");
        scene.docker("case \"$*\" in *' visual_changenet inference '*) for w in \"$@\"; do case \"$w\" in "
                + "inference.results_dir=*) head -n 5 '" + kpi + "' | sed '1s/$/,siamese_score/;2,$s/$/,0.5/' "
                + "> \"${w#*=}/inference.csv\"; exit 0;; esac; done;; esac");
        stops(2, "silent_drop", "inference.csv");
    }

    private void stops(int exit, String code, String names) {
        JsonNode error = scene.approved(exit, "--embedder", "descriptor").at("/error");
        assertThat(error.path("code").asText()).isEqualTo(code);
        assertThat(error.path("exit").asInt()).isEqualTo(exit);
        assertThat(error.path("message").asText()).contains(names);
        assertThat(run().resolve("best_model.json")).doesNotExist();
        assertThat(run().resolve("DEFT_Loop_Report.html")).exists();
        JsonNode again =
                scene.json(2, "aoi", "resume", "-w", scene.boards.toString()).at("/error");
        assertThat(again.path("code").asText()).isEqualTo("hard_stopped");
        assertThat(again.path("message").asText()).contains("hard_stop:" + code);
    }

    private static Path first(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().findFirst().orElseThrow();
        }
    }
}
