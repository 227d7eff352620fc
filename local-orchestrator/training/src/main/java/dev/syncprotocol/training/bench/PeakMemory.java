package dev.syncprotocol.training.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The most memory this process has held, native arrays included. */
final class PeakMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Pattern LINE = Pattern.compile("VmHWM:\\s+([0-9]+) kB");

    private PeakMemory() {}

    /** Resident megabytes; empty where the system has no {@code /proc}. */
    static OptionalLong megabytes() throws IOException {
        if (!Files.isReadable(STATUS)) {
            return OptionalLong.empty();
        }
        Matcher matcher = LINE.matcher(Files.readString(STATUS));
        return matcher.find() ? OptionalLong.of(Long.parseLong(matcher.group(1)) / 1024) : OptionalLong.empty();
    }
}
