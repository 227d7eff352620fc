package dev.syncprotocol.cli;

import dev.syncprotocol.protocol.PackageText;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.LocatedDocument;
import java.io.IOException;

/**
 * A package as somebody handed it in: a JSON file, stdin, or a Markdown text with one JSON code block. Violations are
 * told with the lines of what was handed in.
 *
 * @param text the package inside it
 */
record PastedPackage(PackageText text) {
    /** What a verb does with the package's bytes. */
    interface Use<T> {
        T with(byte[] json) throws IOException;
    }

    /** Reads a file; {@code -} is stdin, of which never more is read than is needed to refuse it by size. */
    static PastedPackage read(String file, Invocation in) throws IOException {
        byte[] bytes =
                file.equals("-") ? in.input().readNBytes(LocatedDocument.MAX_BYTES + 1) : Typed.bytes(in.path(file));
        return new PastedPackage(PackageText.in(bytes));
    }

    <T> T use(Use<T> use) throws IOException {
        try {
            return use.with(text.json());
        } catch (SyncException e) {
            if (e.violations().isEmpty() || text.linesBefore() == 0) {
                throw e;
            }
            throw new SyncException(
                    e.code(),
                    e.getMessage(),
                    e,
                    e.hint().orElse(null),
                    e.violations().stream().map(text::inPastedText).toList(),
                    e.next());
        }
    }
}
