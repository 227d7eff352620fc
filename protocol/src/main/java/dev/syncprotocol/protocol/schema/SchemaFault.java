package dev.syncprotocol.protocol.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import dev.syncprotocol.protocol.error.Violation;
import dev.syncprotocol.protocol.json.LocatedDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One finding of the validator in our words: rule, expected, found, and for an unknown field the nearest known one. */
final class SchemaFault {
    private SchemaFault() {}

    static Violation describe(Schema schema, Error error, LocatedDocument document) {
        String pointer = error.getInstanceLocation().toString();
        JsonNode value = error.getInstanceNode();
        return switch (error.getKeyword()) {
            case "additionalProperties", "unevaluatedProperties", "propertyNames" ->
                unknownField(schema, error, document, pointer);
            case "required" ->
                document.violation(
                        pointer, "required", "the field " + error.getProperty(), "no field " + error.getProperty());
            case "type" -> document.violation(pointer, "type", expected(error), typeOf(value));
            default -> document.violation(pointer, error.getKeyword(), expected(error), shown(value));
        };
    }

    private static Violation unknownField(Schema schema, Error error, LocatedDocument document, String parent) {
        String field = String.valueOf(error.getProperty());
        String pointer = parent + "/" + field.replace("~", "~0").replace("/", "~1");
        String nearest = NearestName.of(field, knownFields(schema, error))
                .map(name -> "a known field; the nearest is " + name)
                .orElse("a known field");
        return document.violation(pointer, "unknown field", nearest, field);
    }

    private static List<String> knownFields(Schema schema, Error error) {
        List<String> names = new ArrayList<>();
        siblings(schema.getSchemaNode(), error).ifPresent(node -> {
            node.path("properties").fieldNames().forEachRemaining(names::add);
            node.path("patternProperties").fieldNames().forEachRemaining(pattern -> names.add(example(pattern)));
        });
        return names;
    }

    /** The schema object the failed keyword stands in, found by the fragment of its location. */
    private static Optional<JsonNode> siblings(JsonNode root, Error error) {
        String fragment = error.getSchemaLocation().getFragment().toString();
        int end = fragment.lastIndexOf('/');
        JsonNode node = end < 0 ? root : root.at(fragment.substring(0, end));
        return node.isMissingNode() ? Optional.empty() : Optional.of(node);
    }

    /** A field name a pattern stands for: {@code ^need_from_[a-z]…} reads as need_from_gemini. */
    private static String example(String pattern) {
        return pattern.startsWith("^need_from_") ? "need_from_gemini" : pattern;
    }

    private static String expected(Error error) {
        JsonNode rule = error.getSchemaNode();
        if (rule == null) {
            return error.getMessage();
        }
        String limit = rule.isTextual() ? rule.textValue() : rule.toString();
        return switch (error.getKeyword()) {
            case "minimum" -> ">= " + limit;
            case "maximum" -> "<= " + limit;
            case "exclusiveMinimum" -> "> " + limit;
            case "exclusiveMaximum" -> "< " + limit;
            case "minLength" -> "at least " + limit + " characters";
            case "maxLength" -> "at most " + limit + " characters";
            case "minItems" -> "at least " + limit + " items";
            case "maxItems" -> "at most " + limit + " items";
            case "pattern" -> "text of the form " + limit;
            case "enum" -> "one of " + limit;
            case "const" -> limit;
            case "type" -> limit;
            default -> error.getMessage();
        };
    }

    private static String typeOf(JsonNode value) {
        return value.getNodeType().name().toLowerCase(java.util.Locale.ROOT) + " " + shown(value);
    }

    private static String shown(JsonNode value) {
        if (value.isContainerNode()) {
            return value.size() + (value.isArray() ? " items" : " fields");
        }
        return value.isTextual() ? value.textValue() : value.toString();
    }
}
