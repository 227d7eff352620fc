package dev.syncprotocol.agent.model;

import com.fasterxml.jackson.core.JacksonException;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import dev.syncprotocol.agent.model.ModelFailure.Kind;
import dev.syncprotocol.protocol.json.ShownText;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What went wrong below, as one of our failures: kind by status and exception, words masked and cut short. */
record Faults(String provider, ModelKey key) {
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY = 429;
    private static final int SERVER = 500;

    ModelFailure timedOut() {
        return new ModelFailure(provider, Kind.TIMED_OUT, "no whole answer within the time-out", 0);
    }

    /** An answer without text and calls. */
    ModelFailure empty(String finish) {
        boolean blocked = finish.equals("CONTENT_FILTER") || finish.equals("OTHER");
        return new ModelFailure(
                provider, blocked ? Kind.BLOCKED : Kind.BROKEN_ANSWER, "an empty answer, finish " + finish, 0);
    }

    ModelFailure of(Throwable thrown) {
        List<Throwable> chain = chain(thrown);
        Throwable told = chain.get(chain.size() - 1);
        String words = told.getMessage() == null ? told.getClass().getSimpleName() : told.getMessage();
        Kind kind = words.contains("API_KEY_INVALID") ? Kind.KEY_REFUSED : kind(chain);
        // No cause: what a provider says may repeat what was sent, and traces are printed and packed.
        return new ModelFailure(provider, kind, ShownText.clean(key.mask(words)), retryAfter(chain));
    }

    private static long retryAfter(List<Throwable> chain) {
        return chain.stream()
                .filter(HttpRefusal.class::isInstance)
                .mapToLong(refusal -> ((HttpRefusal) refusal).retryAfterSeconds())
                .findFirst()
                .orElse(0);
    }

    private static List<Throwable> chain(Throwable thrown) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable at = thrown; at != null && !chain.contains(at); at = at.getCause()) {
            chain.add(at);
        }
        return chain;
    }

    private static Kind kind(List<Throwable> chain) {
        for (Throwable at : chain) {
            Kind known = known(at);
            if (known != null) {
                return known;
            }
        }
        return chain.stream().anyMatch(IOException.class::isInstance) ? Kind.UNAVAILABLE : Kind.BROKEN_ANSWER;
    }

    private static @Nullable Kind known(Throwable at) {
        if (at instanceof BoundedStream.TooLong) {
            return Kind.TOO_LONG;
        }
        if (at instanceof JacksonException) {
            return Kind.BROKEN_ANSWER;
        }
        if (at instanceof HttpException http) {
            return status(http.statusCode());
        }
        if (at instanceof TimeoutException || at instanceof HttpTimeoutException) {
            return Kind.TIMED_OUT;
        }
        if (at instanceof RateLimitException) {
            return Kind.RATE_LIMITED;
        }
        if (at instanceof AuthenticationException) {
            return Kind.KEY_REFUSED;
        }
        if (at instanceof ContentFilteredException) {
            return Kind.BLOCKED;
        }
        return at instanceof InvalidRequestException || at instanceof ModelNotFoundException ? Kind.REFUSED : null;
    }

    private static Kind status(int status) {
        return switch (status) {
            case UNAUTHORIZED, FORBIDDEN -> Kind.KEY_REFUSED;
            case REQUEST_TIMEOUT -> Kind.TIMED_OUT;
            case TOO_MANY -> Kind.RATE_LIMITED;
            default -> status >= SERVER || status < BAD_REQUEST ? Kind.UNAVAILABLE : Kind.REFUSED;
        };
    }
}
