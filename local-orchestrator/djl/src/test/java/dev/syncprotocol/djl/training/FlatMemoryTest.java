package dev.syncprotocol.djl.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.djl.training.SumsWorkspace.Kind;
import dev.syncprotocol.djl.training.TrainingChild.Way;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A thousand steps hold no more than the first hundreds did (training.md section 14.1). */
class FlatMemoryTest {
    private static final int STEPS = 1000;
    private static final double MORE_MEGABYTES = 8;

    @TempDir
    private Path folder;

    /** Red when a step leaves native memory behind: eight kilobytes a step are seen. */
    @ParameterizedTest
    @EnumSource(names = {"SFT", "DPO_ADAPTER", "PPO_ADAPTER"})
    @Tag("stress")
    void residentMemoryIsFlatOverAThousandSteps(Kind kind) throws IOException, InterruptedException {
        assumeTrue(Files.isReadable(Path.of("/proc/self/status")), "resident memory is read from /proc");
        SumsWorkspace workspace = workspace(kind, STEPS);
        TrainingChild child = TrainingChild.start(workspace.order(1, null), Way.withHeap("64m"));
        int exit = child.exit();
        assertThat(exit).as(child.said().toString()).isZero();
        double early = megabytes(STEPS / 5, 2 * STEPS / 5);
        double late = megabytes(4 * STEPS / 5, STEPS);
        assertThat(late - early)
                .as("%s: %.1f MB in steps 200 to 400, %.1f MB in steps 800 to 1000", kind, early, late)
                .isLessThan(MORE_MEGABYTES);
    }

    @ParameterizedTest
    @EnumSource(names = {"SFT", "DPO_ADAPTER"})
    @Tag("stress")
    void asManyArraysAreHeldAfterAThousandSteps(Kind kind) throws IOException {
        heldOver(kind, STEPS);
    }

    /** The same over few steps, in every build. */
    @ParameterizedTest
    @EnumSource
    void asManyArraysAreHeldAfterEveryStep(Kind kind) throws IOException {
        heldOver(kind, 5);
    }

    private void heldOver(Kind kind, int steps) throws IOException {
        DjlEngine engine = new DjlEngine();
        List<Integer> held = new ArrayList<>();
        OwnEngine.Ended ended =
                OwnEngine.train(kind.engineKey(), engine, workspace(kind, steps).order(1, null), () -> {
                    held.add(engine.managedArrays());
                    return false;
                });
        assertThat(ended.code()).as(ended.said()).isZero();
        assertThat(held).hasSize(steps);
        assertThat(held.subList(2, steps)).containsOnly(held.get(1));
    }

    private SumsWorkspace workspace(Kind kind, int steps) throws IOException {
        SumsWorkspace workspace = SumsWorkspace.write(folder, kind, 4, steps);
        workspace.saveEvery(Math.max(1, steps / 4));
        return workspace;
    }

    /** Mean of what the metrics say the process held. */
    private double megabytes(int from, int to) throws IOException {
        return Files.readAllLines(folder.resolve("reports/metrics.jsonl")).subList(from, to).stream()
                .map(SyncJson::read)
                .map((JsonNode row) -> row.path("mem"))
                .mapToDouble(JsonNode::asDouble)
                .average()
                .orElseThrow();
    }
}
