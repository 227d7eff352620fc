package dev.syncprotocol.aoi.tao;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Settings of a run over fake containers. */
public final class TaoFixture {
    /** A value that must be found nowhere. */
    public static final String TOKEN = "hf_QmFzZTY0IG5vYm9keQ";

    private TaoFixture() {}

    /** The images of the tests. */
    public static TaoImages images() {
        return new TaoImages(
                new TaoImages.Image("nvcr.io/nvidia/tao/tao-toolkit:7.0.0-pyt", TaoImages.TRAINING_KEY),
                new TaoImages.Image("nvcr.io/nvidia/tao/tao-toolkit:7.0.0-data-services", TaoImages.DATA_SERVICES_KEY));
    }

    /** A {@code versions.yaml} that names these images, as a skill bank has it. */
    public static Path versions(Path folder, String training, String services) throws IOException {
        return Files.writeString(
                folder.resolve("versions.yaml"),
                "images:\n  tao_toolkit:\n    pyt: " + training + "\n    data_services: " + services + "\n");
    }

    /** A run in this workspace, its results folder the workspace itself. */
    public static TaoSettings settings(Path workspace) {
        return new TaoSettings(
                workspace,
                workspace,
                "20261121_120000",
                "1000:1000",
                images(),
                Optional.empty(),
                1,
                Map.of(DotEnv.HUB_TOKEN, TOKEN));
    }
}
