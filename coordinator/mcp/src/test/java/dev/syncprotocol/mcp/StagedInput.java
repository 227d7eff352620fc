package dev.syncprotocol.mcp;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;

/** A client's stream: bytes, and between them moments to wait for or to tell of. */
final class StagedInput extends InputStream {
    private interface Stage {
        int read() throws IOException;
    }

    private final Deque<Stage> stages = new ArrayDeque<>();

    StagedInput bytes(byte[] bytes) {
        int[] at = {0};
        stages.add(() -> at[0] < bytes.length ? bytes[at[0]++] & 0xFF : -1);
        return this;
    }

    StagedInput line(String line) {
        return bytes((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Goes on once this has happened. */
    StagedInput await(CountDownLatch latch) {
        stages.add(() -> {
            try {
                latch.await();
                return -1;
            } catch (InterruptedException e) {
                throw new InterruptedIOException();
            }
        });
        return this;
    }

    /** Lets this happen when the reader comes here. */
    StagedInput signal(CountDownLatch latch) {
        stages.add(() -> {
            latch.countDown();
            return -1;
        });
        return this;
    }

    @Override
    public int read() throws IOException {
        while (!stages.isEmpty()) {
            int octet = stages.peek().read();
            if (octet >= 0) {
                return octet;
            }
            stages.remove();
        }
        return -1;
    }

    /** One octet at a time, so that a buffer never reads past a stage. */
    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int octet = read();
        if (octet < 0) {
            return -1;
        }
        into[from] = (byte) octet;
        return 1;
    }
}
