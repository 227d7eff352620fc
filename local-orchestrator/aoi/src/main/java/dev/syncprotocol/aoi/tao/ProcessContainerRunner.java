package dev.syncprotocol.aoi.tao;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs commands as processes of this machine. */
public final class ProcessContainerRunner implements ContainerRunner {
    private static final int TAIL_BYTES = 64 << 10;
    private static final long STOP_SECONDS = 30;

    private final InstantSource clock;
    private final String searchPath;

    /** A runner that measures with this clock and finds programs as the system does. */
    public ProcessContainerRunner(InstantSource clock) {
        this(clock, "");
    }

    /**
     * A runner that looks for programs here first.
     *
     * @param searchPath folders, as {@code PATH} lists them
     */
    public ProcessContainerRunner(InstantSource clock, String searchPath) {
        this.clock = clock;
        this.searchPath = searchPath;
    }

    @Override
    public ContainerResult run(ContainerCall call) {
        try {
            return call.log().isPresent() ? run(call, call.log().get()) : withScratch(call);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ContainerResult withScratch(ContainerCall call) throws IOException {
        Path scratch = Files.createTempFile("sync-call", ".log");
        try {
            return run(call, scratch);
        } finally {
            Files.deleteIfExists(scratch);
        }
    }

    private ContainerResult run(ContainerCall call, Path log) throws IOException {
        long from = Files.exists(log) ? Files.size(log) : 0;
        var started = clock.instant();
        Process process;
        try {
            process = start(call, log);
        } catch (IOException e) {
            String why = String.valueOf(e.getMessage());
            return new ContainerResult(ContainerResult.NOT_FOUND, why, Duration.ZERO);
        }
        int exitCode = waitFor(process, call);
        new SecretMask(call.environment()).maskFile(log);
        return new ContainerResult(exitCode, tail(log, from), Duration.between(started, clock.instant()));
    }

    private Process start(ContainerCall call, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(found(call.argv()))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log.toFile()));
        builder.environment().putAll(call.environment());
        Process process = builder.start();
        try (OutputStream input = process.getOutputStream()) {
            if (call.standardInput().isPresent()) {
                input.write(call.standardInput().get().getBytes(StandardCharsets.UTF_8));
            }
        }
        return process;
    }

    // The system would search the path this JVM was started with, not the one the caller was given.
    private List<String> found(List<String> argv) {
        List<String> command = new ArrayList<>(argv);
        Arrays.stream(searchPath.split(File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder).resolve(argv.get(0)))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst()
                .ifPresent(file -> command.set(0, file.toString()));
        return command;
    }

    private int waitFor(Process process, ContainerCall call) throws IOException {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            stop(process, call);
            Thread.currentThread().interrupt();
            throw new SyncException(ErrorCode.INTERRUPTED, "interrupted; " + stopped(call), e);
        }
    }

    private static String stopped(ContainerCall call) {
        return call.container()
                .map(name -> "the container " + name + " was told to stop, and nothing of it is committed")
                .orElse("nothing was started by " + call);
    }

    // The client's death leaves the container running, so the container is stopped by its name first.
    private void stop(Process process, ContainerCall call) throws IOException {
        if (call.container().isPresent()) {
            end(new ProcessBuilder(found(TaoCommands.stop(call.container().get())))
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.DISCARD)
                    .start());
        }
        process.destroy();
        end(process);
    }

    private static void end(Process process) {
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException again) {
            process.destroyForcibly();
        }
    }

    private static String tail(Path log, long from) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long start = Math.max(Math.min(from, file.length()), file.length() - TAIL_BYTES);
            byte[] bytes = new byte[(int) (file.length() - start)];
            file.seek(start);
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
