package dev.syncprotocol.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/**
 * Runs the everyday commands once in a throw-away workspace, so that a class archive taken at the end of this process
 * holds what a start needs. Started by the launcher script, never by people.
 */
final class WarmUp {
    private static final List<List<String>> EVERYDAY = List.of(
            List.of("init"),
            List.of("round", "next"),
            List.of("round", "show", "--json"),
            List.of("command", "done", "1"),
            List.of("status"),
            List.of("status", "--json"),
            List.of("needs"),
            List.of("explain"),
            List.of("log"),
            List.of("verify"),
            List.of("validate", "-", "--json"),
            List.of("--help"));

    private WarmUp() {}

    /** Plays the commands; fails when the workspace could not even be made. */
    public static void main(String[] args) throws IOException {
        Path workspace = Files.createTempDirectory("sync-warm-up");
        try {
            EVERYDAY.forEach(command -> play(workspace, command));
        } finally {
            delete(workspace);
        }
    }

    private static void play(Path workspace, List<String> command) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        Surroundings surroundings = new Surroundings(
                workspace, InputStream.nullInputStream(), Map.of(), Clock.systemUTC(), false, new CountDownLatch(1));
        new FrontDoor(nowhere, nowhere).call(surroundings, command.toArray(String[]::new));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> below = Files.walk(folder)) {
            below.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
