package dev.syncprotocol.gates.rc1;

import dev.syncprotocol.gates.build.TemplatePack;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files a preflight wants that nobody delivered: an example pack, weights, the RC1 config, script and Makefile. */
public final class Rc1Scaffold {
    /** The Makefile of a workspace, for both profiles. */
    public static final String MAKEFILE = "Makefile";

    private static final Map<String, String> FILES = new LinkedHashMap<>();

    static {
        FILES.put(Rc1Paths.WEIGHTS, "weights.json");
        FILES.put(Rc1Paths.CONFIG, "ppo_scale.yaml");
        FILES.put("ops/run_local_rc1.sh", "run_local_rc1.sh");
        FILES.put(MAKEFILE, "Makefile");
    }

    private Rc1Scaffold() {}

    /**
     * What became of the files.
     *
     * @param written paths that were missing
     * @param kept paths that were there and stay as they are
     */
    public record Result(List<String> written, List<String> kept) {
        public Result {
            written = List.copyOf(written);
            kept = List.copyOf(kept);
        }
    }

    /** Writes what is missing, nothing else. */
    public static Result write(Path workspace) throws IOException {
        List<String> written = new ArrayList<>();
        List<String> kept = new ArrayList<>();
        for (String task : TemplatePack.EXAMPLE_TASKS) {
            put(workspace, Rc1Paths.TEMPLATES + "/" + task + ".json", TemplatePack.example(task), written, kept);
        }
        for (Map.Entry<String, String> file : FILES.entrySet()) {
            put(workspace, file.getKey(), resource(file.getValue()), written, kept);
        }
        return new Result(written, kept);
    }

    /** The Makefile's text: of the training skeleton too, there is one for both seeds (preflight.md section 10). */
    public static byte[] makefile() throws IOException {
        return resource(MAKEFILE);
    }

    private static void put(Path workspace, String path, byte[] content, List<String> written, List<String> kept)
            throws IOException {
        Path file = workspace.resolve(path);
        if (Files.exists(file)) {
            kept.add(path);
            return;
        }
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        if (path.endsWith(".sh")) {
            file.toFile().setExecutable(true);
        }
        written.add(path);
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Rc1Scaffold.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }
}
