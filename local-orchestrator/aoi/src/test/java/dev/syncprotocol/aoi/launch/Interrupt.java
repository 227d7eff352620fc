package dev.syncprotocol.aoi.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Ctrl-C for a process of a test. A build that was started in the background ignores it, and its children with it: then the test is skipped. */
public final class Interrupt {
    private static final Path SIGNALS = Path.of("/proc/self/status");
    private static final long SIGINT = 1L << 1;

    private Interrupt() {}

    /** Skips the test where nobody would hear the signal; to be asked before a process is started. */
    public static void assumeHeard() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/kill")), "there is no kill on this machine");
        if (Files.isReadable(SIGNALS)) {
            assumeTrue((ignored() & SIGINT) == 0, "this build was started where Ctrl-C is ignored");
        }
    }

    /** Sends it. */
    public static void send(Process process) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    private static long ignored() throws IOException {
        return Files.readAllLines(SIGNALS).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .map(line -> Long.parseUnsignedLong(
                        line.substring(line.indexOf(':') + 1).strip(), 16))
                .findFirst()
                .orElse(0L);
    }
}
