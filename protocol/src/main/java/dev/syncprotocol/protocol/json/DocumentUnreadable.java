package dev.syncprotocol.protocol.json;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.error.Violation;
import java.util.List;

/** The bytes are no document at all: encoding, syntax, limits, a key given twice. */
public final class DocumentUnreadable extends SyncException {
    private static final long serialVersionUID = 1L;

    DocumentUnreadable(List<Violation> violations) {
        super(
                ErrorCode.PACKAGE_INVALID,
                violations.size() == 1
                        ? violations.get(0).rule() + ": " + violations.get(0).found()
                        : violations.size() + " rules are broken",
                null,
                null,
                violations,
                List.of());
    }

    static DocumentUnreadable at(Place place, String rule, String expected, String found) {
        return new DocumentUnreadable(
                List.of(new Violation("", place.line(), place.column(), rule, expected, ShownText.clean(found))));
    }
}
