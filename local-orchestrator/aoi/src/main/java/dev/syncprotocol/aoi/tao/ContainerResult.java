package dev.syncprotocol.aoi.tao;

import java.time.Duration;

/**
 * How a command ended.
 *
 * @param exitCode its own
 * @param output the last part of what it printed, both streams
 * @param duration wall time
 */
public record ContainerResult(int exitCode, String output, Duration duration) {
    /** The exit code of a program that is not there. */
    public static final int NOT_FOUND = 127;

    /** Whether it ended with 0. */
    public boolean ended() {
        return exitCode == 0;
    }
}
