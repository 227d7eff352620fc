package dev.syncprotocol.agent.model;

import dev.langchain4j.exception.HttpException;

/** An answer with a status other than 2xx. */
final class HttpRefusal extends HttpException {
    private static final long serialVersionUID = 1L;

    private final String retryAfter;

    /**
     * A refusal.
     *
     * @param retryAfter the header of that name; empty where there is none
     * @param body what the server says, cut short
     */
    HttpRefusal(int status, String retryAfter, String body) {
        super(status, body);
        this.retryAfter = retryAfter;
    }

    /** Seconds the server asks to wait; 0 where it asks for none or names a date. */
    long retryAfterSeconds() {
        return retryAfter.matches("[0-9]{1,6}") ? Long.parseLong(retryAfter) : 0;
    }
}
