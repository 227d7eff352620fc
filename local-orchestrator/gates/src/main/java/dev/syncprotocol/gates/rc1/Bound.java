package dev.syncprotocol.gates.rc1;

import dev.syncprotocol.gates.build.TemplatePack;
import dev.syncprotocol.gates.difficulty.Calibration;
import dev.syncprotocol.protocol.digest.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a ticket binds, by digest. */
final class Bound {
    /** The calibration this program ships. */
    static final String SHIPPED_CALIBRATION = "calibration:shipped";

    private static final String ABSENT = "absent";

    private Bound() {}

    /** The inputs of a workspace, in stated order: data, manifest, weights, every config, templates, calibration. */
    static List<String> inputs(Path workspace) throws IOException {
        List<String> paths = new ArrayList<>(List.of(
                Rc1Paths.POOL,
                Rc1Paths.METRICS,
                Rc1Paths.BALANCED,
                Rc1Paths.SHADOW,
                Rc1Paths.MANIFEST,
                Rc1Paths.WEIGHTS,
                Rc1Paths.CONFIG,
                Rc1Paths.LOCAL_CONFIG,
                Rc1Paths.TEMPLATES,
                SHIPPED_CALIBRATION));
        try (Stream<Path> configs = Files.list(workspace.resolve("configs"))) {
            configs.map(file -> "configs/" + file.getFileName())
                    .filter(path -> path.endsWith(".yaml") && !paths.contains(path))
                    .sorted()
                    .forEach(paths::add);
        }
        return paths;
    }

    /** The digest as a ticket writes it; {@code absent} for what is not there. */
    static String digest(Path workspace, String path) throws IOException {
        if (path.equals(SHIPPED_CALIBRATION)) {
            return Calibration.shipped().sha256().hex();
        }
        Path file = workspace.resolve(path);
        if (Files.isDirectory(file)) {
            return TemplatePack.digest(file).hex();
        }
        return Files.isRegularFile(file) ? Sha256.ofFile(file).hex() : ABSENT;
    }

    static boolean isAbsent(String digest) {
        return digest.equals(ABSENT);
    }
}
