package dev.syncprotocol.aoi.weights;

import dev.syncprotocol.aoi.engine.EngineProgress;
import dev.syncprotocol.aoi.workspace.FreeSpace;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Fetches one file over HTTPS into a file that is not there yet. Redirections are followed by hand, from https to https only, and the token is shown to the
 * hub alone. Whatever goes wrong leaves no file.
 *
 * @param token the hub's token; empty without one
 * @param limits bounds of size and time
 * @param space asked before the first byte is written
 * @param progress told how many bytes came; stops the fetch by throwing
 */
public record WeightsFetch(Optional<String> token, FetchLimits limits, FreeSpace space, EngineProgress progress) {
    private static final int OK = 200;
    private static final int MOST_HOPS = 5;
    private static final long LOOK_MILLISECONDS = 200;

    public WeightsFetch {
        token.ifPresent(ModelHub::requireToken);
    }

    /**
     * What arrived.
     *
     * @param sha256 digest of the file
     * @param bytes its length
     * @param servedBy the host that sent it
     * @param revision the commit the hub named
     */
    public record Arrived(Sha256 sha256, long bytes, String servedBy, Optional<String> revision) {}

    /** Without the token. */
    @Override
    public String toString() {
        return "WeightsFetch" + limits;
    }

    /**
     * Fetches.
     *
     * @param plan what was approved
     * @param part the file to make; its folder is there
     * @throws SyncException {@code engine_unavailable} for what the network or the disk refused, {@code digest_mismatch}, or what {@code progress} threw;
     *     in all cases no file is left
     */
    public Arrived into(Path part, WeightsPlan plan) throws IOException {
        try {
            Arrived arrived = follow(part, plan);
            new WeightsCheck(plan).check(part, arrived);
            return arrived;
        } catch (SyncException | IOException e) {
            Files.deleteIfExists(part);
            throw e;
        }
    }

    private Arrived follow(Path part, WeightsPlan plan) throws IOException {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(limits.silence())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        FetchFaults faults = new FetchFaults(plan);
        HubWords hub = HubWords.NONE;
        URI at = plan.source().address();
        for (int hop = 0; hop <= MOST_HOPS; hop++) {
            Exchange exchange = new Exchange(part, at, faults);
            HttpResponse<Optional<Sha256>> response = exchange.answer(client, plan.hub());
            hub = hub.or(HubWords.of(response.headers()));
            if (response.statusCode() == OK) {
                Sha256 sha256 = response.body().orElseThrow();
                hub.sha256().filter(said -> !said.equals(sha256)).ifPresent(said -> {
                    throw faults.digest(said, sha256, "the hub's own digest of it");
                });
                return new Arrived(sha256, exchange.received.get(), String.valueOf(at.getAuthority()), hub.revision());
            }
            at = faults.redirection(at, response);
        }
        throw faults.redirectedTooOften(MOST_HOPS);
    }

    /** One request and its answer. */
    private final class Exchange {
        private final Path part;
        private final URI at;
        private final FetchFaults faults;
        private final AtomicLong received = new AtomicLong();
        private final AtomicLong expected = new AtomicLong();
        private final AtomicReference<Optional<ArrivingFile>> arriving = new AtomicReference<>(Optional.empty());

        Exchange(Path part, URI at, FetchFaults faults) {
            this.part = part;
            this.at = at;
            this.faults = faults;
        }

        HttpResponse<Optional<Sha256>> answer(HttpClient client, ModelHub hub) throws IOException {
            HttpRequest.Builder request = HttpRequest.newBuilder(at).header("Accept-Encoding", "identity");
            token.filter(any -> hub.owns(at)).ifPresent(key -> request.header("Authorization", "Bearer " + key));
            CompletableFuture<HttpResponse<Optional<Sha256>>> coming = client.sendAsync(request.build(), this::body);
            try {
                return watched(coming);
            } finally {
                coming.cancel(true);
                arriving.get().ifPresent(ArrivingFile::close);
            }
        }

        /** Only a good answer's body is read at all. */
        private BodySubscriber<Optional<Sha256>> body(HttpResponse.ResponseInfo info) {
            if (info.statusCode() != OK) {
                return new UnreadBody<>(Optional.empty());
            }
            OptionalLong length = info.headers().firstValueAsLong("content-length");
            try {
                length.ifPresent(this::requireRoom);
                faults.requireNoPage(info.headers().firstValue("content-type").orElse(""));
                ArrivingFile file = new ArrivingFile(part, limits.bytes(), received);
                arriving.set(Optional.of(file));
                return HttpResponse.BodySubscribers.mapping(file, Optional::of);
            } catch (IOException e) {
                return new UnreadBody<>(new ArrivingFile.NotWritten(e));
            } catch (SyncException refused) {
                return new UnreadBody<>(refused);
            }
        }

        private void requireRoom(long length) {
            expected.set(length);
            if (length > limits.bytes()) {
                throw faults.tooLong(limits.bytes());
            }
            try {
                long free = space.bytes(part.toAbsolutePath().getParent());
                if (free < length) {
                    throw faults.noRoom(length, free);
                }
            } catch (IOException e) {
                throw faults.notWritten(e);
            }
        }

        private HttpResponse<Optional<Sha256>> watched(CompletableFuture<HttpResponse<Optional<Sha256>>> coming) {
            long start = System.nanoTime();
            long lastByte = start;
            long seen = 0;
            while (true) {
                try {
                    return coming.get(LOOK_MILLISECONDS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException notYet) {
                    long now = System.nanoTime();
                    progress.advanced("weights", received.get(), expected.get(), "");
                    lastByte = received.get() > seen ? now : lastByte;
                    seen = received.get();
                    requireSoon(now - lastByte, limits.silence(), "sent nothing for ");
                    requireSoon(now - start, limits.whole(), "was not done in ");
                } catch (ExecutionException e) {
                    throw faults.broken(at, e.getCause(), received.get());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw faults.interrupted();
                }
            }
        }

        private void requireSoon(long nanoseconds, Duration bound, String words) {
            if (nanoseconds > bound.toNanos()) {
                throw faults.late(at, words + bound.toSeconds() + " s");
            }
        }
    }
}
