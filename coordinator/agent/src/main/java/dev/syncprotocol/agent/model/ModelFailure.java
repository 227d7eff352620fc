package dev.syncprotocol.agent.model;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.util.List;

/** No usable answer came. The message is ours: what a provider says of it is in the transcript only, masked. */
public final class ModelFailure extends SyncException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final transient String detail;
    private final long retryAfterSeconds;

    /** Why. */
    public enum Kind {
        /** 429: too many requests, or a quota. */
        RATE_LIMITED(ErrorCode.MODEL_UNAVAILABLE, true, "it takes no more requests for now"),
        /** 5xx, or no connection. */
        UNAVAILABLE(ErrorCode.MODEL_UNAVAILABLE, true, "it could not be reached, or failed"),
        /** No whole answer within the time-out. */
        TIMED_OUT(ErrorCode.MODEL_UNAVAILABLE, true, "it did not answer in time"),
        /** The answer could not be read, or had nothing in it. */
        BROKEN_ANSWER(ErrorCode.MODEL_UNAVAILABLE, true, "its answer could not be read"),
        /** The answer was longer than allowed. */
        TOO_LONG(ErrorCode.MODEL_REFUSED, false, "its answer was longer than allowed"),
        /** The answer was held back by the provider. */
        BLOCKED(ErrorCode.MODEL_REFUSED, false, "it held its answer back"),
        /** 401 or 403. */
        KEY_REFUSED(ErrorCode.KEY_REFUSED, false, "it refused the key"),
        /** 400, 404: the request or the model's name. */
        REFUSED(ErrorCode.MODEL_REFUSED, false, "it refused the request or does not know the model");

        private final ErrorCode code;
        private final boolean repeatable;
        private final String words;

        Kind(ErrorCode code, boolean repeatable, String words) {
            this.code = code;
            this.repeatable = repeatable;
            this.words = words;
        }
    }

    /**
     * A failure.
     *
     * @param provider the provider's name in the settings
     * @param detail what was heard of it, masked; for the transcript
     * @param retryAfterSeconds how long the provider asks to wait; 0 where it asks for nothing
     */
    public ModelFailure(String provider, Kind kind, String detail, long retryAfterSeconds) {
        super(
                kind.code,
                "provider " + provider + ": " + kind.words,
                null,
                "reports/agent/ has the transcript; the manual way is: sync needs --as message",
                List.of(),
                List.of("sync needs"));
        this.kind = kind;
        this.detail = detail;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** Why. */
    public Kind why() {
        return kind;
    }

    /** What was heard of it, masked. */
    public String detail() {
        return detail;
    }

    /** How long the provider asks to wait, in seconds; 0 where it asks for nothing. */
    public long retryAfterSeconds() {
        return retryAfterSeconds;
    }

    /** Whether the provider may have worked on an answer, and counted it, that never came whole. */
    public boolean mayBeCharged() {
        return kind == Kind.TIMED_OUT || kind == Kind.BROKEN_ANSWER || kind == Kind.TOO_LONG || kind == Kind.BLOCKED;
    }

    /** Whether the same call may succeed a little later. */
    public boolean isRepeatable() {
        return kind.repeatable;
    }
}
