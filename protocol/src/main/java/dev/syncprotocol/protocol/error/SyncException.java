package dev.syncprotocol.protocol.error;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Root of every failure this product reports. One subclass per fact, where the fact has fields of its own; the plain
 * class where a message says it all.
 *
 * <p>The message is one sentence for people. {@link #hint()} says what helps; {@link #next()} lists safe commands only,
 * never a complete destructive one (interfaces.md section 1).
 */
public class SyncException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final ErrorKind kind;
    private final transient List<Violation> violations;
    private final transient List<String> next;
    private final @Nullable String hint;

    /** A failure that its message explains. */
    public SyncException(ErrorCode code, String message) {
        this(code, message, null, null, List.of(), List.of());
    }

    /** A failure with the exception that caused it. */
    public SyncException(ErrorCode code, String message, Throwable cause) {
        this(code, message, cause, null, List.of(), List.of());
    }

    /**
     * All of it.
     *
     * @param cause what made it happen, or null
     * @param hint what helps, or null
     * @param violations every broken rule, all at once; empty where the failure is not about a document
     * @param next safe commands that lead on
     */
    public SyncException(
            ErrorCode code,
            String message,
            @Nullable Throwable cause,
            @Nullable String hint,
            List<Violation> violations,
            List<String> next) {
        this(code, code.kind(), message, cause, hint, violations, next);
    }

    private SyncException(
            ErrorCode code,
            ErrorKind kind,
            @Nullable String message,
            @Nullable Throwable cause,
            @Nullable String hint,
            List<Violation> violations,
            List<String> next) {
        super(message, cause);
        this.code = code;
        this.kind = kind;
        this.hint = hint;
        this.violations = List.copyOf(violations);
        this.next = List.copyOf(next);
    }

    /** The same failure with a hint. */
    public SyncException withHint(String text) {
        return new SyncException(code, kind, getMessage(), getCause(), text, violations, next);
    }

    /** The same failure with the commands that lead on. */
    public SyncException withNext(String... commands) {
        return new SyncException(code, kind, getMessage(), getCause(), hint, violations, List.of(commands));
    }

    /** The same failure as another kind of end: one word may stand for a failure in the process and for one of a container. */
    public SyncException as(ErrorKind end) {
        return new SyncException(code, end, getMessage(), getCause(), hint, violations, next);
    }

    /** What kind of end it is: the code's own, unless {@link #as} said otherwise; decides the exit code. */
    public ErrorKind endKind() {
        return kind;
    }

    /** The stable word of this failure. */
    public ErrorCode code() {
        return code;
    }

    /** Every broken rule; empty where the failure is not about a document. */
    public List<Violation> violations() {
        return violations;
    }

    /** What helps, if there is something to say. */
    public Optional<String> hint() {
        return Optional.ofNullable(hint);
    }

    /** Safe commands that lead on. */
    public List<String> next() {
        return next;
    }

    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? code.word() : message;
    }
}
