package dev.syncprotocol.training.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Follows a file that another process writes, line by line; a line counts once its newline is there. */
public final class MetricsFollower {
    private static final int BLOCK = 1 << 16;

    private final Path file;
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private long read;

    /** Follows this file from its beginning; it need not be there yet. */
    public MetricsFollower(Path file) {
        this.file = file;
    }

    /**
     * The lines that became complete since the last call.
     *
     * @throws IOException when the file shrank: what was read of it is no longer true
     */
    public List<String> more() throws IOException {
        List<String> lines = new ArrayList<>();
        if (!Files.isRegularFile(file)) {
            return lines;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() < read) {
                throw new IOException("it was cut from " + read + " to " + channel.size() + " bytes while it was read");
            }
            channel.position(read);
            ByteBuffer block = ByteBuffer.allocate(BLOCK);
            while (channel.read(block) > 0) {
                read += block.position();
                take(block.flip(), lines);
                block.clear();
            }
        }
        return lines;
    }

    /** What stands behind the last newline, once nobody writes any more; empty when nothing does. */
    public String rest() {
        String rest = begun.toString(StandardCharsets.UTF_8);
        begun.reset();
        return rest;
    }

    private void take(ByteBuffer block, List<String> lines) {
        while (block.hasRemaining()) {
            byte next = block.get();
            if (next == '\n') {
                lines.add(rest());
            } else {
                begun.write(next);
            }
        }
    }
}
