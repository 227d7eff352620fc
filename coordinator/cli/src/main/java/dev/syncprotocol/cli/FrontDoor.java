package dev.syncprotocol.cli;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.CanonicalJson;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * One call of the program: parse, run the verb, write exactly one answer, return the exit code. With {@code --json}
 * exactly one document goes to stdout, on failure too; without it failures go to stderr (interfaces.md section 1).
 */
final class FrontDoor {
    private final PrintStream out;
    private final PrintStream err;

    FrontDoor(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    int call(Surroundings surroundings, String... args) {
        try {
            return guarded(surroundings, args);
        } finally {
            surroundings.answered().countDown();
        }
    }

    private int guarded(Surroundings surroundings, String... args) {
        boolean json = List.of(args).contains("--json");
        try {
            Optional<Call> call = PlainCall.of(args).or(() -> Commands.understand(out, err, args));
            if (call.isPresent()) {
                answer(call.get(), surroundings);
            }
            return ExitCode.DONE.number();
        } catch (SyncException e) {
            return fail(e, json, surroundings);
        } catch (IOException | UncheckedIOException e) {
            return fail(new SyncException(ErrorCode.IO, describe(e), e), json, surroundings);
        } catch (RuntimeException e) {
            // The outermost wall: nothing of ours throws these on purpose, so the trace is what helps.
            e.printStackTrace(err);
            return fail(new SyncException(ErrorCode.INTERNAL, describe(e), e), json, surroundings);
        }
    }

    private void answer(Call call, Surroundings surroundings) throws IOException {
        Invocation invocation = surroundings.invocation(call.options(), out, err);
        write(call.verb().answer(invocation), invocation);
    }

    private void write(Answer answer, Invocation invocation) {
        if (answer.form() == Answer.Form.SPOKEN) {
            return;
        }
        if (invocation.json()) {
            out.println(CanonicalJson.text(answer.document()));
        } else {
            boolean prose = answer.form() == Answer.Form.PROSE;
            out.println(prose ? Style.shown(answer.words()) : answer.words());
            PrintStream aside = prose ? out : err;
            if (!answer.next().isEmpty()) {
                aside.println(new Words().next(answer.next()).text());
            }
        }
        out.flush();
    }

    private int fail(SyncException failure, boolean json, Surroundings surroundings) {
        Failure told = new Failure(failure);
        if (json) {
            out.println(CanonicalJson.text(told.document()));
            out.flush();
        } else {
            err.println(Style.shown(told.words(surroundings.errorStyle())));
            err.flush();
        }
        return told.exit().number();
    }

    private static String describe(Throwable e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : e.getClass().getSimpleName() + ": " + message;
    }
}
