package dev.syncprotocol.training.chat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * JSON as Python's {@code json.dumps(value, ensure_ascii=False)} writes it, which is what templates of transformers call
 * {@code tojson}: a blank after comma and colon, keys in their order, floats in Python's shortest form.
 */
final class PythonJson {
    private PythonJson() {}

    static String of(JsonNode value) {
        if (value.isObject()) {
            return value.properties().stream()
                    .map(field -> quoted(field.getKey()) + ": " + of(field.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value.isArray()) {
            return StreamSupport.stream(value.spliterator(), false)
                    .map(PythonJson::of)
                    .collect(Collectors.joining(", ", "[", "]"));
        }
        if (value.isFloatingPointNumber()) {
            return number(value.doubleValue());
        }
        return value.isTextual() ? quoted(value.textValue()) : value.asText();
    }

    /** {@code repr(float)}: no exponent from 1e-4 to below 1e16. */
    private static String number(double value) {
        if (value == 0) {
            return Double.toString(value);
        }
        BigDecimal exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        int exponent = exact.precision() - exact.scale() - 1;
        if (exponent >= -4 && exponent < 16) {
            String plain = exact.toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }
        String digits = exact.unscaledValue().abs().toString();
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        return (value < 0 ? "-" : "")
                + digits.charAt(0)
                + fraction
                + String.format("e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
    }

    private static String quoted(String text) {
        return text.chars().mapToObj(PythonJson::escaped).collect(Collectors.joining("", "\"", "\""));
    }

    private static String escaped(int unit) {
        return switch (unit) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            case '\b' -> "\\b";
            case '\f' -> "\\f";
            default -> unit < ' ' ? String.format("\\u%04x", unit) : String.valueOf((char) unit);
        };
    }
}
