package dev.syncprotocol.cli;

import dev.syncprotocol.coordinator.launch.TrainingLauncher;
import dev.syncprotocol.training.launch.NativeEnvironment;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The training engine in a JVM of its own (docs/decisions/0004).
 *
 * @param program how this program is started again
 * @param threads OpenMP threads of the child
 * @param environment of the call, which the child finds too: mode, base model, keys that are masked
 */
record ChildJvmLauncher(OwnProgram program, int threads, Map<String, String> environment) implements TrainingLauncher {
    ChildJvmLauncher {
        environment = Map.copyOf(environment);
    }

    /** What the child says before its own log is open, and what native code says at any time. */
    static final String CONSOLE = "console.log";

    private static final String MAIN = "dev.syncprotocol.training.launch.TrainingMain";

    @Override
    public List<String> command(Path launchFolder) {
        return program.engine(MAIN, launchFolder);
    }

    @Override
    public Process start(Path workspace, Path launchFolder) throws IOException {
        return start(MAIN, workspace, launchFolder);
    }

    /**
     * Starts a main class of the engine on a folder.
     *
     * @param directory it runs in
     * @param folder its only argument; what it prints goes into a file there
     */
    Process start(String mainClass, Path directory, Path folder) throws IOException {
        File console = folder.resolve(CONSOLE).toFile();
        ProcessBuilder builder = new ProcessBuilder(program.engine(mainClass, folder))
                .directory(directory.toFile())
                .redirectInput(Redirect.from(new File(File.separatorChar == '\\' ? "NUL" : "/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(console));
        builder.environment().putAll(environment);
        builder.environment().putAll(NativeEnvironment.beside(builder.environment(), threads));
        return builder.start();
    }
}
