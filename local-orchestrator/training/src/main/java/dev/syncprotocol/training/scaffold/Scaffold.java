package dev.syncprotocol.training.scaffold;

import dev.syncprotocol.gates.rc1.Rc1Scaffold;
import dev.syncprotocol.runs.AtomicFile;
import dev.syncprotocol.training.data.MinimalData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** Writes what is missing of a workspace's skeleton (seed 001 section 7, training.md section 1.3); never overwrites. */
public final class Scaffold {
    private static final List<String> FOLDERS =
            List.of("configs", "data", "ops", "logs", "reports", "checkpoints", "models", "templates");
    private static final List<String> FILES = List.of(
            "configs/train_min.yaml",
            "configs/train_dpo_min.yaml",
            "configs/train_local.yaml",
            "models/tiny-qwen3/config.json",
            Rc1Scaffold.MAKEFILE);
    private static final List<String> SCRIPTS = List.of("ops/run_local.sh", "ops/failpack.sh", "ops/make_min_data.py");

    private final Path workspace;
    private final List<String> written = new ArrayList<>();
    private final List<String> kept = new ArrayList<>();

    private Scaffold(Path workspace) {
        this.workspace = workspace;
    }

    /**
     * What became of the skeleton.
     *
     * @param written paths that were missing, relative, folders ending in {@code /}
     * @param kept paths that were there and stay as they are
     */
    public record Result(List<String> written, List<String> kept) {
        public Result {
            written = List.copyOf(written);
            kept = List.copyOf(kept);
        }
    }

    /**
     * Writes folders, configs, the tiny model, data and wrappers where they are missing.
     *
     * @param seed of the generated data
     */
    public static Result write(Path workspace, long seed) throws IOException {
        Scaffold scaffold = new Scaffold(workspace);
        for (String folder : FOLDERS) {
            scaffold.folder(folder);
        }
        for (String file : FILES) {
            scaffold.file(file);
        }
        for (String script : SCRIPTS) {
            scaffold.script(script);
        }
        scaffold.data(new MinimalData(seed, MinimalData.DEFAULT.trainRows(), MinimalData.DEFAULT.evalRows()));
        return new Result(scaffold.written, scaffold.kept);
    }

    private void folder(String name) throws IOException {
        boolean there = Files.isDirectory(workspace.resolve(name));
        Files.createDirectories(workspace.resolve(name));
        (there ? kept : written).add(name + "/");
    }

    private boolean file(String name) throws IOException {
        Path file = workspace.resolve(name);
        if (Files.exists(file)) {
            kept.add(name);
            return false;
        }
        Files.createDirectories(file.getParent());
        AtomicFile.replace(file, shipped(name));
        written.add(name);
        return true;
    }

    private void script(String name) throws IOException {
        Path file = workspace.resolve(name);
        if (file(name) && file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private void data(MinimalData data) throws IOException {
        MinimalData.Result result = data.writeMissing(workspace);
        written.addAll(result.written());
        kept.addAll(result.kept());
    }

    private static byte[] shipped(String name) throws IOException {
        if (name.equals(Rc1Scaffold.MAKEFILE)) {
            return Rc1Scaffold.makefile();
        }
        try (InputStream in = Scaffold.class.getResourceAsStream("/dev/syncprotocol/training/scaffold/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks the skeleton's " + name);
            }
            return in.readAllBytes();
        }
    }
}
