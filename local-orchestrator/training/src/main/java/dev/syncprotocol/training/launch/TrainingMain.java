package dev.syncprotocol.training.launch;

import dev.syncprotocol.training.Installed;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * The training child: {@code java … TrainingMain <launch-folder>}. The only class of this module that touches the
 * process: its streams, its environment, its exit code.
 *
 * <p>SIGTERM and SIGINT: the step in progress is finished, a checkpoint written, exit 130. The JVM runs its shutdown
 * hooks on these signals and would then end with 143 or 130 by itself, so the hook waits for the run and ends the
 * process with the run's own code.
 */
public final class TrainingMain {
    private TrainingMain() {}

    /** Runs the launch of this folder. */
    public static void main(String[] args) {
        if (args.length != 1) {
            System.err.println("usage: TrainingMain <launch-folder>");
            System.exit(2);
        }
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger exitCode = new AtomicInteger(1);
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> endAfter(stop, ended, exitCode), "stop"));
        try {
            exitCode.set(new TrainingProcess(Path.of(args[0]), surroundings(), stop::get).run());
        } finally {
            ended.countDown();
        }
        System.exit(exitCode.get());
    }

    private static void endAfter(AtomicBoolean stop, CountDownLatch ended, AtomicInteger exitCode) {
        stop.set(true);
        try {
            ended.await();
        } catch (InterruptedException e) {
            // Nobody interrupts a shutdown hook; if it happens the process ends as failed.
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(exitCode.get());
    }

    private static TrainingProcess.Surroundings surroundings() {
        return new TrainingProcess.Surroundings(
                System.out,
                TrainingMain::redirect,
                System.getenv(),
                Runtime.getRuntime().availableProcessors(),
                Installed.find(),
                Clock.systemUTC());
    }

    private static PrintStream redirect(UnaryOperator<PrintStream> output, UnaryOperator<PrintStream> error) {
        System.setErr(error.apply(System.err));
        System.setOut(output.apply(System.out));
        return System.out;
    }
}
