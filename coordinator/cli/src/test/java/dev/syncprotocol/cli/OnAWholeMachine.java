package dev.syncprotocol.cli;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Drawn boards on a machine that has what engine tao needs, fresh for each test: docker and the driver are small scripts. */
abstract class OnAWholeMachine {
    /** The run of the scene's fixed time. */
    static final String RUN = "run_20260102_120000";

    @TempDir
    Path folder;

    AoiScene scene;

    @BeforeEach
    void drawsBoardsAndInstallsDocker() throws IOException {
        assumeFalse(OS.WINDOWS.isCurrentOs(), "docker and nvidia-smi are scripts of a Unix shell here");
        scene = AoiScene.drawnIn(folder);
        scene.wholeMachine();
    }

    /** Where that run is. */
    Path run() {
        return scene.boards.resolve("results").resolve(RUN);
    }
}
