package dev.syncprotocol.aoi.spec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.error.Violation;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.json.DocumentUnreadable;
import dev.syncprotocol.protocol.json.LocatedDocument;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A specification as somebody wrote it, with the places of its values; every key is kept, known or not. */
public final class SpecDocument {
    private final String what;
    private final LocatedDocument document;
    private final Sha256 sha256;

    private SpecDocument(String what, LocatedDocument document, Sha256 sha256) {
        this.what = what;
        this.document = document;
        this.sha256 = sha256;
    }

    /**
     * Reads a specification's text; its rules are asked for by {@link #typed}.
     *
     * @throws SyncException {@code config_invalid} when it is no YAML mapping
     */
    public static SpecDocument read(Path file) throws IOException {
        return parse(file.toString(), Files.readAllBytes(file));
    }

    /** As {@link #read}, from bytes; {@code what} names them in errors. */
    public static SpecDocument parse(String what, byte[] bytes) {
        LocatedDocument document = located(what, bytes);
        if (!document.root().isObject()) {
            throw refused(what, List.of(document.violation("", "a mapping", "keys and values", "something else")));
        }
        return new SpecDocument(what, document, Sha256.of(bytes));
    }

    /** The tree, a copy. */
    public ObjectNode tree() {
        return document.root().deepCopy();
    }

    /** Digest of the bytes that were read. */
    public Sha256 sha256() {
        return sha256;
    }

    /** The document written again: the same keys and values, in their order. */
    public String yaml() {
        return SyncJson.yaml(document.root());
    }

    /** Every broken rule of specification §7.2, with key, line and column. */
    public List<Violation> violations() {
        return new SpecReading(document, Interpolation.resolve(tree())).faults();
    }

    /**
     * The specification, typed; interpolations are resolved.
     *
     * @throws SyncException {@code config_invalid} with every broken rule
     */
    public ChangeNetSpec typed() {
        return typed(new SpecReading(document, Interpolation.resolve(tree())));
    }

    /** A derived tree, typed; the places of its values are those of this document. */
    ChangeNetSpec typed(ObjectNode derived) {
        return typed(new SpecReading(document, derived));
    }

    private ChangeNetSpec typed(SpecReading reading) {
        ChangeNetSpec spec = reading.spec();
        if (!reading.faults().isEmpty()) {
            throw refused(what, reading.faults());
        }
        return spec;
    }

    private static LocatedDocument located(String what, byte[] bytes) {
        try {
            return LocatedDocument.read(bytes, DocumentFormat.YAML);
        } catch (DocumentUnreadable e) {
            throw refused(what, e.violations());
        }
    }

    private static SyncException refused(String what, List<Violation> faults) {
        Violation first = faults.get(0);
        String more = faults.size() == 1 ? "" : " (and " + (faults.size() - 1) + " more)";
        return new SyncException(
                ErrorCode.CONFIG_INVALID,
                what + ":" + first.line() + ": " + first.pointer() + ": expected " + first.expected() + ", found "
                        + first.found() + more,
                null,
                "sync aoi demo-data DIR draws a workspace with a whole specification to compare with",
                faults,
                List.of());
    }
}
