package dev.syncprotocol.protocol.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.error.Violation;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.json.DocumentUnreadable;
import dev.syncprotocol.protocol.json.LocatedDocument;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

/**
 * Documents against the shipped schemas (JSON Schema 2020-12, networknt). All broken rules come in one answer, each with
 * JSON pointer, line and column, in the order of the text.
 */
public final class SchemaValidator {
    private static final Comparator<Violation> IN_TEXT_ORDER = Comparator.comparingInt(Violation::line)
            .thenComparingInt(Violation::column)
            .thenComparing(Violation::pointer)
            .thenComparing(Violation::rule)
            .thenComparing(Violation::found);

    private SchemaValidator() {}

    /** Every rule of the schema that the document breaks; empty when it is valid. */
    public static List<Violation> violations(SchemaId id, LocatedDocument document) {
        return report(shipped(id), document);
    }

    /**
     * Every rule of a schema somebody wrote that the document breaks.
     *
     * @throws IllegalArgumentException when the schema itself is none
     */
    public static List<Violation> violations(JsonNode schema, LocatedDocument document) {
        try {
            return report(registry().getSchema(schema), document);
        } catch (SchemaException e) {
            throw new IllegalArgumentException("not a JSON Schema 2020-12: " + e.getMessage(), e);
        }
    }

    /**
     * A document that is valid, or one failure that carries all that is wrong with it.
     *
     * @param code the failure's code, for example {@link ErrorCode#CONFIG_INVALID}
     * @param what the document's name for people, for example its path
     */
    public static LocatedDocument load(SchemaId id, byte[] bytes, DocumentFormat format, ErrorCode code, String what) {
        LocatedDocument document = readable(bytes, format, code, what);
        List<Violation> violations = violations(id, document);
        if (!violations.isEmpty()) {
            throw invalid(code, what, violations);
        }
        return document;
    }

    /** The failure for a document that breaks these rules. */
    public static SyncException invalid(ErrorCode code, String what, List<Violation> violations) {
        String count = violations.size() == 1 ? "1 rule is broken" : violations.size() + " rules are broken";
        return new SyncException(code, what + ": " + count, null, null, violations, List.of());
    }

    private static LocatedDocument readable(byte[] bytes, DocumentFormat format, ErrorCode code, String what) {
        try {
            return LocatedDocument.read(bytes, format);
        } catch (DocumentUnreadable e) {
            throw invalid(code, what, e.violations());
        }
    }

    private static List<Violation> report(Schema schema, LocatedDocument document) {
        return schema.validate(document.root()).stream()
                .map(error -> SchemaFault.describe(schema, error, document))
                .sorted(IN_TEXT_ORDER)
                .distinct()
                .toList();
    }

    /** The shipped schema itself, for who hands it on: a new tree with every call. */
    public static JsonNode schema(SchemaId id) {
        try (InputStream in = open(id)) {
            return SyncJson.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(SchemaId id) {
        InputStream in = SchemaValidator.class.getResourceAsStream(id.resource());
        if (in == null) {
            throw new IllegalStateException("the jar lacks " + id.resource());
        }
        return in;
    }

    private static Schema shipped(SchemaId id) {
        try (InputStream in = open(id)) {
            return registry().getSchema(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SchemaRegistry registry() {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    }
}
