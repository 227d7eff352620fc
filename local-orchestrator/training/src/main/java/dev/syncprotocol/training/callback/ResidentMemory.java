package dev.syncprotocol.training.callback;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much memory a process holds, native arrays included. */
public final class ResidentMemory {
    private static final Pattern LINE = Pattern.compile("VmRSS:\\s+([0-9]+) kB");

    private ResidentMemory() {}

    /** Resident megabytes of this process; empty where the system has no {@code /proc}. */
    static OptionalLong megabytes() throws IOException {
        return megabytes("self");
    }

    /** Resident megabytes of a process; empty where it is gone, or the system has no {@code /proc}. */
    public static OptionalLong megabytes(long pid) {
        try {
            return megabytes(Long.toString(pid));
        } catch (IOException e) {
            // It ended between the question whether it is there and the reading: then it holds nothing.
            return OptionalLong.empty();
        }
    }

    private static OptionalLong megabytes(String process) throws IOException {
        Path status = Path.of("/proc", process, "status");
        if (!Files.isReadable(status)) {
            return OptionalLong.empty();
        }
        Matcher matcher = LINE.matcher(Files.readString(status));
        return matcher.find() ? OptionalLong.of(Long.parseLong(matcher.group(1)) / 1024) : OptionalLong.empty();
    }
}
