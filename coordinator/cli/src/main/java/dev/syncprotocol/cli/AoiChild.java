package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.aoi.launch.LoopAnswer;
import dev.syncprotocol.aoi.launch.LoopOrder;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.training.launch.NativeEnvironment;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * The loop in a JVM of its own, with the engine on its class path: its milestones are passed on as they come, an interrupt of this call is passed on to
 * it, and its answer is this call's.
 *
 * @param in the call
 */
record AoiChild(Invocation in) {
    private static final String MAIN = "dev.syncprotocol.aoi.launch.AoiMain";
    private static final String CONSOLE = "console.log";
    private static final long LONGEST_STOP_SECONDS = 60;
    private static final int INTERRUPTED = 130;

    /**
     * Carries out an order.
     *
     * @throws SyncException what the loop ended with; {@code engine_lost} when its process vanished; {@code interrupted}
     */
    ObjectNode answer(LoopOrder order, int threads) throws IOException {
        Path folder = Files.createTempDirectory("sync-aoi-");
        try {
            order.writeTo(folder);
            AtomicBoolean interrupted = new AtomicBoolean();
            int exit = follow(start(folder, threads), interrupted);
            boolean asked = interrupted.get() || exit == INTERRUPTED;
            return LoopAnswer.read(folder).orElseThrow(() -> asked ? interrupted(order) : lost(order, folder, exit));
        } finally {
            delete(folder);
        }
    }

    private Process start(Path folder, int threads) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(OwnProgram.running().engine(MAIN, folder))
                .redirectInput(Redirect.from(new File(File.separatorChar == '\\' ? "NUL" : "/dev/null")))
                .redirectError(Redirect.appendTo(folder.resolve(CONSOLE).toFile()));
        builder.environment().putAll(in.environment());
        int cores = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
        builder.environment().putAll(NativeEnvironment.beside(builder.environment(), cores));
        return builder.start();
    }

    private int follow(Process child, AtomicBoolean interrupted) throws IOException {
        Thread interruption = new Thread(() -> stop(child, interrupted), "sync-interrupted");
        Runtime.getRuntime().addShutdownHook(interruption);
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                say(line);
            }
            return child.onExit().join().exitValue();
        } finally {
            forget(interruption);
        }
    }

    private static void forget(Thread interruption) {
        try {
            Runtime.getRuntime().removeShutdownHook(interruption);
        } catch (IllegalStateException shuttingDown) {
            // The hook is running already: that is the interrupted case, and it waits for this call.
        }
    }

    /** With {@code --json} stdout belongs to the one answer. */
    private void say(String line) {
        if (in.json()) {
            in.progress().say(RoundedFigures.in(line));
        } else {
            in.out().println(Style.shown(RoundedFigures.in(line)));
            in.out().flush();
        }
    }

    /** SIGINT or SIGTERM: the child stops, this call writes its answer, and whichever signal it was, the exit code is the one of an interrupt. */
    private void stop(Process child, AtomicBoolean interrupted) {
        interrupted.set(true);
        child.destroy();
        try {
            in.answered().await(LONGEST_STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(INTERRUPTED);
    }

    private static SyncException interrupted(LoopOrder order) {
        return new SyncException(ErrorCode.INTERRUPTED, "the loop was interrupted; it can go on")
                .withNext("sync aoi resume --run " + order.run());
    }

    private SyncException lost(LoopOrder order, Path folder, int exit) {
        List<String> said = tail(folder);
        return new SyncException(
                        ErrorCode.ENGINE_LOST,
                        "the loop's process ended with " + exit + " and left no answer"
                                + (said.isEmpty() ? "" : ":\n" + String.join("\n", said)))
                .withNext("sync aoi resume --run " + order.run(), "sync aoi status --verify --run " + order.run());
    }

    private static List<String> tail(Path folder) {
        try {
            return FileTail.lines(folder.resolve(CONSOLE), 20);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path file : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
