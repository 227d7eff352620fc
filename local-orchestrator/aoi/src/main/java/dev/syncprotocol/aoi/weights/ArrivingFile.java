package dev.syncprotocol.aoi.weights;

import dev.syncprotocol.protocol.digest.Sha256;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;

/** A body on its way into a new file, digested as it passes; given up once it is longer than allowed or the disk takes no more. */
final class ArrivingFile implements BodySubscriber<Sha256> {
    private final FileChannel file;
    private final long mostBytes;
    private final AtomicLong received;
    private final MessageDigest digest = sha256();
    private final CompletableFuture<Sha256> body = new CompletableFuture<>();
    private final CompletableFuture<Flow.Subscription> source = new CompletableFuture<>();

    /** The disk, and not the other side, ended it. */
    static final class NotWritten extends IOException {
        private static final long serialVersionUID = 1;

        NotWritten(IOException why) {
            super(why.getMessage(), why);
        }
    }

    /** It is longer than allowed. */
    static final class TooLong extends IOException {
        private static final long serialVersionUID = 1;

        TooLong(long mostBytes) {
            super("longer than " + mostBytes + " bytes");
        }
    }

    /**
     * A body into a file that must not be there yet.
     *
     * @param received counts the bytes, for whoever watches
     */
    ArrivingFile(Path place, long mostBytes, AtomicLong received) throws IOException {
        this.file = FileChannel.open(place, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        this.mostBytes = mostBytes;
        this.received = received;
    }

    @Override
    public CompletionStage<Sha256> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        source.complete(subscription);
        subscription.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        try {
            for (ByteBuffer buffer : buffers) {
                take(buffer);
            }
            source.join().request(1);
        } catch (TooLong e) {
            giveUp(e);
        } catch (IOException e) {
            giveUp(new NotWritten(e));
        }
    }

    private void take(ByteBuffer buffer) throws IOException {
        if (received.addAndGet(buffer.remaining()) > mostBytes) {
            throw new TooLong(mostBytes);
        }
        digest.update(buffer.duplicate());
        while (buffer.hasRemaining()) {
            file.write(buffer);
        }
    }

    private void giveUp(IOException why) {
        source.join().cancel();
        onError(why);
    }

    @Override
    public void onError(Throwable failure) {
        close();
        body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        try {
            file.force(true);
            file.close();
            body.complete(new Sha256(HexFormat.of().formatHex(digest.digest())));
        } catch (IOException e) {
            onError(new NotWritten(e));
        }
    }

    /** Lets go of the file; bytes that come later meet a closed one. */
    void close() {
        try {
            file.close();
        } catch (IOException e) {
            body.completeExceptionally(new NotWritten(e));
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
