package dev.syncprotocol.aoi.weights;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** A body nobody reads: what a host says of an error may be endless. */
final class UnreadBody<T> implements BodySubscriber<T> {
    private final CompletableFuture<T> body;

    /** In whose place stands a value. */
    UnreadBody(T instead) {
        body = CompletableFuture.completedFuture(instead);
    }

    /** In whose place stands a failure. */
    UnreadBody(Throwable why) {
        body = CompletableFuture.failedFuture(why);
    }

    @Override
    public CompletionStage<T> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.cancel();
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        // Cancelled before.
    }

    @Override
    public void onError(Throwable failure) {
        body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        // Nothing is waited for.
    }
}
