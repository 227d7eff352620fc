package dev.syncprotocol.benchmarks;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A command timed as a whole process.
 *
 * @param folder its current folder
 * @param command argument list
 */
record WholeProcess(Path folder, List<String> command) {
    /** Wall time of one run in milliseconds; a run that fails ends the benchmark. */
    double once() throws IOException, InterruptedException {
        long begun = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.DISCARD)
                .start();
        int exit = process.waitFor();
        if (exit != 0) {
            throw new IOException(String.join(" ", command) + " ended with exit code " + exit);
        }
        return (System.nanoTime() - begun) / 1e6;
    }

    static double median(double[] samples) {
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
