package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.error.Violation;
import dev.syncprotocol.protocol.json.SyncJson;

/**
 * A failure as people and programs are told it (interfaces.md section 3).
 *
 * @param cause what failed
 */
record Failure(SyncException cause) {
    ExitCode exit() {
        return ExitCode.of(cause.endKind());
    }

    ObjectNode document() {
        ObjectNode envelope = SyncJson.object();
        envelope.put("schema", "sync.error/1");
        envelope.put("ok", false);
        ObjectNode error = envelope.putObject("error");
        error.put("code", cause.code().word());
        error.put("exit", exit().number());
        error.put("retryable", cause.endKind().retryable());
        error.put("message", cause.getMessage());
        cause.hint().ifPresent(hint -> error.put("hint", hint));
        if (!cause.violations().isEmpty()) {
            error.put("pointer", cause.violations().get(0).pointer());
        }
        ArrayNode violations = error.putArray("violations");
        cause.violations().forEach(violation -> violations.add(tree(violation)));
        cause.next().forEach(error.putArray("next")::add);
        FailureDetails.add(cause, error);
        return envelope;
    }

    String words(Style style) {
        Words words = new Words();
        words.line(style.bad(exit().word() + " (" + exit().number() + ")") + ": " + cause.getMessage());
        cause.violations().forEach(violation -> tell(violation, words, style));
        FailureDetails.tell(cause, words, style);
        cause.hint().ifPresent(hint -> words.wrapped("hint: ", hint));
        return words.next(cause.next()).text();
    }

    private static void tell(Violation violation, Words words, Style style) {
        String place =
                violation.line() > 0 ? "line " + violation.line() + ", column " + violation.column() : "document";
        String pointer = violation.pointer().isEmpty() ? "" : "  " + violation.pointer();
        words.line("  " + style.bold(place) + pointer);
        words.wrapped(
                "      ", violation.rule() + ": expected " + violation.expected() + ", found " + violation.found());
    }

    private static ObjectNode tree(Violation violation) {
        return SyncJson.object()
                .put("pointer", violation.pointer())
                .put("line", violation.line())
                .put("column", violation.column())
                .put("rule", violation.rule())
                .put("expected", violation.expected())
                .put("found", violation.found());
    }
}
