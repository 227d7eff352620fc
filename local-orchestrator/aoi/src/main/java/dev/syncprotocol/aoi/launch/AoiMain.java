package dev.syncprotocol.aoi.launch;

import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The loop's process: {@code java … AoiMain <folder>}, with the engine on its class path. Its milestones go to stdout, its answer into the folder.
 *
 * <p>SIGTERM and SIGINT: the engine stops at its next sign of life, nothing is logged, the run can be resumed, exit 130.
 */
public final class AoiMain {
    private static final int INTERRUPTED = 130;

    private AoiMain() {}

    /** Runs the order of this folder. */
    public static void main(String[] args) {
        if (args.length != 1) {
            System.err.println("usage: AoiMain <folder>");
            System.exit(2);
        }
        AtomicBoolean stop = new AtomicBoolean();
        CountDownLatch ended = new CountDownLatch(1);
        Thread loop = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> endAfter(stop, ended, loop), "stop"));
        LoopProcess process = new LoopProcess(
                Path.of(args[0]),
                line -> {
                    System.out.println(line);
                    System.out.flush();
                },
                System.getenv(),
                stop::get,
                Clock.systemUTC());
        int code = 1;
        try {
            code = process.run();
        } finally {
            ended.countDown();
        }
        System.exit(code);
    }

    private static void endAfter(AtomicBoolean stop, CountDownLatch ended, Thread loop) {
        if (ended.getCount() == 0) {
            return;
        }
        stop.set(true);
        // A container is waited for by a thread that is interrupted; the engine in this process asks the flag.
        loop.interrupt();
        try {
            ended.await();
        } catch (InterruptedException e) {
            // Nobody interrupts a shutdown hook; if it happens the process ends as interrupted all the same.
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(INTERRUPTED);
    }
}
