package dev.syncprotocol.cli;

import dev.syncprotocol.coordinator.DoctorFinding;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How this very program is started again: as a command of a plan, and as the training child.
 *
 * @param java the Java that runs now
 * @param commandPath class path of the commands
 * @param enginePath class path of the training child, the native engine included
 */
record OwnProgram(Path java, String commandPath, String enginePath) {
    /** The program as it runs now: from the built jar beside its engine folder, or from a build's class path. */
    static OwnProgram running() {
        String classPath = System.getProperty("java.class.path");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path jar = Path.of(classPath.split(File.pathSeparator)[0]).toAbsolutePath();
        Path engine = jar.resolveSibling("engine");
        boolean packaged = jar.getFileName().toString().equals("sync.jar") && Files.isDirectory(engine);
        return packaged
                ? new OwnProgram(java, jar.toString(), jar + File.pathSeparator + engine.resolve("*"))
                : new OwnProgram(java, classPath, classPath);
    }

    /** That the packaged program has no class archive, which costs time and nothing else; empty in a build or with one. */
    Optional<DoctorFinding> withoutClassArchive() throws IOException {
        Path jar = Path.of(commandPath.split(File.pathSeparator)[0]).toAbsolutePath();
        if (!jar.endsWith("sync.jar") || !Files.isDirectory(jar.getParent())) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> archives = Files.newDirectoryStream(jar.getParent(), "sync-*.jsa")) {
            return archives.iterator().hasNext()
                    ? Optional.empty()
                    : Optional.of(DoctorFinding.told(
                            "there is no class archive beside " + jar.getFileName(),
                            "every start takes longer; the launcher script makes one when it is called",
                            "sync --version"));
        }
    }

    /** How a client starts this program: by the launcher script where there is one, by this Java otherwise. */
    List<String> asTyped() {
        String root = System.getProperty("sync.root", "");
        Path script = Path.of(root).resolve("sync").toAbsolutePath();
        return !root.isEmpty() && Files.isExecutable(script) ? List.of(script.toString()) : command(List.of());
    }

    /** The argument list that runs {@code sync} with these arguments. */
    List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                java.toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-cp",
                commandPath,
                Sync.class.getName()));
        command.addAll(arguments);
        return command;
    }

    /** The argument list that runs the training engine on a launch folder. */
    List<String> engine(String mainClass, Path launchFolder) {
        return List.of(
                java.toString(),
                // Tensors live outside the heap (design: measured, a small heap lowers the plateau of memory).
                "-Xmx512m",
                "-XX:+UseSerialGC",
                // No call home, no download: what the engine needs lies on its class path.
                "-Dai.djl.offline=true",
                "-DOPT_OUT_TRACKING=true",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                enginePath,
                mainClass,
                launchFolder.toString());
    }
}
